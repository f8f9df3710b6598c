import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import * as esbuild from 'esbuild';
import fc from 'fast-check';
import type { Profile } from '../../src/profile/profile.js';
import { totalsByFrame } from '../../src/profile/totals.js';
import { transformed } from '../../src/profile/transform.js';
import { assertSound, nameOf, readOnly, v8Profile, type V8Profile } from './generated-profile.js';

/**
 * Chrome DevTools' own model as oracle. It is held to in all but this, where our model says what V8 measured and nothing else:
 * - The last sample lasts until the profile's end, which V8 writes; there, as long as samples do on average. Times of the oracle are
 *   compared up to the last sample.
 * - A single (program) sample between two stacks is replaced there by the stack before it, so that boxes are not cut in two. Here it
 *   stays what it is; the oracle is given another name for it, which its repair does not know.
 * - Garbage collection is put on top of the interrupted stack there. Here that is the transform `attach-collector`, which is compared.
 */
interface OracleNode {
  readonly callFrame: { readonly functionName: string; readonly url: string; readonly lineNumber: number; readonly columnNumber: number };
}

interface Oracle {
  forEachFrame(open: (depth: number, node: OracleNode) => void, close: (depth: number, node: OracleNode, sample: number, start: number, duration: number, self: number) => void): void;
  readonly timestamps: readonly number[];
}

type OracleModel = new (profile: V8Profile) => Oracle;

let CPUProfileDataModel: OracleModel;

/** Milliseconds of the oracle are fractions: they agree up to a thousandth of a microsecond. */
const TOLERANCE = 1e-3;

interface Cost { readonly self: number; readonly total: number }

const RENAMED = '(program) ';

const keyOf = (name: string, url: string, line: number, column: number): string => [name, url, line, column].join('|');

/** By function: what all its boxes lasted, recursion counted once. Microseconds. */
function oracleCosts(profile: V8Profile): ReadonlyMap<string, Cost> {
  const costs = new Map<string, { self: number; total: number }>();
  const depths = new Map<string, number>();
  const key = ({ callFrame }: OracleNode): string => keyOf(callFrame.functionName, callFrame.url, callFrame.lineNumber + 1, callFrame.columnNumber + 1);
  new CPUProfileDataModel(withoutRepair(profile)).forEachFrame(
    (_, node) => void depths.set(key(node), (depths.get(key(node)) ?? 0) + 1),
    (_, node, _sample, _start, duration, self) => {
      const cost = costs.get(key(node)) ?? { self: 0, total: 0 };
      costs.set(key(node), cost);
      const depth = (depths.get(key(node)) ?? 0) - 1;
      depths.set(key(node), depth);
      cost.self += self * 1000;
      if (depth === 0) cost.total += duration * 1000;
    },
  );
  return costs;
}

/** The (program) of a profile under a name that the oracle's repair does not know. */
function withoutRepair(profile: V8Profile): V8Profile {
  const copy = JSON.parse(JSON.stringify(profile)) as V8Profile;
  return { ...copy, nodes: copy.nodes.map((node) => (node.callFrame.functionName === '(program)' ? { ...node, callFrame: { ...node.callFrame, functionName: RENAMED } } : node)) };
}

/** As the oracle has it: when the last sample ends is a matter of taste. */
function withOracleEnd(profile: V8Profile): V8Profile {
  return { ...profile, endTime: (new CPUProfileDataModel(withoutRepair(profile)).timestamps.at(-1) as number) * 1000 };
}

function ourCosts(profile: Profile): ReadonlyMap<string, Cost> {
  const { frames, nodes } = profile;
  const { self, total } = totalsByFrame(nodes, frames);
  return new Map(Array.from(self, (each, frame) => {
    const name = nameOf(frames, frame);
    const url = frames.strings[frames.url[frame] as number] as string;
    return [keyOf(name === '(program)' ? RENAMED : name, url, frames.line[frame] as number, frames.column[frame] as number), { self: each, total: total[frame] as number }];
  }));
}

function assertAgrees(source: V8Profile): void {
  const timed = withOracleEnd(source);
  const profile = readOnly(timed);
  assertSound(profile);
  const ours = ourCosts(transformed(profile, { type: 'attach-collector' }));
  for (const [key, { self, total }] of oracleCosts(timed)) {
    const cost = ours.get(key) ?? { self: NaN, total: NaN };
    assert.ok(Math.abs(cost.self - self) <= TOLERANCE, `${key}: self ${String(cost.self)}, the oracle's ${String(self)}`);
    assert.ok(Math.abs(cost.total - total) <= TOLERANCE, `${key}: total ${String(cost.total)}, the oracle's ${String(total)}`);
    assert.ok(cost.total <= profile.total + TOLERANCE, `${key} is not more than the run`);
  }
}

/** Programs that are profiled for the test, each for what it has much of. */
const PROGRAMS: Readonly<Record<string, string>> = {
  recursion: 'const fib = (n) => (n < 2 ? n : fib(n - 1) + fib(n - 2)); const even = (n) => n === 0 || odd(n - 1); const odd = (n) => n !== 0 && even(n - 1); fib(33); for (let i = 0; i < 300; i++) even(2000);',
  'garbage collection': 'let kept = []; for (let i = 0; i < 1e6; i++) { kept.push({ i, text: "text " + i, list: [i] }); if (kept.length > 5e4) kept = []; }',
  waiting: 'const { setTimeout: wait } = require("node:timers/promises"); const work = (n) => { let sum = 0; for (let i = 0; i < n; i++) sum += Math.sqrt(i); return sum; }; (async () => { for (let i = 0; i < 24; i++) { await wait(5); work(4e5); await Promise.all([wait(2), wait(3)]); } })();',
  JSON: 'const value = Array.from({ length: 2e4 }, (_, i) => ({ i, name: "n" + i, parts: [i, { deep: String(i) }] })); for (let i = 0; i < 6; i++) JSON.parse(JSON.stringify(value)).sort((a, b) => b.name.localeCompare(a.name));',
  compiler: 'const ts = require("typescript"); const text = "interface A { a: number } const f = (a: A): string => String(a.a);\\n".repeat(200); ts.transpileModule(text, { compilerOptions: { target: ts.ScriptTarget.ES2015 } });',
};

describe('our costs and those of Chrome DevTools\'s model', () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'perf-review-oracle-'));

  before(async () => {
    const file = path.join(folder, 'oracle.mjs');
    const source = require.resolve('chrome-devtools-frontend/front_end/models/cpu_profile/CPUProfileDataModel.ts');
    esbuild.buildSync({ entryPoints: [source], bundle: true, platform: 'node', format: 'esm', target: 'node20', outfile: file, logLevel: 'error', tsconfigRaw: {} });
    ({ CPUProfileDataModel } = (await import(pathToFileURL(file).href)) as { CPUProfileDataModel: OracleModel });
  });

  after(() => rmSync(folder, { recursive: true }));

  for (const deltas of ['even', 'positive', 'any'] as const) {
    it(`are the same for generated profiles whose times are ${deltas}`, () => {
      fc.assert(fc.property(v8Profile(deltas), assertAgrees), { numRuns: 200 });
    });
  }

  for (const [name, program] of Object.entries(PROGRAMS)) {
    it(`are the same for a real profile of ${name}`, () => {
      const script = path.join(folder, `${name}.cjs`);
      writeFileSync(script, program);
      const out = path.join(folder, name);
      execFileSync(process.execPath, ['--cpu-prof', '--cpu-prof-interval', '200', '--cpu-prof-dir', out, script], { env: { ...process.env, NODE_OPTIONS: '', NODE_PATH: path.resolve('node_modules') } });
      const [file] = readdirSync(out);
      assert.ok(file);
      const profile = JSON.parse(readFileSync(path.join(out, file), 'utf8')) as V8Profile;
      assert.ok(profile.samples.length > 100, String(profile.samples.length));
      assertAgrees(profile);
      const ours = readOnly(profile);
      assert.equal(ours.total, profile.endTime - profile.startTime - (profile.timeDeltas[0] as number), 'all but what was before the first sample');
    });
  }
});
