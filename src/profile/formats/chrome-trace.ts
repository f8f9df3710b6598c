import { assembleProfile } from '../assemble.js';
import { FrameTableBuilder } from '../frame-table.js';
import { FrameKind, type LineTicks, type Profile, type ProfileSet } from '../profile.js';
import { UnreadableProfile, type Format } from './format.js';
import { listOf, numberOf, objectOf, textOf, type Json, type JsonObject } from './json-text.js';
import { CUT_OFF, bySize, textOfHead, unknownCalls } from './reading.js';
import { timedSamples } from './sample-times.js';
import { TraceEvents } from './trace-events.js';

/**
 * The CPU profiles in a trace of Chrome, Edge or Node (`--trace-event-categories v8.cpu_profiler`): one for each thread that was sampled,
 * in a `Profile` event that begins it and `ProfileChunk` events, or in older traces one `CpuProfile` event.
 * https://docs.google.com/document/d/1CvAClvFfyA5R-PhYUmn5OOQtYMH4h6I0nSsKchNAySU and v8/src/profiler/profile-generator.cc
 */
export const chromeTrace: Format = {
  id: 'chrome-trace',
  title: 'Chrome trace',
  extensions: ['.trace', '.devtools'],
  recognises: (bytes) => {
    const head = textOfHead(bytes);
    // DevTools may write large metadata before the events.
    if (/^\uFEFF?\s*\{/.test(head)) return /"traceEvents"\s*:\s*\[/.test(head) || /^\uFEFF?\s*\{\s*"metadata"\s*:\s*\{/.test(head);
    return /^\uFEFF?\s*\[\s*\{/.test(head) && /"ph"\s*:\s*"/.test(head);
  },
  read,
};

const EVENTS = ['Profile', 'ProfileChunk', 'CpuProfile', 'thread_name'] as const;

function read(bytes: Uint8Array): ProfileSet {
  const events = new TraceEvents(bytes, EVENTS);
  const threads = new Map<string, string>();
  const streams = new Map<string, SampledThread>();
  for (const event of events) {
    const { name, pid, tid, id } = event;
    const data = objectOf(event['args']);
    if (name === 'thread_name') threads.set(keyOf(pid, tid), textOf(data?.['name']) ?? '');
    else if (EVENTS.some((each) => each === name)) {
      // A thread may be profiled twice in one trace; a chunk may be written by another thread than the one it is of.
      const key = name === 'CpuProfile' ? keyOf(pid, tid, 'whole') : keyOf(pid, id ?? objectOf(event['id2'])?.['local'] ?? tid);
      const stream = streams.get(key) ?? { pid, tid, startTime: NaN, chunks: [] };
      if (name === 'Profile') Object.assign(stream, { tid, startTime: numberOf(objectOf(data?.['data'])?.['startTime']) ?? NaN });
      else stream.chunks.push({ at: numberOf(event['ts']) ?? 0, data: objectOf(data?.['data']) ?? {} });
      streams.set(key, stream);
    }
  }
  const profiles = [...streams.values()].flatMap((stream) => {
    const named = threads.get(keyOf(stream.pid, stream.tid)) ?? `thread ${textFrom(stream.tid)}`;
    const profile = profileOf(stream, `${named} (process ${textFrom(stream.pid)})`, events.cut ? [CUT_OFF] : []);
    return profile === undefined ? [] : [profile];
  });
  if (profiles.length === 0) throw new UnreadableProfile('The trace holds no CPU profile: it was recorded without JavaScript samples.');
  return { profiles: bySize(profiles), capture: undefined };
}

interface SampledThread {
  readonly pid: Json | undefined;
  readonly tid: Json | undefined;
  /** Microseconds; NaN where it is not said. */
  readonly startTime: number;
  readonly chunks: { readonly at: number; readonly data: JsonObject }[];
}

function keyOf(...ids: readonly (Json | undefined)[]): string {
  return JSON.stringify(ids);
}

function textFrom(id: Json | undefined): string {
  return typeof id === 'number' || typeof id === 'string' ? String(id) : '?';
}

function profileOf({ startTime, chunks }: SampledThread, name: string, before: readonly string[]): Profile | undefined {
  const reader = new ChunkReader(startTime);
  for (const { data } of chunks.sort((a, b) => a.at - b.at)) reader.add(data);
  return reader.profile(name, before);
}

/** Columns of one thread; node 0 is a root of our own, which the file's becomes one with. */
class ChunkReader {
  private readonly frames = new FrameTableBuilder();
  private readonly frame: number[] = [this.frames.add('(root)', '', 0, 0, FrameKind.root)];
  private readonly parent: number[] = [-1];
  private readonly nodeOfId = new Map<number, number>();
  private readonly samples: number[] = [];
  private readonly deltas: number[] = [];
  private readonly ticks = new Map<string, { readonly node: number; readonly line: number; ticks: number }>();
  private unknown = 0;
  private endTime = NaN;

  constructor(private startTime: number) {}

  add(data: JsonObject): void {
    const profile = objectOf(data['cpuProfile']) ?? {};
    const nodes = (listOf(profile['nodes']) ?? []).map((each) => objectOf(each) ?? {});
    const first = this.frame.length;
    for (const node of nodes) this.addNode(node);
    nodes.forEach((node, index) => this.link(first + index, node));
    const samples = listOf(profile['samples']) ?? [];
    const deltas = listOf(data['timeDeltas']) ?? listOf(profile['timeDeltas']) ?? [];
    const lines = listOf(data['lines']) ?? listOf(profile['lines']) ?? [];
    samples.forEach((id, index) => {
      const node = this.nodeOfId.get(numberOf(id) ?? NaN) ?? 0;
      if (node === 0) this.unknown++;
      this.samples.push(node);
      this.deltas.push(numberOf(deltas[index]) ?? NaN);
      this.tick(node, numberOf(lines[index]) ?? 0);
    });
    if (Number.isNaN(this.startTime)) this.startTime = numberOf(profile['startTime']) ?? NaN;
    this.endTime = numberOf(profile['endTime']) ?? numberOf(data['endTime']) ?? this.endTime;
  }

  profile(name: string, before: readonly string[]): Profile | undefined {
    if (this.samples.length === 0) return undefined;
    const { startTime, endTime } = this;
    const timed = timedSamples(Uint32Array.from(this.samples), { startTime, endTime, timeDeltas: Float64Array.from(this.deltas), hits: this.samples.length });
    const unknown = this.unknown > 0 ? [unknownCalls(this.unknown)] : [];
    return assembleProfile({
      name,
      kind: 'cpu',
      unit: 'microseconds',
      frames: this.frames.build(),
      parent: Int32Array.from(this.parent),
      frame: Uint32Array.from(this.frame),
      samples: timed.samples,
      lineTicks: this.lineTicks(),
      notes: [...before, ...unknown, ...timed.notes],
      ...(timed.startedAt === undefined ? {} : { startedAt: timed.startedAt }),
    });
  }

  private addNode(source: JsonObject): void {
    const call = objectOf(source['callFrame']);
    // Lines and columns are 0-based, and not there for what is no function.
    const place = [(numberOf(call?.['lineNumber']) ?? -1) + 1, (numberOf(call?.['columnNumber']) ?? -1) + 1] as const;
    const node = this.frame.push(this.frames.add(textOf(call?.['functionName']) ?? '', textOf(call?.['url']) ?? '', ...place)) - 1;
    this.parent.push(0);
    const id = numberOf(source['id']);
    if (id !== undefined) this.nodeOfId.set(id, node);
  }

  /** A chunk's nodes name their callers; older events list callees. */
  private link(node: number, source: JsonObject): void {
    const caller = numberOf(source['parent']);
    if (caller !== undefined) this.parent[node] = this.nodeOfId.get(caller) ?? 0;
    for (const each of listOf(source['children']) ?? []) {
      const callee = this.nodeOfId.get(numberOf(each) ?? NaN);
      if (callee !== undefined) this.parent[callee] = node;
    }
  }

  private tick(node: number, line: number): void {
    if (!Number.isInteger(line) || line < 1 || line > 0x7fff_ffff || node === 0) return;
    const key = `${String(node)}:${String(line)}`;
    const known = this.ticks.get(key);
    if (known === undefined) this.ticks.set(key, { node, line, ticks: 1 });
    else known.ticks++;
  }

  private lineTicks(): LineTicks {
    const rows = [...this.ticks.values()];
    return {
      count: rows.length,
      node: Uint32Array.from(rows, ({ node }) => node),
      line: Int32Array.from(rows, ({ line }) => line),
      ticks: Uint32Array.from(rows, ({ ticks }) => ticks),
    };
  }
}
