import type { V8Allocations, V8CpuProfile } from '../v8-profile.js';

/** What the runner tells the preload: written into the file that NODE_OPTIONS names, so that the program's environment carries nothing else. */
export interface RecorderSettings {
  /** Absolute; segments of all threads and processes of the run are written here. */
  readonly folder: string;
  /** What NODE_OPTIONS must hold for a child to be recorded too, quoted as Node reads it. */
  readonly nodeOptions: string;
  /** The file that `nodeOptions` requires. */
  readonly entry: string;
  readonly cpu: boolean;
  readonly heap: boolean;
  /** Whether it is also asked which functions ran at all. */
  readonly reach: boolean;
  /** Microseconds. */
  readonly cpuInterval: number;
  /** Bytes. */
  readonly heapInterval: number;
  /** Milliseconds between two segments: the most that a process killed outright can lose, but for allocations of a thread whose heap is large (`heap-turns.ts`). */
  readonly beat: number;
}

/** What a thread writes about itself when it starts, so that one that leaves no profile is known. `<id>.start.json`. */
export interface ThreadStart {
  readonly pid: number;
  /** 0 is the main thread. */
  readonly threadId: number;
  readonly parentPid: number;
  readonly title: string;
  readonly arguments: readonly string[];
  readonly workingFolder: string;
  readonly node: string;
  /** Set when this thread cannot be recorded: why, in words for people. */
  readonly refused?: string;
}

/** What a thread sampled since its segment before. */
export interface CpuSegment extends V8CpuProfile {
  /** Microseconds that the thread was on a processor meanwhile; absent where that is not known. */
  readonly cpuTime?: number;
}

/** What a thread allocated since its segment before. */
export interface HeapSegment {
  readonly head: V8Allocations;
}

/** The files of a thread, by what stands behind its id: `<id>.<kind>`, `<id>.<number>.<kind>`. */
export const FILE_KIND = { start: 'start.json', cpu: 'cpu.json', heap: 'heap.json', maps: 'maps.json', reached: 'reached.json' } as const;
