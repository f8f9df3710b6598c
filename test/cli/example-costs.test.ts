import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const CLI = path.resolve('dist/cli.js');

interface Reported {
  readonly ruleId: string;
  readonly path: string;
  readonly cost: { readonly state: string; readonly share: number; readonly text: string };
}

describe('the example project, recorded and reviewed with its profile', () => {
  let root: string;
  let text: string;
  let findings: readonly Reported[];

  before(function () {
    this.timeout(120_000);
    assert.ok(existsSync(CLI), 'build first: node esbuild.mjs');
    root = realpathSync(mkdtempSync(path.join(tmpdir(), 'perf-review-example-')));
    cpSync('media/example', root, { recursive: true });
    execFileSync(process.execPath, [CLI, 'record', '--out', 'report.cpuprofile', '--', process.execPath, 'src/reports/monthly.mjs', '400'], { cwd: root, stdio: 'pipe' });
    const review = (...args: string[]): string => spawnSync(process.execPath, [CLI, '--no-types', '--profile', 'report.cpuprofile', ...args], { cwd: root, encoding: 'utf8' }).stdout;
    text = review();
    findings = (JSON.parse(review('--format', 'json')) as { findings: readonly Reported[] }).findings;
  });
  after(() => rmSync(root, { recursive: true, force: true }));

  it('has the hot N+1 first', () => {
    assert.deepEqual([findings[0]?.ruleId, findings[0]?.path], ['n-plus-one-request', 'src/reports/monthly.mjs']);
    assert.match(findings[0]?.cost.text ?? '', /^[\d.]+ m?s of [\d.]+ m?s \([\d.]+ %\) in this loop$/);
    assert.ok((findings[0]?.cost.share ?? 0) > 0.1, `${findings[0]?.cost.share} of the run`);
  });

  it('says what was not reached', () => {
    const unreached = findings.filter((each) => each.path === 'src/reports/monthly.mjs').slice(1);
    assert.deepEqual(unreached.map(({ ruleId }) => ruleId), ['n-plus-one-request']);
    assert.match(unreached[0]?.cost.text ?? '', /^not reached in this run$/);
  });

  it('has the same order as text, with the words about waiting', () => {
    const places = [...text.matchAll(/^(\S+):\d+:\d+ {2}(?:warning|information)/gm)].map(([, file]) => file);
    assert.deepEqual(places, findings.map((each) => each.path));
    assert.match(text, /^Costs are of .* in report\.cpuprofile\b.*A CPU profile does not see waiting/m);
  });
});
