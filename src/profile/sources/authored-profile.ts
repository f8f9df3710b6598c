import { assembleProfile } from '../assemble.js';
import { FrameTableBuilder } from '../frame-table.js';
import { FrameKind, type LineTicks, type Profile } from '../profile.js';
import type { SourceMapText } from './mapping-comment.js';
import { SourceMap, type AuthoredPlace } from './source-map.js';

/** What the host can say of files; it decides what may be read. */
export interface SourceLookup {
  /** The map of a script by the URL that frames have; a sentence when there should be one that cannot be read. */
  mapFor(url: string): SourceMapText | { readonly problem: string } | undefined;
  /** The URL of a file that is below one of the project's folders, such as `src/a.ts`, if there is one. `near` is the script that was made of it. */
  find(below: string, near: string): string | undefined;
  /** The innermost function around a 1-based place of a file, from its text; `undefined` where the text is not to be had. */
  functionAt(file: AuthoredFile, line: number, column: number): AuthoredFunction | undefined;
}

export interface AuthoredFile {
  readonly url: string;
  /** As it was when the program was made, where the map has it; else what is on disk has to do. */
  readonly text: string | undefined;
}

/** A function in the text that people wrote. */
export interface AuthoredFunction {
  /** What people call it; empty where nothing does, as for the top level. */
  readonly name: string;
  /** Where it begins, 1-based, as V8 counts. */
  readonly line: number;
  readonly column: number;
  /** The place asked for is before its body. */
  readonly inHead: boolean;
}

/**
 * The profile in the places and under the names in which people wrote the program: frames and lines of scripts that have a source map are
 * those of its sources, and functions without a name are called as the text calls them. What has no map, or is not in its map, stays
 * where it is.
 */
export function authoredProfile(profile: Profile, lookup: SourceLookup): Profile {
  const tracer = new Tracer(lookup);
  const { frames, nodes } = profile;
  const builder = new FrameTableBuilder();
  const hotLines = hotLinesByFrame(profile);
  const traced = Array.from({ length: frames.count }, (_, frame) => tracer.trace(frameOf(profile, frame), hotLines.get(frame) ?? []));
  if (traced.every((each, frame) => each.name === frameOf(profile, frame).name && each.source === undefined)) return withNotes(profile, tracer.notes);
  const frameIndex = Uint32Array.from(traced, ({ name, url, line, column }, frame) => builder.add(name, url, line, column, frames.kind[frame] as FrameKind));
  const { name, kind, unit, samples, startedAt } = profile;
  const ticks = tracedTicks(profile, traced);
  if (ticks.lost > 0) tracer.note('Which lines were hot is not known for code that a bundler or compiler put on one line.');
  return assembleProfile({
    name,
    kind,
    unit,
    frames: builder.build(),
    parent: nodes.parent,
    frame: nodes.frame.map((frame) => frameIndex[frame] as number),
    self: nodes.self,
    ...(samples === undefined ? {} : { samples }),
    lineTicks: ticks.kept,
    notes: [...profile.notes, ...tracer.notes],
    ...(startedAt === undefined ? {} : { startedAt }),
  });
}

function withNotes(profile: Profile, notes: readonly string[]): Profile {
  return notes.length === 0 ? profile : { ...profile, notes: [...profile.notes, ...notes] };
}

interface Frame {
  readonly name: string;
  readonly url: string;
  readonly line: number;
  readonly column: number;
  readonly kind: FrameKind;
}

/** A frame as it was written; `source` and `map` where a map led there. */
interface TracedFrame extends Frame {
  readonly map?: SourceMap;
  readonly source?: number;
}

function frameOf({ frames }: Profile, frame: number): Frame {
  return {
    name: frames.strings[frames.name[frame] as number] ?? '',
    url: frames.strings[frames.url[frame] as number] ?? '',
    line: frames.line[frame] as number,
    column: frames.column[frame] as number,
    kind: frames.kind[frame] as FrameKind,
  };
}

function isTopLevel({ name, line, column }: Frame): boolean {
  return line === 1 && column === 1 && name === '';
}

class Tracer {
  private readonly maps = new Map<string, SourceMap | undefined>();
  private readonly urls = new Map<SourceMap, Map<number, string | undefined>>();
  private readonly noted = new Set<string>();

  constructor(private readonly lookup: SourceLookup) {}

  get notes(): readonly string[] {
    return [...this.noted];
  }

  note(sentence: string): void {
    this.noted.add(sentence);
  }

  /** @param hotLines lines at which it was seen */
  trace(frame: Frame, hotLines: readonly number[]): TracedFrame {
    if (frame.kind !== FrameKind.code || frame.url === '' || frame.line === 0) return frame;
    const map = this.mapOf(frame.url);
    return (map === undefined ? undefined : (this.traceBy(map, frame) ?? this.traceByLines(map, frame, hotLines))) ?? this.named(frame);
  }

  /** A compiler may write the beginning of a function anew, as for private methods, and leave its lines as they were. */
  private traceByLines(map: SourceMap, frame: Frame, hotLines: readonly number[]): TracedFrame | undefined {
    if (isTopLevel(frame)) return undefined;
    for (const line of hotLines) {
      const place = line > frame.line ? map.placeOfLine(line) : undefined;
      const found = place === undefined ? undefined : this.at(map, place, frame)?.traced;
      if (found !== undefined && !isTopLevel(found)) return found;
    }
    return undefined;
  }

  private traceBy(map: SourceMap, frame: Frame): TracedFrame | undefined {
    // The top level of a script begins before everything that is mapped: it is the source's own when there is only one.
    if (isTopLevel(frame)) return map.sourceCount === 1 ? this.at(map, { source: 0, line: 1, column: 1, name: undefined }, frame)?.traced : undefined;
    const place = map.placeAt(frame.line, frame.column);
    if (place === undefined) return undefined;
    const before = this.at(map, place, frame);
    if (before?.inHead !== false) return before?.traced;
    // The map has nothing for the beginning of this function, which a compiler or bundler put there: what comes next is in it.
    const next = map.placeAfter(frame.line, frame.column);
    return (next === undefined ? undefined : this.at(map, next, frame)?.traced) ?? before.traced;
  }

  /** The frame as the function at a place of a source. */
  private at(map: SourceMap, { source, line, column, name }: AuthoredPlace, frame: Frame): { readonly traced: TracedFrame; readonly inHead: boolean } | undefined {
    const url = this.urlOf(map, source, frame.url);
    if (url === undefined) return undefined;
    const found = this.lookup.functionAt({ url, text: map.textOf(source) }, line, column);
    const placed = { url, kind: frame.kind, map, source };
    if (found === undefined) return { inHead: true, traced: { ...placed, name: frame.name === '' ? '' : (name ?? frame.name), line, column } };
    // V8's own words for what runs without a function, such as the fields of a class.
    const known = frame.name.startsWith('<') ? frame.name : found.name;
    return { inHead: found.inHead, traced: { ...placed, name: known, line: found.line, column: found.column } };
  }

  /** Of functions that stay where they are only those without a name are looked up. */
  private named(frame: Frame): TracedFrame {
    if (frame.name !== '' || frame.column === 0 || isTopLevel(frame)) return frame;
    const found = this.lookup.functionAt({ url: frame.url, text: undefined }, frame.line, frame.column);
    return found?.inHead === true ? { ...frame, name: found.name } : frame;
  }

  private mapOf(url: string): SourceMap | undefined {
    if (this.maps.has(url)) return this.maps.get(url);
    const text = this.lookup.mapFor(url);
    const map = text === undefined || 'problem' in text ? undefined : SourceMap.read(text);
    if (text !== undefined && 'problem' in text) this.note(text.problem);
    else if (text !== undefined && map === undefined) this.note(`The source map of ${url} is none that can be read: places in it are those of the script.`);
    this.maps.set(url, map);
    return map;
  }

  private urlOf(map: SourceMap, source: number, script: string): string | undefined {
    const urls = this.urls.get(map) ?? new Map<number, string | undefined>();
    this.urls.set(map, urls);
    if (!urls.has(source)) {
      const place = map.placeOf(source);
      urls.set(source, place === undefined || 'url' in place ? place?.url : (this.lookup.find(place.below, script) ?? place.below));
    }
    return urls.get(source);
  }
}

/** Lines of each frame at which it was seen, in the order of the file. */
function hotLinesByFrame({ lineTicks, nodes }: Profile): ReadonlyMap<number, readonly number[]> {
  const lines = new Map<number, number[]>();
  for (let row = 0; row < lineTicks.count; row++) {
    const frame = nodes.frame[lineTicks.node[row] as number] as number;
    const known = lines.get(frame) ?? [];
    if (known.length < LINES_LOOKED_AT) known.push(lineTicks.line[row] as number);
    lines.set(frame, known);
  }
  return lines;
}

const LINES_LOOKED_AT = 20;

/** Ticks at the lines of the sources; those whose line cannot be told are lost. */
function tracedTicks({ lineTicks, nodes }: Profile, traced: readonly TracedFrame[]): { readonly kept: LineTicks; readonly lost: number } {
  const rows = new Map<string, { readonly node: number; readonly line: number; ticks: number }>();
  let lost = 0;
  for (let row = 0; row < lineTicks.count; row++) {
    const node = lineTicks.node[row] as number;
    const ticks = lineTicks.ticks[row] as number;
    const generated = lineTicks.line[row] as number;
    const { map, source } = traced[nodes.frame[node] as number] ?? {};
    const line = map === undefined || source === undefined ? generated : map.lineAt(generated, source);
    if (line === undefined) {
      lost += ticks;
      continue;
    }
    const key = `${String(node)}:${String(line)}`;
    const known = rows.get(key);
    if (known === undefined) rows.set(key, { node, line, ticks });
    else known.ticks += ticks;
  }
  const kept = [...rows.values()];
  return {
    lost,
    kept: { count: kept.length, node: Uint32Array.from(kept, ({ node }) => node), line: Int32Array.from(kept, ({ line }) => line), ticks: Uint32Array.from(kept, ({ ticks }) => ticks) },
  };
}
