import { FlattenMap, GREATEST_LOWER_BOUND, LEAST_UPPER_BOUND, decodedMappings, originalPositionFor, type SourceMapInput, type TraceMap } from '@jridgewell/trace-mapping';
import type { SourceMapText } from './mapping-comment.js';
import { fileUrl, sourcePlaceOf, type SourcePlace } from './source-url.js';

/** A place in an authored file. */
export interface AuthoredPlace {
  /** Index of the map's source. */
  readonly source: number;
  /** 1-based, as is the column. */
  readonly line: number;
  readonly column: number;
  /** What the map says that the identifier there was called before it was renamed. */
  readonly name: string | undefined;
}

type SourceMapSegments = ReturnType<typeof decodedMappings>[number];

/** Lines of one generated line that a tick may mean; of more it says nothing. */
const MOST_LINES = 4;

/** A source map that has been read. Maps of maps are not followed. */
export class SourceMap {
  private readonly lines = new Map<number, ReadonlyMap<number, readonly number[]>>();

  private readonly indexOfUrl: ReadonlyMap<string, number>;

  private constructor(private readonly map: TraceMap) {
    this.indexOfUrl = new Map(map.resolvedSources.map((url, index) => [url, index]));
  }

  /** `undefined` for what is no source map. Indexed maps are read as well. */
  static read({ text, url }: SourceMapText): SourceMap | undefined {
    try {
      // Some servers put this before JSON.
      const parsed = JSON.parse(text.replace(/^\uFEFF?(?:\)\]\}'[^\n]*\n)?/, '')) as SourceMapInput;
      if (typeof parsed !== 'object' || parsed === null || !('mappings' in parsed || 'sections' in parsed)) return undefined;
      const map = new FlattenMap(parsed, fileUrl(url));
      // Decoding comes late and fails then.
      decodedMappings(map);
      return new SourceMap(map);
    } catch {
      return undefined;
    }
  }

  get sourceCount(): number {
    return this.map.resolvedSources.length;
  }

  /** Where a source is, if it is anywhere. */
  placeOf(source: number): SourcePlace | undefined {
    const url = this.map.resolvedSources[source];
    return typeof url === 'string' && url !== '' && typeof this.map.sources[source] === 'string' ? sourcePlaceOf(url) : undefined;
  }

  /** A source's text, where the map has it. */
  textOf(source: number): string | undefined {
    return this.map.sourcesContent?.[source] ?? undefined;
  }

  /** What a 1-based place of the generated file was written as: by what is mapped there or last before it in its line. */
  placeAt(line: number, column: number): AuthoredPlace | undefined {
    return this.trace(line, column, GREATEST_LOWER_BOUND);
  }

  /** By what is mapped next in its line. */
  placeAfter(line: number, column: number): AuthoredPlace | undefined {
    return this.trace(line, column + 1, LEAST_UPPER_BOUND);
  }

  /** What a line of the generated file was written as where it begins. */
  placeOfLine(line: number): AuthoredPlace | undefined {
    const first = this.ownSegments(line).find((segment) => segment.length > 1);
    return first === undefined ? undefined : this.placeAt(line, first[0] + 1);
  }

  /** The line of a source that a line of the generated file was written as; `undefined` where it was several far apart. */
  lineAt(line: number, source: number): number | undefined {
    const lines = this.linesOf(line).get(source);
    return lines === undefined || lines.length > MOST_LINES ? undefined : lines[0];
  }

  /** esbuild begins a line with what the line before ended with: that is no more than a filler. */
  private ownSegments(line: number): SourceMapSegments {
    const lines = decodedMappings(this.map);
    const segments = lines[line - 1] ?? [];
    const [first, second] = segments;
    const last = lines[line - 2]?.at(-1);
    const isFiller = first !== undefined && second !== undefined && last !== undefined && first[0] === 0 && first.slice(1, 4).join() === last.slice(1, 4).join();
    return isFiller ? segments.slice(1) : segments;
  }

  private trace(line: number, column: number, bias: typeof GREATEST_LOWER_BOUND | typeof LEAST_UPPER_BOUND): AuthoredPlace | undefined {
    const found = originalPositionFor(this.map, { line, column: Math.max(0, column - 1), bias });
    const source = found.source === null ? undefined : this.indexOfUrl.get(found.source);
    return found.line === null || source === undefined ? undefined : { source, line: found.line, column: found.column + 1, name: found.name ?? undefined };
  }

  /** Different lines of each source that stand in a generated line, in their order, one more than counts at most. */
  private linesOf(line: number): ReadonlyMap<number, readonly number[]> {
    const known = this.lines.get(line);
    if (known !== undefined) return known;
    const found = new Map<number, number[]>();
    for (const segment of this.ownSegments(line)) {
      if (segment.length === 1) continue;
      const [, source, authored] = segment;
      const lines = found.get(source) ?? [];
      if (lines.length <= MOST_LINES && !lines.includes(authored + 1)) lines.push(authored + 1);
      found.set(source, lines);
    }
    this.lines.set(line, found);
    return found;
  }
}
