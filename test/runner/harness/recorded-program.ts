import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Capture } from '../../../src/profile/profile.js';
import { startProfiledRun, type RunningProfile } from '../../../src/runner/profiled-run.js';
import { DEFAULT_MEASURE, type Measure, type ProfiledRun } from '../../../src/runner/profile-request.js';
import type { V8Allocations, V8CpuProfile, V8HeapProfile } from '../../../src/runner/v8-profile.js';
import { PRELOAD } from './preload-bundle.js';

/** Burns processor time of the thread, so that a machine under load changes nothing, in a function of this name. */
export const BURN = `
globalThis.burn = (name, milliseconds) => {
  const work = (0, eval)('(function ' + name + '(until) { let sum = 0; while (until()) for (let i = 0; i < 2e4; i += 1) sum += Math.sqrt(i); return sum; })');
  let rounds = milliseconds * 25;
  return work(() => (rounds -= 1) > 0);
};
`;

/** Allocates so many objects of one size in a function of this name, and keeps the last thousand. */
export const ALLOCATE = `
globalThis.kept = new Array(1000);
globalThis.allocate = (name, objects) => {
  const work = (0, eval)('(function ' + name + '(objects) { for (let i = 0; i < objects; i += 1) kept[i % 1000] = [i, i, i, i, i, i, i, i]; })');
  work(objects);
};
`;

/** The allocations of a thread. */
export interface RecordedHeap {
  readonly profile: V8HeapProfile;
  readonly capture: Capture;
  /** By name of function. */
  readonly bytes: ReadonlyMap<string, number>;
  /** Of all frames. */
  readonly urls: ReadonlySet<string>;
}

export interface RecordedThread {
  readonly file: string;
  readonly profile: V8CpuProfile;
  readonly capture: Capture;
  /** Names of functions of which samples were kept. */
  readonly functions: ReadonlySet<string>;
}

export interface RecordedProgram extends ProfiledRun {
  readonly stdout: string;
  readonly stderr: string;
  /** Those with a CPU profile, the one that did most first. */
  readonly threads: readonly RecordedThread[];
  /** Those with allocations. */
  readonly heaps: readonly RecordedHeap[];
  /** Of all threads and processes. */
  readonly functions: ReadonlySet<string>;
}

export interface Program {
  /** By name; those with a folder are made in it. */
  readonly files?: Readonly<Record<string, string>>;
  /** Where it runs; absent: in the folder of its files. */
  readonly workingFolder?: string;
  readonly command: readonly string[];
  readonly measure?: Partial<Measure>;
  readonly environment?: Readonly<Record<string, string>>;
  /** Called when the output has this text. */
  readonly when?: { readonly output: string; readonly act: (running: RunningProfile) => void };
}

/** Runs a program of files made for it and returns what it left; its folder is gone afterwards. */
export async function recordProgram({ files = {}, workingFolder, command: [program = '', ...rest], measure, environment = {}, when }: Program): Promise<RecordedProgram> {
  const folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'perf-review-run-')));
  try {
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
      writeFileSync(path.join(folder, name), text);
    }
    const output = { stdout: '', stderr: '' };
    let waiting = when;
    const running: { now?: RunningProfile } = {};
    const look = (): void => {
      if (waiting === undefined || running.now === undefined || !output.stdout.includes(waiting.output)) return;
      const { act } = waiting;
      waiting = undefined;
      act(running.now);
    };
    running.now = await startProfiledRun(
      { command: { program, arguments: rest, workingFolder: workingFolder ?? folder, environment }, measure: { ...DEFAULT_MEASURE, ...measure }, outFolder: path.join(folder, 'profiles') },
      {
        preload: PRELOAD,
        streams: 'pipes',
        onOutput: (chunk, stream) => {
          output[stream] += Buffer.from(chunk).toString('utf8');
          look();
        },
      },
    );
    const run = await running.now.finished;
    const threads = run.files.filter((file) => file.endsWith('.cpuprofile')).map(readThread);
    const heaps = run.files.filter((file) => file.endsWith('.heapprofile')).map(readHeap);
    return { ...run, ...output, threads, heaps, functions: new Set(threads.flatMap(({ functions }) => [...functions])) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function readThread(file: string): RecordedThread {
  const { perfReview: capture, ...profile } = JSON.parse(readFileSync(file, 'utf8')) as V8CpuProfile & { perfReview: Capture };
  const sampled = new Set(profile.samples);
  const functions = new Set(profile.nodes.filter(({ id }) => sampled.has(id)).map(({ callFrame }) => callFrame.functionName));
  return { file: path.basename(file), profile, capture, functions };
}

function readHeap(file: string): RecordedHeap {
  const { perfReview: capture, ...profile } = JSON.parse(readFileSync(file, 'utf8')) as V8HeapProfile & { perfReview: Capture };
  const bytes = new Map<string, number>();
  const urls = new Set<string>();
  const add = ({ callFrame: { functionName, url }, selfSize, children }: V8Allocations): void => {
    bytes.set(functionName, (bytes.get(functionName) ?? 0) + selfSize);
    urls.add(url);
    for (const child of children) add(child);
  };
  add(profile.head);
  return { profile, capture, bytes, urls };
}
