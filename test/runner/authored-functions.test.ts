import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { buildSync, type BuildOptions } from 'esbuild';
import { ts } from 'ts-morph';
import { readProfile } from '../../src/profile/formats/index.js';
import type { Profile, ProfileSet } from '../../src/profile/profile.js';
import { authoredSet } from '../../src/runner/authored-set.js';
import { DEFAULT_MEASURE } from '../../src/runner/profile-request.js';
import { startProfiledRun } from '../../src/runner/profiled-run.js';
import { FunctionPlaces } from '../../src/syntax/function-places.js';
import { isFunctionNode } from '../../src/syntax/nodes.js';
import { NODES } from './harness/nodes.js';
import { PRELOAD } from './harness/preload-bundle.js';
import { ensureProjects, PROJECTS } from './harness/real-projects.js';

const PROJECT = path.resolve('test/runner/projects/shop');
const DUMP = path.resolve('test/runner/projects/dump-scripts.cjs');
const [OLDEST, NEWEST] = [NODES[0]?.executable ?? process.execPath, NODES.at(-1)?.executable ?? process.execPath];

interface Toolchain {
  /** Makes what runs in a copy of the project. */
  readonly build?: (folder: string) => void | Promise<void>;
  /** Node and what it is given. */
  readonly command: readonly [node: string, ...args: string[]];
}

/** tsx and Vite, where the other programs of these tests have them. */
function tools(): NodeJS.Require {
  ensureProjects();
  return createRequire(path.join(PROJECTS, 'package.json'));
}

const bundled = (options: BuildOptions) => (folder: string): void => {
  buildSync({ absWorkingDir: folder, entryPoints: ['src/main.ts'], outfile: 'dist/main.js', bundle: true, platform: 'node', format: 'esm', minify: true, keepNames: false, sourcemap: true, ...options });
};

const compiled = (...options: string[]) => (folder: string): void => {
  execFileSync(process.execPath, [path.resolve('node_modules/typescript/bin/tsc'), '-p', folder, ...options], { stdio: ['ignore', 'pipe', 'pipe'] });
};

async function builtByVite(folder: string): Promise<void> {
  const { build } = (await import(pathToFileURL(tools().resolve('vite')).href)) as { build: (options: object) => Promise<unknown> };
  await build({ root: folder, configFile: false, logLevel: 'silent', build: { ssr: 'src/main.ts', sourcemap: true, minify: true, outDir: 'dist' } });
}

const TOOLCHAINS: Readonly<Record<string, () => Toolchain>> = {
  'tsx on the oldest Node': () => ({ command: [OLDEST, '--import', pathToFileURL(tools().resolve('tsx/esm')).href, 'src/main.ts'] }),
  'tsx on the newest Node': () => ({ command: [NEWEST, '--import', pathToFileURL(tools().resolve('tsx/esm')).href, 'src/main.ts'] }),
  "Node's own stripping of types": () => ({ command: [NEWEST, 'src/main.ts'] }),
  'tsc with maps': () => ({ build: compiled(), command: [OLDEST, 'dist/main.js'] }),
  'tsc with maps inside, for older engines': () => ({ build: compiled('--target', 'es2017', '--sourceMap', 'false', '--inlineSourceMap'), command: [OLDEST, 'dist/main.js'] }),
  'an esbuild bundle, minified': () => ({ build: bundled({}), command: [OLDEST, 'dist/main.js'] }),
  'an esbuild bundle for older engines, minified, its map inside and without texts': () => ({ build: bundled({ sourcemap: 'inline', sourcesContent: false, target: 'node14', supported: { 'top-level-await': true } }), command: [OLDEST, 'dist/main.js'] }),
  'a Vite build': () => ({ build: builtByVite, command: [OLDEST, 'dist/main.js'] }),
};

describe('samples of a program land on the functions that people wrote', () => {
  let folder: string;
  beforeEach(() => {
    folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'perf-review-authored-')));
    cpSync(PROJECT, folder, { recursive: true });
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  for (const [name, toolchain] of Object.entries(TOOLCHAINS)) {
    it(`by ${name}`, async function () {
      this.timeout(240_000);
      const { build, command: [node, ...args] } = toolchain();
      await build?.(folder);
      const { set, scripts } = await record(folder, [node, '--require', DUMP, ...args]);
      const generated = landed(set.profiles, (url) => scripts[url]);
      const { profiles } = await authoredSet(set, { folders: [folder], functions: () => FunctionPlaces.of });
      const authored = landed(profiles, (url) => (url.startsWith('file:') && !url.includes('/dist/') ? readFileSync(fileURLToPath(url), 'utf8') : undefined));
      const right = generated.filter((marks, sample) => marks !== undefined && marks === authored[sample]).length;
      const all = generated.filter((marks) => marks !== undefined).length;
      console.log(`      ${String(right)} of ${String(all)} samples, ${((right / all) * 100).toFixed(2)} %`);
      assert.ok(all >= 200, `${String(all)} samples of the program`);
      assert.ok(right >= all * 0.99);
      const functions = new Set(generated.filter((marks) => marks !== undefined));
      assert.ok(functions.size >= 14, [...functions].join(' '));
    });
  }
});

async function record(folder: string, [program = '', ...rest]: readonly string[]): Promise<{ readonly set: ProfileSet; readonly scripts: Readonly<Record<string, string>> }> {
  const dump = path.join(folder, 'scripts.json');
  const running = await startProfiledRun(
    { command: { program, arguments: rest, workingFolder: folder, environment: { SCRIPTS_OF_TEST: dump } }, measure: { ...DEFAULT_MEASURE, cpuInterval: 400 }, outFolder: folder },
    { preload: PRELOAD, streams: 'pipes', onOutput: () => undefined },
  );
  const run = await running.finished;
  assert.equal(run.exitCode, 0, run.notes.join(' '));
  const [file] = run.files;
  assert.ok(file);
  return { set: readProfile(readFileSync(file), path.basename(file)), scripts: JSON.parse(readFileSync(dump, 'utf8')) as Record<string, string> };
}

/**
 * For each sample whose innermost frame with a text is a function with marks of its own: those marks, which are the same in every text
 * that was made of the function. The top level of a module is no function.
 */
function landed(profiles: readonly Profile[], textOf: (url: string) => string | undefined): readonly (string | undefined)[] {
  const [profile] = profiles;
  assert.ok(profile?.samples);
  const { frames, nodes, samples } = profile;
  const marked = new Map<string, MarkedText | undefined>();
  const marksOf = (frame: number): string | undefined => {
    const url = frames.strings[frames.url[frame] ?? 0] ?? '';
    if (!marked.has(url)) {
      const text = textOf(url);
      marked.set(url, text === undefined ? undefined : new MarkedText(text));
    }
    return marked.get(url)?.at(frames.line[frame] ?? 0, frames.column[frame] ?? 0);
  };
  return Array.from(samples.node, (node) => {
    for (let each = node; each > 0; each = nodes.parent[each] ?? -1) {
      const marks = marksOf(nodes.frame[each] ?? 0);
      if (marks !== undefined) return marks === '' ? undefined : marks;
    }
    return undefined;
  });
}

/** A text with the marks of its functions. */
class MarkedText {
  private readonly file: ts.SourceFile;

  constructor(text: string) {
    this.file = ts.createSourceFile('a.ts', text, ts.ScriptTarget.ESNext, true);
  }

  /** Marks of the innermost function around a 1-based place, without those of functions in it; empty for the top level. */
  at(line: number, column: number): string {
    if (line === 1 && column === 1) return '';
    const offset = this.file.getPositionOfLineAndCharacter(line - 1, column - 1);
    let innermost: ts.Node = this.file;
    const visit = (node: ts.Node): void => {
      if (offset < node.getStart(this.file) || offset >= node.end) return;
      if (isFunctionNode(node)) innermost = node;
      ts.forEachChild(node, visit);
    };
    ts.forEachChild(this.file, visit);
    return innermost === this.file ? '' : marksOf(innermost);
  }
}

/** What compilers wrap around the body of an authored function has no mark of its own: then the marks are those of its only inner function. */
function marksOf(node: ts.Node): string {
  const marks = new Set<number>();
  const visit = (each: ts.Node): void => {
    if (ts.isNumericLiteral(each) && Number(each.text) >= 700_001 && Number(each.text) < 700_100) marks.add(Number(each.text));
    if (!isFunctionNode(each)) ts.forEachChild(each, visit);
  };
  ts.forEachChild(node, visit);
  return [...marks].sort().join(' ');
}
