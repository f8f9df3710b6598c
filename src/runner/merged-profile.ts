import { FrameList } from './frame-list.js';
import { PASS_THROUGH } from './preload/pass-through.js';
import type { V8CallFrame, V8CpuProfile, V8Node } from './v8-profile.js';

/** More frames than a program has functions; a parent and a frame make one key below 2^53. */
const FRAME_LIMIT = 2 ** 22;
const LINE_LIMIT = 2 ** 21;

/** V8's own name for what is not the time of any function. */
const PROGRAM: V8CallFrame = { functionName: '(program)', scriptId: '0', url: '', lineNumber: -1, columnNumber: -1 };

/**
 * One profile of the segments of a thread, in their order. Frames of the files in `ours` are left out, or, where they call on to the program,
 * taken out of its stacks. Where pauses are cut, so is the time in which a segment was written: the result is what V8 would have returned for
 * the program alone.
 */
export class MergedProfile {
  readonly #ours: ReadonlySet<string>;
  readonly #pauses: 'cut' | 'kept';
  readonly #frames = new FrameList();
  readonly #parent: number[] = [];
  readonly #frame: number[] = [];
  readonly #hits: number[] = [];
  readonly #children: (number[] | undefined)[] = [];
  readonly #nodeByKey = new Map<number, number>();
  readonly #ticks = new Map<number, number>();
  readonly #deopts = new Map<number, string>();
  readonly #samples: number[] = [];
  readonly #deltas: number[] = [];
  #start: number | undefined;
  /** Time since the last sample up to the end of the last segment. */
  #rest = 0;
  #duration = 0;
  #busy = 0;

  /**
   * @param ours URLs and paths of the recorder itself
   * @param pauses what becomes of the time between segments, and of what the recorder did in them: cut out as if it had not been, or kept as that
   * of "(program)"
   */
  constructor(ours: Iterable<string>, pauses: 'cut' | 'kept' = 'cut') {
    this.#ours = new Set(ours);
    this.#pauses = pauses;
  }

  /** @throws TypeError for what is no profile of V8 */
  add(segment: V8CpuProfile): void {
    const root = segment.nodes[0];
    if (root === undefined) return;
    const merged = this.#addNodes(segment.nodes, root);
    if (this.#pauses === 'kept') this.#pause(segment.startTime);
    this.#start ??= segment.startTime;
    this.#duration += Math.max(0, segment.endTime - segment.startTime);
    const { samples, timeDeltas } = inOrder(segment);
    let clock = 0;
    let isRecorder = false;
    for (const [index, id] of samples.entries()) {
      const delta = timeDeltas[index] ?? 0;
      clock += delta;
      // A sample lasts until the next one.
      if (isRecorder) this.#duration -= delta;
      else this.#rest += delta;
      const node = merged.get(id) ?? (this.#pauses === 'kept' ? this.#program() : undefined);
      isRecorder = node === undefined;
      if (node === undefined) continue;
      this.#sample(node);
      if (!this.#isResting(node)) this.#busy += 1;
    }
    const end = Math.max(0, segment.endTime - segment.startTime - clock);
    if (isRecorder) this.#duration -= end;
    else this.#rest += end;
  }

  get isEmpty(): boolean {
    return this.#samples.length === 0;
  }

  /** Samples in which the thread was doing something. */
  get busySamples(): number {
    return this.#busy;
  }

  /** Of frames. */
  get urls(): ReadonlySet<string> {
    return this.#frames.urls;
  }

  /** The JSON text of the profile without its closing brace, in pieces: keys may follow. */
  *pieces(): Generator<string> {
    const ticks = this.#ticksByNode();
    let text = '{"nodes":[';
    for (let node = 0; node < this.#parent.length; node += 1) {
      const children = this.#children[node];
      const ownTicks = ticks.get(node);
      const deoptReason = this.#deopts.get(node);
      const record: V8Node = {
        id: node + 1,
        callFrame: this.#frames.at(this.#frame[node] ?? 0),
        hitCount: this.#hits[node] ?? 0,
        ...(children === undefined ? {} : { children: children.map((child) => child + 1) }),
        ...(ownTicks === undefined ? {} : { positionTicks: ownTicks }),
        ...(deoptReason === undefined ? {} : { deoptReason }),
      };
      text += (node === 0 ? '' : ',') + JSON.stringify(record);
      if (text.length > 1 << 16) {
        yield text;
        text = '';
      }
    }
    const start = this.#start ?? 0;
    yield `${text}],"startTime":${String(start)},"endTime":${String(start + this.#duration)},"samples":[`;
    yield* joined(this.#samples, (node) => node + 1);
    yield '],"timeDeltas":[';
    yield* joined(this.#deltas, (delta) => delta);
    yield ']';
  }

  /** What ran between two segments nobody knows. */
  #pause(until: number): void {
    if (this.#start === undefined) return;
    const length = Math.max(0, until - this.#start - this.#duration);
    this.#sample(this.#program());
    this.#rest = length;
    this.#duration += length;
  }

  #program(): number {
    return this.#child(0, PROGRAM);
  }

  #sample(node: number): void {
    this.#samples.push(node);
    this.#deltas.push(this.#rest);
    this.#rest = 0;
  }

  /** @returns the merged node of each id; none for what the recorder itself did */
  #addNodes(nodes: readonly V8Node[], root: V8Node): ReadonlyMap<number, number> {
    const byId = new Map(nodes.map((node) => [node.id, node]));
    const merged = new Map<number, number>();
    const open: { readonly node: V8Node; readonly parent: number }[] = [{ node: root, parent: -1 }];
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      const { node, parent } = next;
      if (merged.has(node.id)) continue;
      const isOurs = parent >= 0 && this.#ours.has(node.callFrame.url);
      if (isOurs && !PASS_THROUGH.test(node.callFrame.functionName)) continue;
      const target = isOurs ? parent : this.#child(parent, node.callFrame);
      merged.set(node.id, target);
      this.#hits[target] = (this.#hits[target] ?? 0) + (node.hitCount ?? 0);
      if (!isOurs) this.#addDetails(target, node);
      for (const id of node.children ?? []) {
        const child = byId.get(id);
        if (child !== undefined) open.push({ node: child, parent: target });
      }
    }
    return merged;
  }

  #addDetails(target: number, { positionTicks, deoptReason }: V8Node): void {
    for (const { line, ticks } of positionTicks ?? []) {
      const key = target * LINE_LIMIT + Math.min(Math.max(line, 0), LINE_LIMIT - 1);
      this.#ticks.set(key, (this.#ticks.get(key) ?? 0) + ticks);
    }
    if (deoptReason !== undefined && deoptReason !== '') this.#deopts.set(target, deoptReason);
  }

  #child(parent: number, callFrame: V8CallFrame): number {
    const frame = this.#frames.numberOf(callFrame);
    const key = (parent + 1) * FRAME_LIMIT + frame;
    const known = this.#nodeByKey.get(key);
    if (known !== undefined) return known;
    const node = this.#parent.push(parent) - 1;
    this.#frame.push(frame);
    this.#hits.push(0);
    this.#children.push(undefined);
    this.#nodeByKey.set(key, node);
    if (parent >= 0) (this.#children[parent] ??= []).push(node);
    return node;
  }

  #isResting(node: number): boolean {
    const { functionName, url } = this.#frames.at(this.#frame[node] ?? 0);
    return url === '' && (functionName === '(idle)' || functionName === '(program)' || functionName === '(root)');
  }

  #ticksByNode(): ReadonlyMap<number, { line: number; ticks: number }[]> {
    const byNode = new Map<number, { line: number; ticks: number }[]>();
    for (const [key, ticks] of this.#ticks) {
      const node = Math.floor(key / LINE_LIMIT);
      const list = byNode.get(node);
      const tick = { line: key % LINE_LIMIT, ticks };
      if (list === undefined) byNode.set(node, [tick]);
      else list.push(tick);
    }
    return byNode;
  }
}

/**
 * The samples of a segment in the order of their times. Where a profile begins beside another, V8 has the stack of that moment in both, and in the
 * other one behind a later sample.
 */
function inOrder({ samples = [], timeDeltas = [] }: V8CpuProfile): Required<Pick<V8CpuProfile, 'samples' | 'timeDeltas'>> {
  if (!timeDeltas.some((delta) => delta < 0)) return { samples, timeDeltas };
  let clock = 0;
  const times = samples.map((_, index) => (clock += timeDeltas[index] ?? 0));
  const order = [...samples.keys()].sort((left, right) => (times[left] ?? 0) - (times[right] ?? 0));
  return {
    samples: order.map((index) => samples[index] ?? 0),
    timeDeltas: order.map((index, place) => (times[index] ?? 0) - (place === 0 ? 0 : times[order[place - 1] ?? 0] ?? 0)),
  };
}

function* joined(numbers: readonly number[], shown: (number: number) => number): Generator<string> {
  const size = 1 << 14;
  for (let from = 0; from < numbers.length; from += size) {
    yield (from === 0 ? '' : ',') + numbers.slice(from, from + size).map(shown).join(',');
  }
}
