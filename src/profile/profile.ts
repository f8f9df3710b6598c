/**
 * What was measured, as columns: one run of one thread. Everything that shows, searches, joins or compares a profile reads this;
 * only `formats/` knows how a file writes it. Columns are typed arrays so that a profile crosses to a worker or a webview as bytes.
 */
export interface Profile {
  /** What the thread or file calls itself, such as `main`, `worker 3`, or a file's name. */
  readonly name: string;
  readonly kind: ProfileKind;
  readonly unit: ProfileUnit;
  readonly frames: FrameTable;
  readonly nodes: NodeTable;
  /** The order in which nodes were sampled; absent where a format does not keep it (pprof, pstats, allocations, collapsed stacks). */
  readonly samples: SampleTable | undefined;
  /** Where in a function time was spent; empty where a format does not keep it. */
  readonly lineTicks: LineTicks;
  /** The whole of the run, in `unit`: exactly the sum of all nodes' self values. */
  readonly total: number;
  /** When the run began on its machine's own clock, in microseconds: places threads and processes of one run beside each other. */
  readonly startedAt?: number;
  /** What had to be put right or left out while reading, in sentences for people. */
  readonly notes: readonly string[];
}

export type ProfileKind = 'cpu' | 'heap';

/** Times are microseconds and allocations bytes, whatever the file has; `samples` where a file counts and says no interval. */
export type ProfileUnit = 'microseconds' | 'bytes' | 'samples';

/** Functions, or what stands for one. Two nodes with one frame are calls of the same function. */
export interface FrameTable {
  readonly count: number;
  /** Indices into `strings`; empty for a function without a name. */
  readonly name: Uint32Array;
  /** Indices into `strings`: a file URL, path, `node:` module, or empty. */
  readonly url: Uint32Array;
  /** 1-based; 0 where it is not known. */
  readonly line: Int32Array;
  /** 1-based, in UTF-16 units; 0 where it is not known. */
  readonly column: Int32Array;
  /** A `FrameKind` each. */
  readonly kind: Uint8Array;
  readonly strings: readonly string[];
}

/** What a frame is that is no function of the program. */
export const FrameKind = { code: 0, root: 1, program: 2, idle: 3, collector: 4 } as const;
export type FrameKind = (typeof FrameKind)[keyof typeof FrameKind];

/**
 * Calls: a frame reached by one path of callers. Node 0 is the root. Nodes stand in depth-first order, so that the callees of node `i`,
 * theirs included, are those from `i + 1` to before `end[i]`, and no two callees of one node have the same frame. `assembleProfile`
 * makes this of calls in any order; nobody else needs to.
 */
export interface NodeTable {
  readonly count: number;
  /** Index of the caller; -1 for the root. */
  readonly parent: Int32Array;
  readonly frame: Uint32Array;
  /** The index after the last of the node's callees at any depth. */
  readonly end: Uint32Array;
  /** Callers up to the root: 0 for the root. */
  readonly depth: Uint32Array;
  /** In the profile's unit, without callees. Never negative, never NaN. */
  readonly self: Float64Array;
  /** In the profile's unit, with callees. */
  readonly total: Float64Array;
}

/** Samples in time order; each lasts until the next begins. */
export interface SampleTable {
  readonly count: number;
  /** `NO_NODE` for the time of calls that a transform left out. */
  readonly node: Uint32Array;
  /** `count + 1` times in microseconds since the run began, never falling; the last is its end. */
  readonly start: Float64Array;
}

/** Stands where a sample has no node. */
export const NO_NODE = 0xffff_ffff;

/** Parallel columns: in this node, this 1-based line of its frame's file was seen at the top of the stack so many times. */
export interface LineTicks {
  readonly count: number;
  readonly node: Uint32Array;
  readonly line: Int32Array;
  readonly ticks: Uint32Array;
}

/** What one file, or the files of one run, hold: a profile per thread and process, the one that says most first. */
export interface ProfileSet {
  readonly profiles: readonly Profile[];
  /** What our own runner left in the file beside the profile. */
  readonly capture: Capture | undefined;
  /** Set when it was recorded on another machine and its files are taken for those here: which, in a sentence. */
  readonly moved?: string;
}

/**
 * What the runner knows that a file of V8's does not: written as the key `perfReview` of the same JSON object, after V8's own keys,
 * so that every other viewer reads the file as ever.
 */
export interface Capture {
  readonly version: 1;
  readonly pid: number;
  /** 0 is the main thread. */
  readonly threadId: number;
  readonly parentPid: number;
  /** For people: the script or the worker's name. */
  readonly title: string;
  readonly arguments: readonly string[];
  readonly workingFolder: string;
  /**
   * Microseconds that this thread was on a processor while it was profiled. Samples last until the next one, and so also tell of time in which
   * the machine did something else; this does not. Absent where the system does not say.
   */
  readonly cpuTime?: number;
  /** The same text for all threads and processes that were recorded together, and for no others. */
  readonly run?: string;
  /** Source maps that exist in memory only, by the URL that frames have: the JSON text of the map. */
  readonly sourceMaps: Readonly<Record<string, string>>;
  /** Functions of the program's own files that ran at all, as V8 has them for free; absent where it could not be asked. */
  readonly reached?: readonly ReachedFile[];
  /** What its reader should know of how it was recorded, such as what is missing; sentences. */
  readonly notes?: readonly string[];
}

export interface ReachedFile {
  readonly url: string;
  /** Ranges of generated code: 1-based lines and columns, the end exclusive, and how often it was called where known (0: never). */
  readonly functions: readonly {
    readonly name: string;
    readonly line: number;
    readonly column: number;
    readonly endLine: number;
    readonly endColumn: number;
    readonly calls: number;
  }[];
}
