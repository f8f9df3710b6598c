import assert from 'node:assert/strict';
import { ts } from 'ts-morph';
import { isRunOnce } from '../../src/facts/script-files.js';

const runsOnce = (text: string): boolean => isRunOnce(ts.createSourceFile('a.ts', text, ts.ScriptTarget.Latest, true));

describe('a file that is run once', () => {
  it('leaves the process when its work is done', () => {
    assert.ok(runsOnce('main().then(() => process.exit());'));
    assert.ok(runsOnce('main().catch(report).finally(() => { process.exit(0); });'));
    assert.ok(runsOnce('await main();\nprocess.exit(0);'));
    assert.ok(runsOnce('try { await main(); process.exit(0); } catch { process.exit(1); }'));
    assert.ok(runsOnce('(async () => { await main(); process.exit(0); })();'));
  });

  it('is no server, which leaves when it fails or is told to', () => {
    assert.ok(!runsOnce('main().catch(() => process.exit(1));'));
    assert.ok(!runsOnce('main().then(() => report(), () => process.exit());'));
    assert.ok(!runsOnce("process.on('SIGTERM', () => process.exit(0));"));
    assert.ok(!runsOnce('export function stop() { process.exit(0); }'));
    assert.ok(!runsOnce("app.listen(80);\nclose().then(() => process.exit(0));"));
    assert.ok(!runsOnce('export async function main() { return 1; }'));
  });
});
