import assert from 'node:assert/strict';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { main } from '../../src/cli/main.js';
import { parseProfileArguments, profileCommand } from '../../src/cli/profile.js';
import type { Surroundings } from '../../src/cli/surroundings.js';
import { UsageError } from '../../src/cli/usage-error.js';
import { readProfile } from '../../src/profile/formats/index.js';
import { selfByStack } from '../support/profiles/sound-profile.js';

/** Two seconds: main calls work twice over by recursion, and the machine idles. */
const CPU = {
  nodes: [
    node(1, '(root)', [2, 5, 6], ''),
    node(2, 'main', [3]), node(3, 'work', [4]), node(4, 'work', []),
    node(5, '(idle)', [], ''), node(6, '(garbage collector)', [], ''),
  ],
  startTime: 0, endTime: 2_000_000,
  samples: [2, 3, 4, 5, 6], timeDeltas: [0, 100_000, 400_000, 1_000_000, 300_000],
};
const HEAP = { head: { callFrame: frame('(root)', ''), selfSize: 0, id: 1, children: [{ callFrame: frame('keep'), selfSize: 4096, id: 2, children: [] }] } };

function frame(functionName: string, url?: string): object {
  return { functionName, scriptId: '1', url: url ?? 'file:///project/shop/src/a.ts', lineNumber: url === '' ? -1 : 9, columnNumber: url === '' ? -1 : 3 };
}

function node(id: number, functionName: string, children: readonly number[], url?: string): object {
  return { id, callFrame: frame(functionName, url), hitCount: 1, children };
}

describe('perf-review profile', () => {
  let root: string;
  const put = (name: string, content: unknown): void => writeFileSync(path.join(root, name), typeof content === 'string' || content instanceof Uint8Array ? content : JSON.stringify(content));
  const run = async (...args: string[]): Promise<string> => {
    let out = '';
    const surroundings = { cwd: root, version: '9.9.9', stdout: { write: (text: string) => void (out += text), colours: false } } as unknown as Surroundings;
    assert.equal(await profileCommand.run(args, surroundings), 0);
    return out;
  };

  beforeEach(() => {
    root = realpathSync(mkdtempSync(path.join(tmpdir(), 'perf-review-profile-')));
    put('a.cpuprofile', CPU);
    put('a.heapprofile', HEAP);
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  it('names hot functions with what they cost, recursion counted once', async () => {
    const { samples, nodes, functions, duration_us, self_sum_us, top, ...rest } = JSON.parse(await run('a.cpuprofile', '--format', 'json'));
    assert.deepEqual({ samples, nodes, functions, duration_us, self_sum_us }, { samples: 5, nodes: 6, functions: 5, duration_us: 2_000_000, self_sum_us: 2_000_000 });
    const work = { name: 'work', url: 'file:///project/shop/src/a.ts', line: 10, self_us: 1_400_000, total_us: 1_400_000 };
    assert.deepEqual(pick(top[0], work), work);
    assert.deepEqual(top.map((each: { name: string; self_us: number }) => [each.name, each.self_us]), [['work', 1_400_000], ['main', 100_000]]);
    assert.deepEqual([rest.idle_us, rest.garbage_collector_us, rest.version], [300_000, 200_000, 1]);
  });

  it('begins its JSON with the keys that others rely on', async () => {
    const keys = Object.keys(JSON.parse(await run('a.cpuprofile', '--format', 'json')));
    assert.deepEqual(keys.slice(0, 6), ['samples', 'nodes', 'functions', 'duration_us', 'self_sum_us', 'top']);
    const { top } = JSON.parse(await run('a.cpuprofile', '--format', 'json')) as { top: object[] };
    for (const each of top) assert.deepEqual(Object.keys(each).slice(0, 5), ['name', 'url', 'line', 'self_us', 'total_us']);
  });

  it('says in text what is hot, what nobody spent, and what the profile cannot see', async () => {
    const text = await run('a.cpuprofile');
    assert.match(text, /^a\.cpuprofile: 5 samples in 2\.00 s, 5 functions, 6 calls by different paths\nidle 300 ms \(15\.0 %\), garbage collector 200 ms \(10\.0 %\)\n/);
    assert.match(text, /\n1\.40 s +70\.0 % +1\.40 s +work +\/project\/shop\/src\/a\.ts:10\n/);
    assert.match(text, /waits for a database.* is not in it/);
    assert.doesNotMatch(await run('a.cpuprofile', '--top', '1'), / main /);
  });

  it('says bytes of allocations', async () => {
    assert.match(await run('a.heapprofile'), /4\.00 KiB +100 % +4\.00 KiB +keep/);
    const { duration_us, self_sum_bytes, top } = JSON.parse(await run('a.heapprofile', '--format', 'json'));
    assert.deepEqual([duration_us, self_sum_bytes, top[0].self_bytes], [null, 4096, 4096]);
  });

  it('adds up threads, shows them apart when asked, and keeps time and bytes apart', async () => {
    put('b.cpuprofile', CPU);
    const together = JSON.parse(await run('a.cpuprofile', 'b.cpuprofile', '--format', 'json'));
    assert.deepEqual([together.duration_us, together.top[0].self_us, together.profiles.length, together.profiles[1].duration_us], [4_000_000, 2_800_000, 2, 2_000_000]);
    assert.match(await run('a.cpuprofile', 'a.heapprofile', 'b.cpuprofile'), /^2 profiles \(a\.cpuprofile, b\.cpuprofile\): 4\.00 s[^]*\na\.heapprofile: 4\.00 KiB/);
    assert.match(await run('a.cpuprofile', 'b.cpuprofile', '--apart'), /^a\.cpuprofile: [^]*\nb\.cpuprofile: /);
  });

  it('writes the same profile in other formats', async () => {
    const cpu = readProfile(readFileSync(path.join(root, 'a.cpuprofile')), 'a.cpuprofile').profiles[0];
    assert.ok(cpu);
    for (const format of ['speedscope', 'pprof', 'collapsed']) {
      assert.equal(await run('a.cpuprofile', '--format', format, '--out', 'out'), '');
      const bytes = readFileSync(path.join(root, 'out'));
      const [again] = readProfile(format === 'pprof' ? gunzipSync(bytes) : bytes, 'out').profiles;
      assert.ok(again);
      assert.deepEqual(selfByStack(again), selfByStack(cpu), format);
    }
    assert.match(await run('a.cpuprofile', '--format', 'markdown'), /^# Profile: a\.cpuprofile\n[^]*\| 1\.40 s \| 70\.0 % \| 1\.40 s \| `work` \| `\/project\/shop\/src\/a\.ts:10` \|/);
  });

  it('reads packed files', async () => {
    put('a.cpuprofile.gz', gzipSync(JSON.stringify(CPU)));
    assert.equal(JSON.parse(await run('a.cpuprofile.gz', '--format', 'json')).samples, 5);
  });

  it('shows names as text, whatever they hold', async () => {
    put('evil.cpuprofile', JSON.stringify(CPU).replaceAll('"work"', JSON.stringify('<script>alert(1)</script>|`x`\u001b[2J\n# head \u202e')));
    const text = await run('evil.cpuprofile');
    assert.doesNotMatch(text, /[\u001b\u202e]/);
    const markdown = await run('evil.cpuprofile', '--format', 'markdown');
    assert.match(markdown, /\| `` <script>alert\(1\)<\/script>\\\|`x` \[2J # head/);
    assert.doesNotMatch(markdown, /\n# head/);
  });

  it('refuses in a line what it cannot do', async () => {
    put('empty.cpuprofile', '');
    put('other.txt', 'nothing of the kind');
    await assert.rejects(run('empty.cpuprofile'), (error: Error) => error instanceof UsageError && /^'empty\.cpuprofile': The file is empty/.test(error.message));
    await assert.rejects(run('other.txt'), /'other\.txt': The file is no profile that can be read here/);
    await assert.rejects(run('missing.cpuprofile'), /'missing\.cpuprofile' does not exist/);
    await assert.rejects(run('a.cpuprofile', '--format', 'pprof'), /name a file with --out/);
    assert.ok(!existsSync(path.join(root, 'out')));
    for (const args of [[], ['a', '--format', 'yaml'], ['a', '--top', 'many'], ['a', '--nope']]) assert.throws(() => parseProfileArguments(args), UsageError);
    assert.equal(parseProfileArguments(['--help']), undefined);
  });

  it('ends with 2 and one sentence on what is no profile, and so does comparing with it', async () => {
    put('empty.cpuprofile', '');
    put('cut.cpuprofile', '{"nodes":[');
    put('none.cpuprofile', { nodes: [], samples: [] });
    put('noise.cpuprofile', Uint8Array.from({ length: 3000 }, (_, index) => (index * 7919) % 251));
    put('broken.cpuprofile.gz', Uint8Array.from([0x1f, 0x8b, 8, 0, 1, 2, 3]));
    mkdirSync(path.join(root, 'folder'));
    const ends = async (...args: string[]): Promise<string> => {
      let out = '';
      let err = '';
      const surroundings = { cwd: root, env: {}, version: '9.9.9', rules: [], stdout: { write: (text: string) => void (out += text), colours: false }, stderr: { write: (text: string) => void (err += text), interactive: false } };
      assert.deepEqual([await main(args, surroundings as unknown as Surroundings), out], [2, ''], args.join(' '));
      return err;
    };
    for (const name of ['empty.cpuprofile', 'cut.cpuprofile', 'none.cpuprofile', 'noise.cpuprofile', 'broken.cpuprofile.gz', 'missing', 'a.cpuprofile/below', 'folder']) {
      for (const args of [['profile', name], ['profile', 'a.cpuprofile', name], ['compare', name, '--with', 'a.cpuprofile'], ['compare', 'a.cpuprofile', '--with', name]]) {
        assert.match(await ends(...args), new RegExp(`^perf-review: '${name.replaceAll('.', '\\.')}'[^\n]+\n$`), args.join(' '));
      }
    }
  });
});

function pick(from: Record<string, unknown>, keys: object): Record<string, unknown> {
  return Object.fromEntries(Object.keys(keys).map((key) => [key, from[key]]));
}
