import { Function as PprofFunction, Label, Line, Location, Profile as PprofProfile, Sample, StringTable, ValueType } from 'pprof-format';
import type { Profile, ProfileUnit } from '../profile.js';
import { stackOf, wordsOf } from './stacks.js';

/** The value's type and unit, and how many of the file's unit one of the model's is. */
const VALUES: Readonly<Record<ProfileUnit, readonly [type: string, unit: string, factor: number]>> = {
  microseconds: ['cpu', 'nanoseconds', 1000],
  bytes: ['space', 'bytes', 1],
  samples: ['samples', 'count', 1],
};

/**
 * Profiles of one unit as one pprof file, not yet zipped: `go tool pprof` reads it as it is. Each sample says in the label `thread` which
 * profile it is from; where the profile knows the lines of a function, a sample is split by them.
 * @throws RangeError when the profiles count in different units
 */
export function toPprof(profiles: readonly Profile[]): Uint8Array {
  const unit = profiles[0]?.unit ?? 'microseconds';
  if (profiles.some((each) => each.unit !== unit)) throw new RangeError('A pprof file holds values of one unit.');
  const writer = new PprofWriter(unit);
  for (const profile of profiles) writer.add(profile);
  return writer.encode();
}

class PprofWriter {
  private readonly strings = new StringTable();
  private readonly functions: PprofFunction[] = [];
  private readonly locations: Location[] = [];
  private readonly samples: Sample[] = [];
  private readonly functionIds = new Map<string, number>();
  private readonly locationIds = new Map<string, number>();
  private duration = 0;

  constructor(private readonly unit: ProfileUnit) {}

  add(profile: Profile): void {
    const { nodes, frames, name, samples, unit, total } = profile;
    const [, , factor] = VALUES[unit];
    const label = [new Label({ key: this.strings.dedup('thread'), str: this.strings.dedup(name) })];
    const places = Array.from({ length: frames.count }, (_, frame) => this.locationOf(profile, frame));
    const ticks = ticksOf(profile);
    for (let node = 0; node < nodes.count; node++) {
      const self = (nodes.self[node] ?? 0) * factor;
      if (self < 0.5) continue;
      const [, ...callers] = stackOf(nodes, node).reverse().map((each) => places[nodes.frame[each] ?? 0] ?? 0);
      const frame = nodes.frame[node] ?? 0;
      for (const { line, share } of ticks.get(node) ?? [{ line: 0, share: 1 }]) {
        const leaf = line === 0 ? (places[frame] ?? 0) : this.locationOf(profile, frame, line);
        this.samples.push(new Sample({ locationId: [leaf, ...callers], value: [Math.round(self * share)], label }));
      }
    }
    if (samples !== undefined && unit === 'microseconds') this.duration = Math.max(this.duration, total);
  }

  encode(): Uint8Array {
    const [type, unit] = VALUES[this.unit];
    const valueType = { type: this.strings.dedup(type), unit: this.strings.dedup(unit) };
    return new PprofProfile({
      sampleType: [new ValueType(valueType)],
      sample: this.samples,
      location: this.locations,
      function: this.functions,
      stringTable: this.strings,
      durationNanos: Math.round(this.duration * 1000),
    }).encode();
  }

  /** @param line a line in the function; without it the function's own */
  private locationOf(profile: Profile, frame: number, line?: number): number {
    const words = wordsOf(profile, frame);
    const functionKey = JSON.stringify([words.name, words.url, words.line, words.column]);
    const functionId = this.functionIds.get(functionKey) ?? this.functions.length + 1;
    if (functionId > this.functions.length) {
      this.functionIds.set(functionKey, functionId);
      const name = this.strings.dedup(words.name);
      this.functions.push(new PprofFunction({ id: functionId, name, systemName: name, filename: this.strings.dedup(words.url), startLine: words.line }));
    }
    const place = line === undefined || line === words.line ? { line: words.line, column: words.column } : { line, column: 0 };
    const key = `${String(functionId)}:${String(place.line)}`;
    const id = this.locationIds.get(key) ?? this.locations.length + 1;
    if (id > this.locations.length) {
      this.locationIds.set(key, id);
      this.locations.push(new Location({ id, line: [new Line({ functionId, ...place })] }));
    }
    return id;
  }
}

/** Which part of a call's own value each line has, by call. */
function ticksOf({ lineTicks }: Profile): ReadonlyMap<number, readonly { readonly line: number; readonly share: number }[]> {
  const sums = new Map<number, number>();
  for (let row = 0; row < lineTicks.count; row++) {
    const node = lineTicks.node[row] ?? 0;
    sums.set(node, (sums.get(node) ?? 0) + (lineTicks.ticks[row] ?? 0));
  }
  const shares = new Map<number, { line: number; share: number }[]>();
  for (let row = 0; row < lineTicks.count; row++) {
    const node = lineTicks.node[row] ?? 0;
    const share = (lineTicks.ticks[row] ?? 0) / (sums.get(node) ?? 1);
    if (!(share > 0)) continue;
    const lines = shares.get(node) ?? [];
    lines.push({ line: lineTicks.line[row] ?? 0, share });
    shares.set(node, lines);
  }
  return shares;
}
