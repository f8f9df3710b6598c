import { FrameList } from './frame-list.js';
import { PASS_THROUGH } from './preload/pass-through.js';
import type { HeapSegment } from './preload/recorder-settings.js';
import type { V8Allocations, V8HeapNode, V8HeapProfile } from './v8-profile.js';

/**
 * One allocation profile of the segments of a thread. Frames of the files in `ours` are left out, or, where they call on to the program, taken out
 * of its stacks.
 */
export class MergedHeap {
  readonly #ours: ReadonlySet<string>;
  readonly #frames = new FrameList();
  #root: Call | undefined;
  #calls = 0;
  #bytes = 0;
  readonly #samples: NonNullable<V8HeapProfile['samples']>[number][] = [];

  /** @param ours URLs and paths of the recorder itself */
  constructor(ours: Iterable<string>) {
    this.#ours = new Set(ours);
  }

  add({ head }: HeapSegment): void {
    this.#root ??= this.#call(this.#frames.numberOf(head.callFrame));
    const open: { readonly node: V8Allocations; readonly target: Call }[] = [{ node: head, target: this.#root }];
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      const { node, target } = next;
      this.#allocate(target, node.selfSize);
      for (const child of node.children) {
        const isOurs = this.#ours.has(child.callFrame.url);
        if (isOurs && !PASS_THROUGH.test(child.callFrame.functionName)) continue;
        open.push({ node: child, target: isOurs ? target : this.#child(target, child) });
      }
    }
  }

  get isEmpty(): boolean {
    return this.#root === undefined;
  }

  /** Bytes allocated by the program. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Of frames. */
  get urls(): ReadonlySet<string> {
    return this.#frames.urls;
  }

  /** @throws Error when nothing was added */
  profile(): V8HeapProfile {
    if (this.#root === undefined) throw new Error('nothing was recorded');
    return { head: this.#node(this.#root), samples: this.#samples };
  }

  /** V8 has a sample for each object that it saw; one for what a call allocated in a segment says the same in less room. */
  #allocate(target: Call, size: number): void {
    if (size <= 0) return;
    target.selfSize += size;
    this.#bytes += size;
    this.#samples.push({ size, nodeId: target.id, ordinal: this.#samples.length + 1 });
  }

  #child(parent: Call, { callFrame }: V8Allocations): Call {
    const frame = this.#frames.numberOf(callFrame);
    const known = parent.children.get(frame);
    if (known !== undefined) return known;
    const call = this.#call(frame);
    parent.children.set(frame, call);
    return call;
  }

  #call(frame: number): Call {
    this.#calls += 1;
    return { id: this.#calls, frame, selfSize: 0, children: new Map() };
  }

  /** V8 keeps 128 callers of an allocation at most, which is as deep as this goes. */
  #node({ id, frame, selfSize, children }: Call): V8HeapNode {
    return { callFrame: this.#frames.at(frame), selfSize, id, children: Array.from(children.values(), (child) => this.#node(child)) };
  }
}

interface Call {
  readonly id: number;
  readonly frame: number;
  selfSize: number;
  /** By frame. */
  readonly children: Map<number, Call>;
}
