import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { closeAll, codeActions, eventually, findingsOf, open, replaceAll, snapshot, waitForFindings } from '../editor.js';

// Two independent reads, one after another for nothing.
const SERIAL = `import { readFile } from "node:fs/promises";

export async function both(): Promise<string> {
  const first = await readFile("a.txt", "utf8");
  const second = await readFile("b.txt", "utf8");
  return first + second;
}
`;

const TOGETHER = `import { readFile } from "node:fs/promises";

export async function both(): Promise<string> {
  const [first, second] = await Promise.all([
    readFile("a.txt", "utf8"),
    readFile("b.txt", "utf8"),
  ]);
  return first + second;
}
`;

// Who writes wants to know how far it came when one fails: a repair that is previewed.
const WRITES = `import { writeFile } from "node:fs/promises";

export async function report(lines: string[]): Promise<void> {
  await writeFile("a.txt", lines.join());
  await writeFile("b.txt", lines.join());
}
`;

const WRITES_TOGETHER = `import { writeFile } from "node:fs/promises";

export async function report(lines: string[]): Promise<void> {
  await Promise.all([
    writeFile("a.txt", lines.join()),
    writeFile("b.txt", lines.join()),
  ]);
}
`;

/** Functions with a safe finding each, of two rules. */
const pair = (name: string, first: string, second: string): string => `
export async function ${name}(path: string): Promise<string> {
${first}${second}  return first + second;
}
`;
const serial = ['  const first = await readFile(path, "utf8");\n', '  const second = await readFile(path + "2", "utf8");\n'] as const;
const FIVE = `import { readFile } from "node:fs/promises";
${['a', 'b', 'c'].map((name) => pair(name, ...serial)).join('')}${['d', 'e'].map((name) => pair(name, '  const [first, second] = await Promise.all([\n    await readFile(path, "utf8"),\n', '    readFile(path + "2", "utf8"),\n  ]);\n')).join('')}`;
const FIVE_TOGETHER = `import { readFile } from "node:fs/promises";
${['a', 'b', 'c', 'd', 'e'].map((name) => pair(name, '  const [first, second] = await Promise.all([\n    readFile(path, "utf8"),\n', '    readFile(path + "2", "utf8"),\n  ]);\n')).join('')}`;

describe('repairs', () => {
  afterEach(closeAll);

  async function withText(text: string, findings = 1): Promise<{ editor: vscode.TextEditor; finding: vscode.Diagnostic }> {
    const editor = await open('src/totals.ts');
    await replaceAll(editor, text);
    const [finding] = await waitForFindings(editor.document.uri, (all) => all.length === findings, 'the awaits that could run together');
    assert.ok(finding);
    return { editor, finding };
  }

  /** Begins the fix as the view does, and waits for its preview. */
  async function previewed({ document }: vscode.TextEditor): Promise<{ readonly over: Thenable<void> }> {
    const found = (await snapshot()).findings.find(({ uri, fixable }) => fixable && uri === document.uri.toString());
    assert.ok(found);
    const [line, character, endLine, endCharacter] = found.range;
    const over = vscode.commands.executeCommand<void>('perfReview.fix', { ...found, uri: document.uri, range: new vscode.Range(line, character, endLine, endCharacter) });
    const isPreview = ({ input }: vscode.Tab): boolean => input instanceof vscode.TabInputTextDiff && input.modified.scheme === 'perf-review-fixed';
    await eventually(vscode.window.tabGroups.onDidChangeTabs, () => vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs).find(isPreview), () => 'the preview');
    return { over };
  }

  async function answer({ over }: { readonly over: Thenable<void> }, command: 'perfReview.applyPreview' | 'perfReview.discardPreview'): Promise<void> {
    await vscode.commands.executeCommand(command);
    await over;
  }

  it('give exactly the text that was checked', async () => {
    const { editor, finding } = await withText(SERIAL);
    const actions = await codeActions(editor.document.uri, finding.range, vscode.CodeActionKind.QuickFix);
    const fix = actions.find(({ edit, isPreferred }) => edit && isPreferred) ?? actions.find(({ edit }) => edit);
    assert.ok(fix?.edit, `a fix among ${JSON.stringify(actions.map(({ title }) => title))}`);
    assert.ok(await vscode.workspace.applyEdit(fix.edit));
    assert.equal(editor.document.getText(), TOGETHER);
    await waitForFindings(editor.document.uri, (all) => all.length === 0, 'no finding after the repair');
  });

  it('that may behave differently are previewed, made when that is applied, and undone in one step', async () => {
    const { editor, finding } = await withText(WRITES);
    const actions = await codeActions(editor.document.uri, finding.range, vscode.CodeActionKind.QuickFix);
    const offered = actions.find(({ title }) => title.endsWith('(opens a preview)'));
    assert.ok(offered, JSON.stringify(actions.map(({ title }) => title)));
    assert.deepEqual([offered.isPreferred === true, offered.edit], [false, undefined], 'it is not made by picking it');
    await answer(await previewed(editor), 'perfReview.discardPreview');
    assert.equal(editor.document.getText(), WRITES, 'nothing is made that was not wanted');
    await answer(await previewed(editor), 'perfReview.applyPreview');
    assert.equal(editor.document.getText(), WRITES_TOGETHER);
    await vscode.window.showTextDocument(editor.document);
    await vscode.commands.executeCommand('undo');
    assert.equal(editor.document.getText(), WRITES, 'one undo takes it back');
  });

  it('are refused when the document changes meanwhile', async () => {
    const { editor } = await withText(WRITES);
    const started = await previewed(editor);
    const { document } = editor;
    const moved = new vscode.WorkspaceEdit();
    moved.insert(document.uri, new vscode.Position(0, 0), '// moved\n');
    assert.ok(await vscode.workspace.applyEdit(moved));
    await answer(started, 'perfReview.applyPreview');
    assert.equal(document.getText(), `// moved\n${WRITES}`);
  });

  it('are taken together by source.fixAll.perfReview, five of two rules, and undone in one step', async () => {
    const { editor, finding } = await withText(FIVE, 5);
    const [fixAll] = await codeActions(editor.document.uri, finding.range, vscode.CodeActionKind.SourceFixAll.append('perfReview'));
    assert.equal(fixAll?.kind?.value, 'source.fixAll.perfReview');
    assert.ok(fixAll.edit);
    assert.ok(await vscode.workspace.applyEdit(fixAll.edit));
    assert.equal(editor.document.getText(), FIVE_TOGETHER);
    await waitForFindings(editor.document.uri, (all) => all.length === 0, 'no finding after the repairs');
    await vscode.commands.executeCommand('undo');
    assert.equal(editor.document.getText(), FIVE);
  });

  it('are taken together by the command, in a file, safe ones alone', async () => {
    const { editor } = await withText(FIVE, 5);
    const { document } = editor;
    const result = await vscode.commands.executeCommand<{ fixes: number; files: number }>('perfReview.fixAll', { uris: [document.uri.toString()] }, 'safe');
    assert.deepEqual([result.fixes, result.files], [5, 1]);
    assert.equal(document.getText(), FIVE_TOGETHER);
    await replaceAll(editor, WRITES);
    const none = await vscode.commands.executeCommand<{ fixes: number }>('perfReview.fixAll', { uris: [document.uri.toString()] }, 'safe');
    assert.deepEqual([none.fixes, document.getText()], [0, WRITES]);
  });

  it('can be declined by a comment with a reason', async () => {
    const { editor, finding } = await withText(SERIAL);
    const { document } = editor;
    const disable = (await codeActions(document.uri, finding.range, vscode.CodeActionKind.QuickFix)).find(({ title }) => /^Disable .* for this line/.test(title));
    assert.ok(disable?.command, 'asks for a reason');
    const before = document.version;
    const asked = vscode.commands.executeCommand(disable.command.command, ...(disable.command.arguments ?? []), 'measured: both are in the page cache');
    await asked;
    assert.ok(document.version > before);
    assert.match(document.getText(), /\/\/ perf-review-disable-next-line [a-z-]+ -- measured: both are in the page cache\n/);
    await waitForFindings(document.uri, (all) => all.length === 0, 'a disabled finding to go');
  });

  it('are refused when the text has moved on', async () => {
    const { editor, finding } = await withText(SERIAL);
    const actions = await codeActions(editor.document.uri, finding.range, vscode.CodeActionKind.QuickFix);
    assert.ok(actions.length > 0);
    await replaceAll(editor, 'export const nothing = 1;\n');
    await waitForFindings(editor.document.uri, (all) => all.length === 0, 'no finding');
    assert.deepEqual(await codeActions(editor.document.uri, new vscode.Range(0, 0, 0, 5), vscode.CodeActionKind.QuickFix), []);
    assert.deepEqual(findingsOf(editor.document.uri), []);
  });
});
