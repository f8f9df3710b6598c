import assert from 'node:assert/strict';
import { mkdtempSync, realpathSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { main } from '../../src/cli/main.js';
import { FAKE_RULES, FakeSession } from './fake-session.js';

interface JsonReport {
  readonly findings: readonly { readonly line: number; readonly severity: string; readonly cost: { readonly state: string; readonly total: number; readonly demotedFrom: string | null } | null }[];
  readonly profile?: { readonly run: number };
}

const TEXT = `function hot() {
  slow();
}
function warm() {
  slow();
}
function cold() {
  slow();
}
`;

describe('command line with --profile', () => {
  let root: string;
  const file = (name: string) => path.join(root, name);

  async function run(...args: string[]): Promise<{ readonly code: number; readonly out: string; readonly err: string }> {
    let out = '';
    let err = '';
    const code = await main(args, {
      cwd: root.replaceAll('\\', '/'), env: {}, cancel: { aborted: false }, version: '9.9.9', rules: FAKE_RULES, preload: '',
      stdout: { write: (text) => void (out += text), colours: false },
      stderr: { write: (text) => void (err += text), interactive: false },
      createSession: (options) => new FakeSession(options.root),
      pageOf: () => undefined,
    });
    return { code, out, err };
  }

  /** So many samples of a millisecond each; what is called as in the text, on the line after its beginning. */
  function writeProfile(name: string, samples: Readonly<Record<string, number>>, url = pathToFileURL(file('a.ts')).href): void {
    const places: Readonly<Record<string, number>> = { hot: 0, warm: 3, cold: 6 };
    const entries = Object.entries(samples);
    const node = (functionName: string, index: number, count: number) => {
      const line = places[functionName];
      const callFrame = line === undefined ? { functionName, scriptId: '0', url: '', lineNumber: -1, columnNumber: -1 } : { functionName, scriptId: '1', url, lineNumber: line, columnNumber: 9 + functionName.length };
      return { id: index + 2, callFrame, hitCount: count, ...(line === undefined ? {} : { positionTicks: [{ line: line + 2, ticks: count }] }) };
    };
    const ids = entries.flatMap(([, count], index) => new Array<number>(count).fill(index + 2));
    writeFileSync(file(name), JSON.stringify({
      nodes: [{ id: 1, callFrame: { functionName: '(root)', scriptId: '0', url: '', lineNumber: -1, columnNumber: -1 }, hitCount: 0, children: entries.map((_, index) => index + 2) }, ...entries.map(([functionName, count], index) => node(functionName, index, count))],
      startTime: 0, endTime: ids.length * 1000, samples: ids, timeDeltas: ids.map((_, index) => (index === 0 ? 0 : 1000)),
    }));
    utimesSync(file('a.ts'), new Date(0), new Date(0));
  }

  beforeEach(() => {
    root = realpathSync(mkdtempSync(path.join(tmpdir(), 'perf-review-profile-')));
    writeFileSync(file('a.ts'), TEXT);
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  it('orders findings by what they cost, demotes what is cheap and says why', async () => {
    writeProfile('run.cpuprofile', { warm: 1000, hot: 4000, cold: 3 });
    const { code, out } = await run('--profile', 'run.cpuprofile');
    assert.equal(code, 1);
    assert.deepEqual([...out.matchAll(/^a\.ts:(\d+):3 {2}(\w+)|^ {2}(measured: .*)$/gm)].map(([, line, severity, measured]) => measured ?? `${line} ${severity}`), [
      '2 warning', 'measured: 4.00 s of 5.00 s (80.0 %) in this statement; waiting is not in it',
      '5 warning', 'measured: 1.00 s of 5.00 s (20.0 %) in this statement; waiting is not in it',
      '8 information', 'measured: cheap here: at most 9.46 ms of 5.00 s, all waiting of the run included, hence below warning',
    ]);
    assert.match(out, /\nCosts are of 5\.00 s in run\.cpuprofile\. A CPU profile does not see waiting: /);
  });

  it('fills the cost in JSON, which is null without a profile', async () => {
    writeProfile('run.cpuprofile', { '(idle)': 500, warm: 300, hot: 200 });
    const { findings, profile } = JSON.parse((await run('--format', 'json', '--profile', 'run.cpuprofile')).out) as JsonReport;
    assert.deepEqual(findings.map(({ line, cost }) => [line, cost?.state, cost?.total]), [[5, 'measured', 300_000], [2, 'measured', 200_000], [8, 'not-seen', 0]]);
    assert.equal(profile?.run, 500_000);
    const without = JSON.parse((await run('--format', 'json')).out) as JsonReport;
    assert.deepEqual(without.findings.map(({ line, cost }) => [line, cost]), [[2, null], [5, null], [8, null]]);
    assert.equal(without.profile, undefined);
  });

  it('adds several profiles together', async () => {
    writeProfile('one.cpuprofile', { hot: 100, warm: 50 });
    writeProfile('two.cpuprofile', { warm: 100 });
    const { findings } = JSON.parse((await run('--format', 'json', '--profile', 'one.cpuprofile', '--profile', 'two.cpuprofile')).out) as JsonReport;
    assert.deepEqual(findings.map(({ line, cost }) => [line, cost?.total]), [[5, 150_000], [2, 100_000], [8, 0]]);
  });

  it('follows a run of another machine to the same files here, and says so', async () => {
    writeProfile('run.cpuprofile', { warm: 100, hot: 200 }, 'file:///container-of-test/work/a.ts');
    const { out } = await run('--profile', 'run.cpuprofile');
    assert.match(out, /^a\.ts:2:3 .*\n(?:.*\n)?  measured: 200 ms of 300 ms/m);
    assert.match(out, /\nCosts are of 300 ms in run\.cpuprofile\. It was recorded elsewhere, and is shown by files here that end alike and have the same functions: 1 file of \/container-of-test\/work as of /);
  });

  it('refuses what is no profile in one sentence', async () => {
    writeFileSync(file('empty.cpuprofile'), '');
    writeFileSync(file('text.cpuprofile'), 'hello');
    writeFileSync(file('memory.heapprofile'), JSON.stringify({ head: { callFrame: { functionName: '(root)', scriptId: '0', url: '', lineNumber: -1, columnNumber: -1 }, selfSize: 8, id: 1, children: [] }, samples: [] }));
    for (const [name, words] of [['nope.cpuprofile', /does not exist$/], ['.', /is not a file$/], ['empty.cpuprofile', /The file is empty/], ['text.cpuprofile', /'text\.cpuprofile': .+\.$/], ['memory.heapprofile', /is of memory/]] as const) {
      const { code, out, err } = await run('--profile', name);
      assert.equal(code, 2, name);
      assert.equal(out, '');
      assert.match(err, /^perf-review: --profile: [^\n]+\n$/);
      assert.match(err.trim(), words);
    }
  });

  it('says so in every format', async () => {
    writeProfile('run.cpuprofile', { hot: 4000, cold: 3 });
    const as = async (format: string) => (await run('--format', format, '--profile', 'run.cpuprofile')).out;
    assert.match(await as('html'), /<p class="cost measured">Measured: 4\.00 s of 4\.00 s[^<]*<\/p>/);
    assert.match(await as('github'), /^::warning file=a\.ts,line=2,[^\n]*%0Ameasured: 4\.00 s of/);
    const sarif = JSON.parse(await as('sarif')) as { runs: [{ results: { rank: number; message: { text: string }; properties: { cost: { state: string } } }[] }] };
    const results = sarif.runs[0].results;
    assert.deepEqual(results.map(({ rank, properties }) => [properties.cost.state, rank]), [['measured', 100], ['not-seen', 45], ['cheap', 10]]);
    assert.match(results[0]?.message.text ?? '', /\nMeasured: 4\.00 s of/);
  });
});
