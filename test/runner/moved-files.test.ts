import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { ProfileBuilder } from '../../src/profile/formats/profile-builder.js';
import type { Capture, ProfileSet } from '../../src/profile/profile.js';
import { authoredSet } from '../../src/runner/authored-set.js';
import { sharedEnd, suffixMatches } from '../../src/runner/suffix-matches.js';
import { FunctionPlaces } from '../../src/syntax/function-places.js';

const TEXT = `export function total(items) {
  return items.reduce((sum, each) => sum + each, 0);
}

export class Cart {
  add(item) {
    return total([item]);
  }
}
`;
/** Where V8 has the functions of `TEXT`, 1-based. */
const TOTAL = ['total', 1, 22] as const;
const ADD = ['add', 6, 6] as const;
type Called = readonly [name: string, line: number, column: number];

describe('a profile of another machine', () => {
  let root: string;
  const put = (name: string, text: string): void => {
    mkdirSync(path.dirname(path.join(root, name)), { recursive: true });
    writeFileSync(path.join(root, name), text);
  };
  beforeEach(() => {
    root = realpathSync(mkdtempSync(path.join(tmpdir(), 'perf-review-moved-')));
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  const profileOf = (calls: readonly (readonly [url: string, ...Called])[], capture?: Partial<Capture>): ProfileSet => {
    const builder = new ProfileBuilder();
    for (const [url, name, line, column] of calls) builder.sample(builder.call(builder.root, builder.frame(name, url, line, column)), 1000);
    return {
      profiles: [builder.build({ name: 'run', kind: 'cpu', unit: 'microseconds', timed: true })],
      capture: capture === undefined ? undefined : { version: 1, pid: 1, threadId: 0, parentPid: 0, title: '', arguments: [], workingFolder: '/app', sourceMaps: {}, ...capture },
    };
  };
  const shown = async (set: ProfileSet, folder = 'shop') => {
    const { profiles: [profile], moved, capture } = await authoredSet(set, { folders: [path.join(root, folder)], functions: () => FunctionPlaces.of });
    assert.ok(profile);
    const here = (url: string): string => url.replace(`file://${root}/`, '');
    const { frames } = profile;
    return { urls: Array.from(frames.url, (url) => here(frames.strings[url] ?? '')).slice(1), notes: profile.notes, moved, reached: capture?.reached?.map(({ url }) => here(url)) };
  };

  it('is shown by the files here that have its functions, and says so', async () => {
    put('shop/packages/api/src/cart.js', TEXT);
    put('shop/packages/web/cart.js', TEXT);
    const url = 'file:///container-of-test/src/cart.js';
    const reached = [{ url, functions: [{ name: 'total', line: 1, column: 8, endLine: 3, endColumn: 2, calls: 1 }] }];
    const found = await shown(profileOf([[url, ...TOTAL], [url, ...ADD], ['/container-of-test/src/cart.js', ...ADD]], { reached }));
    assert.deepEqual(found.urls, Array(3).fill('shop/packages/api/src/cart.js'));
    assert.deepEqual(found.reached, ['shop/packages/api/src/cart.js']);
    assert.equal(found.moved, `It was recorded elsewhere, and is shown by files here that end alike and have the same functions: 1 file of /container-of-test as of ${root}/shop/packages/api.`);
    assert.deepEqual(found.notes, [found.moved]);
  });

  it('takes a file without names along with others of its folder', async () => {
    put('shop/src/cart.js', TEXT);
    put('shop/src/main.js', 'setTimeout(() => {});\n');
    const main = ['C:\\container\\src\\main.js', '', 1, 12] as const;
    assert.deepEqual((await shown(profileOf([main, ['C:\\container\\src\\cart.js', ...ADD]]))).urls, ['shop/src/main.js', 'shop/src/cart.js']);
    assert.deepEqual((await shown(profileOf([main]))).urls, ['C:\\container\\src\\main.js']);
  });

  it('stays where it is when several files may be meant, when functions are others, or when the file is on this machine', async () => {
    put('shop/a/src/cart.js', TEXT);
    put('shop/b/src/cart.js', TEXT);
    put('shop/total.js', `\n${TEXT}`);
    put('elsewhere/only.js', TEXT);
    put('shop/only.js', TEXT);
    put('shop/node_modules/lib/lib.js', TEXT);
    put('shop/.hidden/hidden.js', TEXT);
    for (const url of ['/container-of-test/src/cart.js', '/container-of-test/total.js', '/container-of-test/node_modules/lib/only.js', '/container-of-test/lib.js', '/container-of-test/hidden.js', 'https://host/only.js', '//host/only.js', 'only.js', `${root}/elsewhere/only.js`]) {
      const { urls, moved } = await shown(profileOf([[url, ...TOTAL], [url, ...ADD]]));
      assert.deepEqual([urls, moved], [[url, url].map((each) => each.replace(`file://${root}/`, '')), undefined], url);
    }
  });

  it('never leads out of the folders', async function () {
    if (process.platform === 'win32') this.skip();
    put('secret/cart.js', TEXT);
    put('shop/readme', '');
    symlinkSync(path.join(root, 'secret'), path.join(root, 'shop/linked'));
    symlinkSync(path.join(root, 'secret/cart.js'), path.join(root, 'shop/cart.js'));
    for (const url of ['/container-of-test/cart.js', '/container-of-test/../shop/../secret/cart.js']) assert.deepEqual((await shown(profileOf([[url, ...TOTAL]]))).urls, [url]);
  });

  it('is led on by maps in memory to files here', async () => {
    put('shop/src/cart.ts', TEXT);
    const url = 'file:///container-of-test/src/cart.ts';
    // Two lines further down in what ran.
    const map = JSON.stringify({ version: 3, sources: [url], names: [], mappings: `;;AAAA,gBAAgB,KAAK;;;;;EAKnB,GAAG` });
    const { urls } = await shown(profileOf([[url, 'add', 8, 6]], { sourceMaps: { [url]: map } }));
    assert.deepEqual(urls, ['shop/src/cart.ts']);
  });
});

describe('paths that end alike', () => {
  const paths = fc.array(fc.array(fc.constantFrom('a', 'b', 'c', 'x.js', 'y.js'), { minLength: 1, maxLength: 4 }).map((parts) => `/${parts.join('/')}`), { maxLength: 8 });

  it('are matched by the longest end, once each, and never where two are as good', () => {
    fc.assert(fc.property(paths, paths, (foreign, local) => {
      const matches = suffixMatches(foreign, [...new Set(local)]);
      assert.equal(new Set(matches.values()).size, matches.size);
      for (const [path, match] of matches) {
        const shared = sharedEnd(path, match);
        assert.ok(shared > 0);
        for (const other of new Set(local)) assert.ok(other === match || sharedEnd(path, other) < shared);
      }
    }));
  });
});
