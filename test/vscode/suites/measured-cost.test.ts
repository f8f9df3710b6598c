import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import * as vscode from 'vscode';
import { closeAll, eventually, findingsOf, snapshot, workspaceUri } from '../editor.js';

const REPOSITORY = path.resolve(__dirname, '../../../..');
const CLI = path.join(REPOSITORY, 'dist/cli.js');

interface Reported {
  readonly findings: readonly { readonly fingerprint: string; readonly path: string; readonly severity: string; readonly cost: { readonly state: string; readonly total: number } | null }[];
}

/** The report of the example project in the workspace, recorded by the command line. */
describe('the cost of findings', () => {
  const script = workspaceUri('src/reports/monthly.mjs');
  const profile = workspaceUri('report.cpuprofile');
  const root = workspaceUri('').fsPath;
  let reported: Reported['findings'];

  before(function () {
    this.timeout(120_000);
    cpSync(path.join(REPOSITORY, 'media/example/src/reports'), path.join(root, 'src/reports'), { recursive: true });
    execFileSync('node', [CLI, 'record', '--out', profile.fsPath, '--', 'node', 'src/reports/monthly.mjs', '400'], { cwd: root, stdio: 'pipe' });
    const { stdout } = spawnSync('node', [CLI, '--profile', profile.fsPath, '--format', 'json'], { cwd: root, encoding: 'utf8' });
    reported = (JSON.parse(stdout) as Reported).findings;
  });

  afterEach(async () => {
    await vscode.commands.executeCommand('perfReview.clearProfile');
    await vscode.commands.executeCommand('perfReview.clear');
    await closeAll();
  });

  after(async () => {
    // The grouping is remembered, and other suites look at rules.
    await vscode.commands.executeCommand('perfReview.groupBy', 'rule');
    rmSync(profile.fsPath, { force: true });
    rmSync(path.join(root, 'src/reports'), { recursive: true, force: true });
  });

  async function priced(): Promise<Awaited<ReturnType<typeof snapshot>>> {
    for (;;) {
      const now = await snapshot();
      if (now.findings.length > 0 && now.findings.every(({ cost, ruleId }) => cost !== null || ruleId === 'unused-suppression')) return now;
      await eventually(vscode.languages.onDidChangeDiagnostics, anEvent(), () => `costs; there is ${JSON.stringify(now.findings)}`);
    }
  }

  it('is that of the command line, in the same order, the hot N+1 first', async () => {
    await vscode.commands.executeCommand('perfReview.reviewWorkspace');
    await vscode.commands.executeCommand('perfReview.useProfile', profile);
    await vscode.commands.executeCommand('perfReview.groupByCost');
    const { findings, groups, measured } = await priced();
    assert.deepEqual(groups.flatMap((group) => group.findings), reported.map(({ fingerprint }) => fingerprint));
    assert.equal(groups[0]?.label, 'Measured');
    const [first] = reported;
    const shown = findings.find(({ fingerprint }) => fingerprint === first?.fingerprint);
    assert.ok(shown);
    assert.ok(shown.uri.endsWith('/src/reports/monthly.mjs') && shown.ruleId === 'n-plus-one-request', JSON.stringify(shown));
    assert.deepEqual([shown.cost?.state, shown.cost?.total], ['measured', first?.cost?.total]);
    assert.match(measured ?? '', /^Costs are of .* in report\.cpuprofile/);
  });

  it('is that of the profile that is open in the panel, and goes when it is cleared', async () => {
    await vscode.commands.executeCommand('perfReview.openProfile', profile);
    const { uri } = (await vscode.window.showTextDocument(script)).document;
    await priced();
    assert.ok(findingsOf(uri).some(({ message }) => /\nMeasured: [\d.]+ m?s of .* in this loop; waiting is not in it\.$/.test(message)), findingsOf(uri).map(({ message }) => message).join('\n'));
    assert.ok(findingsOf(uri).some(({ message }) => /\nMeasured: not reached in this run/.test(message)));
    await vscode.commands.executeCommand('perfReview.clearProfile');
    assert.ok(findingsOf(uri).every(({ message }) => !message.includes('Measured')));
    assert.ok((await snapshot()).findings.every(({ cost }) => cost === null));
  });

  it('follows edits', async () => {
    await vscode.commands.executeCommand('perfReview.useProfile', profile);
    const editor = await vscode.window.showTextDocument(script, { preview: false });
    const before = await priced();
    await editor.edit((edit) => edit.insert(new vscode.Position(0, 0), '// above\n\n'));
    await eventually(vscode.languages.onDidChangeDiagnostics, () => (findingsOf(script).some(({ range }) => range.start.line === (before.findings[0]?.range[0] ?? 0) + 2) ? true : undefined), () => 'findings that moved');
    const after = await priced();
    assert.deepEqual(after.findings.map(({ cost }) => cost?.state), before.findings.map(({ cost }) => cost?.state));
  });
});

describe('heat', () => {
  const script = workspaceUri('src/reports/monthly.mjs');
  const profile = workspaceUri('report.cpuprofile');
  const root = workspaceUri('').fsPath;
  const heat = (): Thenable<Record<string, number>> => vscode.commands.executeCommand<Record<string, number>>('perfReview.lineHeat', script);

  before(() => {
    cpSync(path.join(REPOSITORY, 'media/example/src/reports'), path.join(root, 'src/reports'), { recursive: true });
    // Which lines a real run is caught on differs from machine to machine: this one is written.
    writeFileSync(profile.fsPath, JSON.stringify(profileOf(script.fsPath)));
  });
  afterEach(async () => {
    await vscode.commands.executeCommand('perfReview.clearProfile');
    await closeAll();
  });
  after(() => {
    rmSync(profile.fsPath, { force: true });
    rmSync(path.join(root, 'src/reports'), { recursive: true, force: true });
  });

  /** The hover asks the server after the lines did, so both are there when it answers. */
  async function hoverOn(word: string): Promise<string> {
    const document = await vscode.workspace.openTextDocument(script);
    const position = document.positionAt(document.getText().indexOf(word));
    const hovers = await vscode.commands.executeCommand<vscode.Hover[]>('vscode.executeHoverProvider', script, position);
    return hovers.flatMap(({ contents }) => contents).map((each) => (typeof each === 'string' ? each : each.value)).filter((each) => each.includes('itself')).join('\n').replaceAll('&nbsp;', ' ');
  }

  it('is at the ends of lines and in the hover of functions, and goes with the profile', async () => {
    await vscode.window.showTextDocument(script, { preview: false });
    assert.deepEqual(await heat(), {});
    await vscode.commands.executeCommand('perfReview.useProfile', profile);
    assert.match(await hoverOn('valueToday'), /valueToday.*itself.*with what it calls.*Show in Profile/s);
    assert.equal(await hoverOn('addresses'), '', 'it did not run');
    assert.deepEqual(await heat(), { 9: 60_000, 11: 20_000, 22: 10_000, 43: 10_000 });
    await vscode.commands.executeCommand('perfReview.toggleLineHeat');
    assert.deepEqual(await heat(), {});
    await vscode.commands.executeCommand('perfReview.toggleLineHeat');
    await vscode.commands.executeCommand('perfReview.clearProfile');
    assert.deepEqual([await heat(), await hoverOn('valueToday')], [{}, '']);
  });

  it('moves with its lines, and is lost by those that are edited', async () => {
    const editor = await vscode.window.showTextDocument(script, { preview: false });
    await vscode.commands.executeCommand('perfReview.useProfile', profile);
    await hoverOn('valueToday');
    const before = Object.keys(await heat()).map(Number);
    assert.deepEqual(before, [9, 11, 22, 43]);
    await editor.edit((edit) => edit.insert(new vscode.Position(0, 0), '// above\n\n'));
    assert.deepEqual(Object.keys(await heat()).map(Number), before.map((line) => line + 2));
    const [first = 0] = before;
    await editor.edit((edit) => edit.insert(new vscode.Position(first + 2, 3), '/* now */'));
    assert.deepEqual(Object.keys(await heat()).map(Number), before.slice(1).map((line) => line + 2));
    await vscode.commands.executeCommand('undo');
    await vscode.commands.executeCommand('undo');
    assert.deepEqual(Object.keys(await heat()).map(Number), before, 'undone');
  });
});

/** A hundred samples of a millisecond in the example's report; lines and columns of functions are 0-based, those of ticks 1-based. */
function profileOf(file: string): object {
  const url = pathToFileURL(file).href;
  const node = (id: number, functionName: string, lineNumber: number, columnNumber: number, ticks: Record<number, number>, children: readonly number[] = []): object => ({
    id, callFrame: { functionName, scriptId: '1', url: functionName === '(root)' ? '' : url, lineNumber, columnNumber }, children,
    hitCount: Object.values(ticks).reduce((sum, each) => sum + each, 0),
    positionTicks: Object.entries(ticks).map(([line, each]) => ({ line: Number(line), ticks: each })),
  });
  const samples = Array.from({ length: 100 }, (_, at) => (at < 80 ? 3 : at < 90 ? 4 : 2));
  return {
    nodes: [node(1, '(root)', -1, -1, {}, [2]), node(2, '', 0, 0, { 44: 10 }, [3, 4]), node(3, 'valueToday', 5, 25, { 10: 60, 12: 20 }), node(4, 'page', 18, 19, { 23: 10 })],
    samples, timeDeltas: samples.map(() => 1000), startTime: 0, endTime: 101_000,
  };
}

/** True at the second look: after one event. */
function anEvent(): () => true | undefined {
  let looks = 0;
  return () => (looks++ > 0 ? true : undefined);
}
