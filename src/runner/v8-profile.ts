/** A profile of V8's sampling profiler, as `Profiler.stop` returns it and a .cpuprofile holds it. */
export interface V8CpuProfile {
  readonly nodes: readonly V8Node[];
  /** Microseconds of a monotonic clock. */
  readonly startTime: number;
  readonly endTime: number;
  /** Ids of nodes. */
  readonly samples?: readonly number[];
  /** Microseconds from the sample before, the first from `startTime`; not always positive. */
  readonly timeDeltas?: readonly number[];
}

export interface V8Node {
  readonly id: number;
  readonly callFrame: V8CallFrame;
  readonly hitCount?: number;
  readonly children?: readonly number[];
  /** 1-based lines. */
  readonly positionTicks?: readonly { readonly line: number; readonly ticks: number }[];
  readonly deoptReason?: string;
}

/** Lines and columns are 0-based; -1 where there is none. */
export interface V8CallFrame {
  readonly functionName: string;
  readonly scriptId: string;
  readonly url: string;
  readonly lineNumber: number;
  readonly columnNumber: number;
}

/** A profile of V8's sampling heap profiler, as `HeapProfiler.stopSampling` returns it and a .heapprofile holds it. */
export interface V8HeapProfile {
  readonly head: V8HeapNode;
  /** Of the nodes, in the order of their ordinals. */
  readonly samples?: readonly { readonly size: number; readonly nodeId: number; readonly ordinal: number }[];
}

export interface V8HeapNode extends V8Allocations {
  readonly id: number;
  readonly children: readonly V8HeapNode[];
}

/** All of a node that tells what was allocated. */
export interface V8Allocations {
  readonly callFrame: V8CallFrame;
  /** Bytes allocated by the function itself when called from here. */
  readonly selfSize: number;
  readonly children: readonly V8Allocations[];
}
