import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createSession } from '../../src/engine/session.js';
import { diskHost, withSlashes, type FileHost } from '../../src/syntax/file-host.js';
import { typingsFolder } from './typings.js';

const TYPES_OF = /\.d\.[cm]?ts$/;

/** One program beside the installed typings, in which `gone` is not there: an older version that cannot count yet. */
function hostOf(path: string, text: string, gone?: RegExp): FileHost {
  return {
    ...diskHost,
    readFile: (file) => (file === path ? text : gone && TYPES_OF.test(file) ? diskHost.readFile(file)?.replace(gone, 'gone_$&') : diskHost.readFile(file)),
    fileSize: (file) => (file === path ? text.length : diskHost.fileSize(file)),
  };
}

/** How often a count is offered, and why it is not. */
function counted(name: string, gone?: RegExp): { readonly offered: number; readonly refused: readonly string[] } {
  const folder = withSlashes(typingsFolder());
  const path = `${folder}/counted.ts`;
  const text = readFileSync(`test/fixtures/unbounded-query/${name}.ts`, 'utf8').replace(/ \/\/ want [\w-]+/g, '').replace("'firebase/firestore'", "'@firebase/firestore'");
  const session = createSession({ root: folder, host: hostOf(path, text, gone) });
  try {
    const refused: string[] = [];
    const { findings } = session.reviewFile(path, { types: true });
    const titles = findings.flatMap((each) => session.fixesFor(path, each.fingerprint, (message) => refused.push(message))).map((each) => each.title);
    const isCount = (each: string): boolean => each.includes('Count in the database with');
    return { offered: titles.filter(isCount).length, refused: refused.filter(isCount) };
  } finally {
    session.dispose();
  }
}

/** Library, what an older version lacks, the counts of its fixture, and how many of them rest on that. */
const LIBRARIES: readonly (readonly [name: string, gone: RegExp, counts: number, resting: number])[] = [
  ['drizzle', /\$count\(/g, 9, 6],
  ['supabase', /\bhead\?: boolean/g, 6, 6],
  ['firestore', /\bcount\(\): AggregateQuery</g, 4, 4],
  ['firestore-web', /\bgetCountFromServer</g, 2, 2],
];

describe('a count in place of a load', function () {
  this.timeout(120_000);
  this.slow(30_000);
  for (const [name, gone, counts, resting] of LIBRARIES) {
    it(`has no type error against the typings of ${name}`, () => {
      assert.deepEqual(counted(`counts-${name}`), { offered: counts, refused: [] });
    });

    it(`is not offered where the version of ${name} has none`, () => {
      const { offered, refused } = counted(`counts-${name}`, gone);
      assert.equal(offered, counts - resting, refused.join('\n'));
      assert.equal(refused.length, resting);
      for (const each of refused) assert.match(each, /it would bring a type error: TS(?:2305|2339|2353|2551|2724)/);
    });
  }
});
