import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { main } from '../../src/cli/main.js';
import { FAKE_RULES, FakeSession } from './fake-session.js';

interface Outcome {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

describe('command line', () => {
  let root: string;
  const write = (name: string, text: string) => {
    mkdirSync(path.dirname(path.join(root, name)), { recursive: true });
    writeFileSync(path.join(root, name), text);
  };
  const read = (name: string) => readFileSync(path.join(root, name), 'utf8');

  async function run(...args: string[]): Promise<Outcome> {
    return runWith({ cancel: { aborted: false }, interactive: false, env: {} }, ...args);
  }

  async function runWith({ cancel, interactive, env }: { cancel: { aborted: boolean }; interactive: boolean; env: Record<string, string> }, ...args: string[]): Promise<Outcome> {
    let out = '';
    let err = '';
    const code = await main(args, {
      cwd: root.replaceAll('\\', '/'), env, cancel, version: '9.9.9', rules: FAKE_RULES,
      stdout: { write: (text) => void (out += text), colours: false },
      stderr: { write: (text) => void (err += text), interactive },
      createSession: (options) => new FakeSession(options.root),
      preload: 'preload.cjs',
      pageOf: (id) => (id === 'slow-call' ? '# slow-call\n\nThe page.' : undefined),
    });
    return { code, out, err };
  }

  beforeEach(() => {
    root = realpathSync(mkdtempSync(path.join(tmpdir(), 'perf-review-cli-')));
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  it('exits with 0 without and 1 with findings', async () => {
    write('a.ts', 'fast();\n');
    assert.deepEqual(await run(), { code: 0, out: 'No findings in 1 file\n', err: '' });
    write('a.ts', 'slow();\n');
    const { code, out } = await run();
    assert.equal(code, 1);
    assert.match(out, /^a\.ts:1:1 {2}warning {2}slow-call \(high confidence\)\n {2}slow\(\) waits\n/);
    assert.equal((await run('--max-warnings', '1')).code, 0);
    write('a.ts', 'risky();\n');
    assert.equal((await run('--max-warnings', '1')).code, 1);
  });

  it('exits with 2 and one line on wrong usage', async () => {
    write('a.ts', 'slow();\n');
    write('perf-review.json', '{}');
    assert.deepEqual(await run('nope.ts'), { code: 2, out: '', err: "perf-review: 'nope.ts' does not exist\n" });
    assert.deepEqual(await run('..'), { code: 2, out: '', err: "perf-review: '..' is outside of the working folder; start perf-review there\n" });
    assert.deepEqual(await run('--config', 'x.json'), { code: 2, out: '', err: "perf-review: --config: 'x.json' does not exist\n" });
    assert.deepEqual(await run('--baseline', 'b.json'), { code: 2, out: '', err: "perf-review: --baseline: 'b.json' does not exist; --update-baseline makes it\n" });
    assert.equal((await run('--since', 'main')).code, 2);
    write('perf-review.json', '{\n  "rules": { "slow-cal": "off" }\n}');
    assert.deepEqual(await run(), { code: 2, out: '', err: "perf-review: perf-review.json:2:14: unknown rule 'slow-cal', did you mean 'slow-call'?\n" });
  });

  it('does not read settings from what is not a file', async () => {
    write('a.ts', 'fast();\n');
    mkdirSync(path.join(root, 'folder.json'));
    assert.deepEqual(await run('--config', 'folder.json'), { code: 2, out: '', err: 'perf-review: folder.json is not a file\n' });
    if (process.platform === 'win32') return;
    // Read, this one would end with "No findings": a device without an end would be read for ever.
    symlinkSync('/dev/null', path.join(root, 'perf-review.json'));
    assert.deepEqual(await run(), { code: 2, out: '', err: 'perf-review: perf-review.json is not a file\n' });
  });

  it('names a rule that crashed, exits with 2 and still reports the rest', async () => {
    write('a.ts', 'slow(); crash();\n');
    const { code, out, err } = await run();
    assert.equal(code, 2);
    assert.match(err, /^Internal error of rule slow-call in a\.ts: boom$/m);
    assert.match(out, /slow\(\) waits/);
  });

  it('reports as JSON exactly what other tools rely on', async () => {
    write('src/a.ts', '\uFEFF// é𝕏\n  slow();\n');
    write('src/b.min.ts', 'x');
    const { out, code } = await run('--format', 'json', 'src');
    assert.equal(code, 1);
    const { findings: [{ fingerprint, ...finding }], ...rest } = JSON.parse(out);
    assert.deepEqual(rest, { version: 1, tool: { name: 'perf-review', version: '9.9.9' }, files: 1, skipped: [{ path: 'src/b.min.ts', reason: 'minified' }], errors: [] });
    assert.match(fingerprint, /^[0-9a-f]{16}$/);
    assert.deepEqual(finding, {
      ruleId: 'slow-call', path: 'src/a.ts', line: 2, column: 3, endLine: 2, endColumn: 9, message: 'slow() waits', severity: 'warning', confidence: 'high', cost: null,
      evidence: [{ path: 'src/a.ts', line: 1, column: 1, endLine: 1, endColumn: 2, text: 'the start', certainty: 'proven' }], fixes: [{ title: 'Replace', safety: 'safe', differs: [], queries: null }],
    });
  });

  it('repairs what is safe, keeps line breaks and byte-order mark, and changes nothing the second time', async () => {
    write('a.ts', '\uFEFFslow();\r\nrisky();\r\nslow();\r\n');
    assert.equal((await run('--fix')).code, 1);
    const fixed = '\uFEFFfast();\r\nrisky();\r\nfast();\r\n';
    assert.equal(read('a.ts'), fixed);
    await run('--fix');
    assert.equal(read('a.ts'), fixed);
    assert.equal((await run('--fix-all')).code, 0);
    assert.equal(read('a.ts'), fixed.replace('risky()', 'fast()'));
  });

  it('shows repairs as a diff without writing', async () => {
    write('a.ts', 'risky();\n');
    const { out } = await run('--fix-dry-run', '--fix-all');
    assert.equal(out, '--- a/a.ts\n+++ b/a.ts\n@@ -1,1 +1,1 @@\n-risky();\n+fast();\n');
    assert.equal(read('a.ts'), 'risky();\n');
  });

  it('writes nothing after Ctrl-C', async () => {
    write('a.ts', 'slow();\n');
    assert.equal((await runWith({ cancel: { aborted: true }, interactive: false, env: {} }, '--fix')).code, 130);
    assert.equal(read('a.ts'), 'slow();\n');
  });

  it('accepts findings by a baseline, and does not repair them', async () => {
    write('a.ts', 'slow();\n');
    assert.deepEqual(await run('--baseline', 'b.json', '--update-baseline'), { code: 0, out: 'No findings in 1 file; 1 accepted by the baseline\n', err: 'b.json: 1 accepted, 1 of them new, 0 removed\n' });
    write('a.ts', '// more\nslow();\nfunction f() { slow(); }\n');
    const { code, out } = await run('--baseline', 'b.json', '--fix');
    assert.equal(code, 0, out);
    assert.equal(read('a.ts'), '// more\nslow();\nfunction f() { fast(); }\n');
    write('a.ts', 'fast();\n');
    assert.match((await run('--baseline', 'b.json')).err, /^b\.json: 1 entry has no finding any more/);
  });

  it('accepts findings by comments', async () => {
    write('a.ts', 'slow(); // perf-review-disable-line slow-call -- known\n');
    assert.deepEqual(await run(), { code: 0, out: 'No findings in 1 file; 1 accepted by comments\n', err: '' });
  });

  it('runs only the rules asked for', async () => {
    write('a.ts', 'slow(); risky();\n');
    const { findings } = JSON.parse((await run('--rules', 'risky-call', '--format', 'json')).out);
    assert.deepEqual(findings.map(({ ruleId }: { ruleId: string }) => ruleId), ['risky-call']);
  });

  it('writes a report to a file, and the summary GitHub asks for', async () => {
    write('a.ts', 'slow();\n');
    const summary = path.join(root, 'summary.md');
    const outcome = await runWith({ cancel: { aborted: false }, interactive: true, env: { GITHUB_STEP_SUMMARY: summary, CI: 'true' } }, '--format', 'github', '--output', 'out/report.txt');
    assert.deepEqual(outcome, { code: 1, out: '', err: '' });
    assert.match(read('out/report.txt'), /^::warning file=a\.ts,line=1,endLine=1,col=1,endColumn=7,title=slow-call/);
    assert.match(readFileSync(summary, 'utf8'), /## Perf Review/);
  });

  it('tells progress only to someone who watches', async () => {
    write('a.ts', 'fast();\n');
    assert.match((await runWith({ cancel: { aborted: false }, interactive: true, env: {} })).err, /Reviewing 0 of 1 files/);
    assert.equal((await runWith({ cancel: { aborted: false }, interactive: true, env: { CI: '1' } })).err, '');
  });

  it('answers questions about itself', async () => {
    assert.match((await run('--help')).out, /Usage: perf-review \[options\] \[file\|folder \.\.\.\]/);
    assert.equal((await run('--version')).out, '9.9.9\n');
    assert.match((await run('--list-rules')).out, /^slow-call +async +warning +Slow$/m);
    assert.equal((await run('--explain', 'slow-call')).out, '# slow-call\n\nThe page.\n');
    assert.match((await run('--timing')).err, /No files to review/);
    write('a.ts', 'slow();\n');
    assert.match((await run('--timing')).err, /^slow-call +1\.5 +100\.0 %$/m);
  });
});
