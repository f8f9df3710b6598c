import { NO_NODE, type NodeTable, type Profile, type ProfileUnit, type SampleTable } from '../profile.js';
import { stackOf, wordsOf } from './stacks.js';

const UNITS: Readonly<Record<ProfileUnit, string>> = { microseconds: 'microseconds', bytes: 'bytes', samples: 'none' };

/**
 * Profiles as one file for https://www.speedscope.app, in pieces, because a large profile is longer than a text may be. Samples are
 * written as frames that open and close; without samples each call is a stack with its own value.
 * @param title what the viewer calls the file
 * @param exporter what wrote it
 */
export function* toSpeedscope(profiles: readonly Profile[], title: string, exporter: string): Generator<string> {
  const frames = new SharedFrames();
  const tables = profiles.map((profile) => frames.add(profile));
  yield `{"$schema":"https://www.speedscope.app/file-format-schema.json","name":${JSON.stringify(title)},"exporter":${JSON.stringify(exporter)},`;
  yield `"activeProfileIndex":0,"shared":{"frames":[${frames.rows.join(',')}]},"profiles":[`;
  for (const [index, profile] of profiles.entries()) {
    const { name, unit, nodes, samples } = profile;
    const frameOf = (node: number): number => tables[index]?.[nodes.frame[node] ?? 0] ?? 0;
    const head = `${index === 0 ? '' : ','}{"name":${JSON.stringify(name)},"unit":"${UNITS[unit]}","startValue":0`;
    if (samples !== undefined && unit === 'microseconds') {
      yield `${head},"type":"evented","endValue":${String(samples.start[samples.count] ?? 0)},"events":[`;
      yield* separated(eventsOf(nodes, samples, frameOf));
      yield ']}';
      continue;
    }
    const called = [...nodes.self.keys()].filter((node) => (nodes.self[node] ?? 0) > 0);
    yield `${head},"type":"sampled","endValue":${String(profile.total)},"samples":[`;
    yield* separated(mapped(called, (node) => JSON.stringify(stackOf(nodes, node).map(frameOf))));
    yield '],"weights":[';
    yield* separated(mapped(called, (node) => String(nodes.self[node] ?? 0)));
    yield ']}';
  }
  yield ']}\n';
}

class SharedFrames {
  readonly rows: string[] = [];
  private readonly indexOfRow = new Map<string, number>();

  /** @returns the file's index of each of the profile's frames */
  add(profile: Profile): Uint32Array {
    return Uint32Array.from({ length: profile.frames.count }, (_, frame) => {
      const { name, url, line, column } = wordsOf(profile, frame);
      const row = JSON.stringify({ name, ...(url === '' ? {} : { file: url }), ...(line === 0 ? {} : { line }), ...(column === 0 ? {} : { col: column }) });
      const known = this.indexOfRow.get(row);
      if (known !== undefined) return known;
      this.indexOfRow.set(row, this.rows.length);
      return this.rows.push(row) - 1;
    });
  }
}

/** What closes and opens between each sample and the next. */
function* eventsOf(nodes: NodeTable, samples: SampleTable, frameOf: (node: number) => number): Generator<string> {
  const event = (type: 'O' | 'C', node: number, at: number): string => `{"type":"${type}","frame":${String(frameOf(node))},"at":${String(at)}}`;
  let open: readonly number[] = [];
  for (let sample = 0; sample < samples.count; sample++) {
    const at = samples.start[sample] ?? 0;
    const node = samples.node[sample] ?? NO_NODE;
    const stack = node === NO_NODE ? [] : stackOf(nodes, node);
    let same = 0;
    while (same < open.length && open[same] === stack[same]) same++;
    for (let depth = open.length - 1; depth >= same; depth--) yield event('C', open[depth] ?? 0, at);
    for (let depth = same; depth < stack.length; depth++) yield event('O', stack[depth] ?? 0, at);
    open = stack;
  }
  for (const node of open.toReversed()) yield event('C', node, samples.start[samples.count] ?? 0);
}

function* mapped<T>(items: Iterable<T>, of: (item: T) => string): Generator<string> {
  for (const item of items) yield of(item);
}

/** With commas between, in pieces of some size. */
function* separated(items: Iterable<string>): Generator<string> {
  const PIECE = 1 << 16;
  let piece = '';
  let first = true;
  for (const item of items) {
    piece += first ? item : `,${item}`;
    first = false;
    if (piece.length < PIECE) continue;
    yield piece;
    piece = '';
  }
  yield piece;
}
