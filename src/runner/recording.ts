import { randomUUID } from 'node:crypto';
import { mkdir, mkdtemp, readFile, readdir, realpath, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Capture, ReachedFile } from '../profile/profile.js';
import { MergedHeap } from './merged-heap.js';
import { MergedProfile } from './merged-profile.js';
import { withRequire } from './node-options.js';
import { FILE_KIND, type CpuSegment, type HeapSegment, type RecorderSettings, type ThreadStart } from './preload/recorder-settings.js';
import type { Measure } from './profile-request.js';
import { fileKey } from './source-files.js';
import { writeRecorded } from './write-recorded.js';

/** Milliseconds. With the time it takes to write, a process killed outright loses less than a second. */
const BEAT = 750;

/** What threads of one run write, and what becomes of it. Segments are taken up while the run goes on, so that little is left to do at its end. */
export class Recording {
  readonly #folder: string;
  readonly #threads = new Map<string, Thread>();
  readonly #ours: readonly string[];
  #reading: Promise<void> = Promise.resolve();
  /** To be laid over the environment of the program that is to be recorded. */
  readonly environment: Readonly<Record<string, string>>;

  private constructor(folder: string, entry: string, bundle: string, nodeOptions: string) {
    this.#folder = folder;
    this.#ours = [entry, bundle].flatMap((file) => [file, pathToFileURL(file).href]);
    this.environment = { NODE_OPTIONS: nodeOptions };
  }

  /**
   * @param outFolder absolute; made when it is not there
   * @param preload the bundle `preload.cjs`
   * @param present NODE_OPTIONS as they are
   */
  static async start(outFolder: string, measure: Measure, preload: string, present: string | undefined): Promise<Recording> {
    await mkdir(outFolder, { recursive: true });
    // Node knows files by their real paths, and the recorder has to be told from the program.
    const folder = await realpath(await mkdtemp(path.join(outFolder, '.recording-')));
    const bundle = await realpath(preload);
    const entry = path.join(folder, 'preload.cjs');
    const { cpu, heap, reach, cpuInterval, heapInterval } = measure;
    const settings: RecorderSettings = { folder, entry, nodeOptions: withRequire(undefined, entry), cpu, heap, reach, cpuInterval, heapInterval, beat: BEAT };
    await writeFile(entry, `require(${JSON.stringify(bundle)}).record(${JSON.stringify(settings)});\n`);
    return new Recording(folder, entry, bundle, withRequire(present, entry));
  }

  /** Threads that began so far, and the samples they wrote. */
  get progress(): { readonly threads: number; readonly samples: number } {
    const threads = [...this.#threads.values()];
    return { threads: threads.length, samples: threads.reduce((sum, { cpu }) => sum + cpu.busySamples, 0) };
  }

  /** Takes up the segments written since the last time. */
  take(): Promise<void> {
    return this.#read(({ number }) => number !== undefined);
  }

  /** One at a time: each file is taken up once. */
  #read(isWanted: (file: WrittenFile) => boolean): Promise<void> {
    this.#reading = this.#reading.then(() => this.#readNow(isWanted));
    return this.#reading;
  }

  async #readNow(isWanted: (file: WrittenFile) => boolean): Promise<void> {
    const names = await readdir(this.#folder).catch(() => []);
    const files = names.map(parseName).filter((file) => file !== undefined).filter(isWanted);
    files.sort((left, right) => (left.number ?? 0) - (right.number ?? 0));
    for (const { name, id, kind } of files) {
      const thread = this.#threads.get(id) ?? { cpu: new MergedProfile(this.#ours), heap: new MergedHeap(this.#ours), cpuTime: 0, sourceMaps: {} };
      this.#threads.set(id, thread);
      const file = path.join(this.#folder, name);
      const content = await readJson(file);
      if (content === undefined) continue;
      if (kind === FILE_KIND.start) thread.start = content as ThreadStart;
      if (kind === FILE_KIND.cpu) addSegment(thread, content as CpuSegment);
      if (kind === FILE_KIND.heap) thread.heap.add(content as HeapSegment);
      if (kind === FILE_KIND.maps) Object.assign(thread.sourceMaps, content);
      if (kind === FILE_KIND.reached) thread.reached = content as readonly ReachedFile[];
      await rm(file, { force: true });
    }
  }

  /**
   * Writes a profile per thread and removes everything else of the run.
   * @returns the files, the thread that did most first
   */
  async finish(outFolder: string): Promise<{ readonly files: readonly string[]; readonly notes: readonly string[] }> {
    await this.#read(() => true);
    const threads = [...this.#threads.values()].filter(({ start }) => start !== undefined) as StartedThread[];
    // Who starts programs is not what is measured, unless there is nothing else.
    threads.sort((left, right) => Number(isPackageManager(left.start)) - Number(isPackageManager(right.start)) || right.cpu.busySamples - left.cpu.busySamples || right.heap.bytes - left.heap.bytes);
    const wanted = threads.some(({ start }) => !isPackageManager(start)) ? threads.filter(({ start }) => !isPackageManager(start)) : threads;
    const files: string[] = [];
    const run = randomUUID();
    for (const thread of wanted) {
      const { start, cpu, heap } = thread;
      files.push(...(await writeRecorded(path.join(outFolder, fileName(start)), cpu, heap, captureOf(thread, run))));
    }
    const notes: string[] = wanted.flatMap(({ start: { title, refused } }) => (refused === undefined ? [] : [`${title} could not be profiled: ${refused}.`]));
    if (files.length === 0 && notes.length === 0 && wanted[0] !== undefined) notes.push(`${wanted[0].start.title} ended before anything was measured: it ran too short, or was ended too soon.`);
    await rm(this.#folder, { recursive: true, force: true });
    return { files, notes };
  }
}

interface WrittenFile {
  readonly name: string;
  /** Of the thread. */
  readonly id: string;
  /** Of the segment; what has none is written anew under the same name, and read when the thread has ended. */
  readonly number: number | undefined;
  readonly kind: string;
}

function parseName(name: string): WrittenFile | undefined {
  const match = /^(\d+-\d+-\w+)\.(?:(\d+)\.)?(\w+\.json)$/.exec(name);
  if (match === null) return undefined;
  const [, id = '', number, kind = ''] = match;
  return { name, id, number: number === undefined ? undefined : Number(number), kind };
}

interface Thread {
  start?: ThreadStart;
  readonly cpu: MergedProfile;
  /** Undefined from the first segment on that does not say. */
  cpuTime: number | undefined;
  readonly heap: MergedHeap;
  readonly sourceMaps: Record<string, string>;
  reached?: readonly ReachedFile[];
}

type StartedThread = Thread & { readonly start: ThreadStart };

/** Programs that only start others; as files of scripts. */
const PACKAGE_MANAGERS = new Set(['npm', 'npm-cli.js', 'npx', 'npx-cli.js', 'pnpm', 'pnpm.cjs', 'pnpm.mjs', 'pnpx', 'yarn', 'yarn.js', 'yarn.cjs', 'yarnpkg', 'corepack', 'corepack.js']);

function isPackageManager({ title }: ThreadStart): boolean {
  return PACKAGE_MANAGERS.has(title);
}

function fileName({ title, pid, threadId }: ThreadStart): string {
  const safe = title.replace(/[^\w.-]+/g, '_').slice(0, 60);
  return `${safe}-${String(pid)}${threadId === 0 ? '' : `-worker${String(threadId)}`}`;
}

function addSegment(thread: Thread, { cpuTime, ...segment }: CpuSegment): void {
  thread.cpu.add(segment);
  thread.cpuTime = thread.cpuTime === undefined || cpuTime === undefined ? undefined : thread.cpuTime + cpuTime;
}

function captureOf({ start, cpu, heap, cpuTime, sourceMaps, reached }: StartedThread, run: string): Capture {
  const { pid, threadId, parentPid, title, arguments: given, workingFolder } = start;
  // A loader that maps the program's files maps those of its packages too, which are many.
  const shown = new Set([...cpu.urls, ...heap.urls, ...(reached ?? []).map(({ url }) => url)].map(fileKey));
  const maps = Object.fromEntries(Object.entries(sourceMaps).filter(([url]) => shown.has(fileKey(url))));
  return {
    version: 1, pid, threadId, parentPid, title, arguments: given, workingFolder, run, sourceMaps: maps,
    ...(cpu.isEmpty || cpuTime === undefined ? {} : { cpuTime }),
    ...(reached === undefined ? {} : { reached }),
  };
}

/** Undefined when the program removed the file, or wrote over it. */
async function readJson(file: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(file, 'utf8'));
  } catch {
    return undefined;
  }
}
