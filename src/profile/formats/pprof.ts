import type { Profile, ProfileSet, ProfileUnit } from '../profile.js';
import { UnreadableProfile, type Format } from './format.js';
import { ProfileBuilder } from './profile-builder.js';
import { ProtobufReader } from './protobuf.js';
import { CUT_OFF } from './reading.js';

/**
 * pprof, unzipped: stacks of locations with a value for each of several types. Read straight from its bytes, because `pprof-format`
 * makes an object of every sample, reads negative numbers as huge ones, and takes quadratic time for a varint without end.
 * https://github.com/google/pprof/blob/main/proto/profile.proto
 */
export const pprof: Format = { id: 'pprof', title: 'pprof', extensions: ['.pprof', '.pb', '.pb.gz'], recognises, read };

function recognises(head: Uint8Array): boolean {
  const reader = new ProtobufReader(head);
  const seen = new Set<number>();
  for (let fields = 0; fields < FIELDS_LOOKED_AT && reader.next(); fields++) {
    if (reader.field > LAST_FIELD || (reader.field === SAMPLE_TYPE && valueTypeOf(reader.message()) === undefined)) return false;
    seen.add(reader.field);
    if (reader.field !== SAMPLE_TYPE) reader.skip();
  }
  return seen.has(SAMPLE_TYPE) && seen.size > 1;
}

const FIELDS_LOOKED_AT = 1000;
/** Programs write one to five. */
const MOST_TYPES = 32;
const [SAMPLE_TYPE, SAMPLE, MAPPING, LOCATION, FUNCTION, STRING, DEFAULT_SAMPLE_TYPE, LAST_FIELD] = [1, 2, 3, 4, 5, 6, 14, 15];

function read(bytes: Uint8Array): ProfileSet {
  const tables = tablesOf(bytes);
  const types = tables.sampleTypes.slice(0, MOST_TYPES).map(({ type, unit }) => ({ name: tables.strings[type] ?? '', unit: tables.strings[unit] ?? '' }));
  if (types.length === 0) throw new UnreadableProfile('The pprof file names no type of value.');
  const measures = types.flatMap(({ name, unit }, column) => {
    const known = UNITS.get(unit);
    return known === undefined ? [] : [{ name, column, unit: known[0], factor: known[1] }];
  });
  const shown = measures.length > 0 ? measures : types.map(({ name }, column) => ({ name, column, unit: 'samples' as const, factor: 1 }));
  const preferred = tables.strings[tables.defaultType] ?? '';
  // The pprof tool shows the last type unless the file names another.
  const first = shown.find(({ name }) => preferred !== '' && name === preferred) ?? shown.at(-1);
  const counts = types.findIndex(({ unit }) => unit === 'count');
  const profiles = [...shown].sort((a, b) => Number(b === first) - Number(a === first)).map((measure) => profileOf(bytes, tables, measure, counts));
  return { profiles, capture: undefined };
}

/** How many of the model's units one of the file's is. */
const UNITS: ReadonlyMap<string, readonly [unit: ProfileUnit, factor: number]> = new Map([
  ['nanoseconds', ['microseconds', 1e-3]],
  ['microseconds', ['microseconds', 1]],
  ['milliseconds', ['microseconds', 1e3]],
  ['seconds', ['microseconds', 1e6]],
  ['bytes', ['bytes', 1]],
  ['kilobytes', ['bytes', 1024]],
  ['megabytes', ['bytes', 1024 ** 2]],
] as const);

interface Measure {
  readonly name: string;
  readonly column: number;
  readonly unit: ProfileUnit;
  readonly factor: number;
}

/** Indices into the table of strings. */
interface ValueType {
  readonly type: number;
  readonly unit: number;
}

interface FunctionOfFile {
  readonly name: number;
  readonly file: number;
  readonly line: number;
}

interface Position {
  readonly line: number;
  readonly column: number;
}

interface LineOfLocation extends Position {
  readonly functionId: number;
}

interface LocationOfFile {
  /** The innermost of inlined functions first. */
  readonly lines: readonly LineOfLocation[];
  readonly address: number;
  readonly mapping: number;
}

interface Tables {
  readonly sampleTypes: ValueType[];
  readonly strings: string[];
  readonly functions: Map<number, FunctionOfFile>;
  readonly locations: Map<number, LocationOfFile>;
  /** The file name of a mapping. */
  readonly mappings: Map<number, number>;
  /** The first place seen in a function: where its own is not given, one that is surely in it. */
  readonly firstPlaces: Map<number, Position>;
  defaultType: number;
  cut: boolean;
}

function tablesOf(bytes: Uint8Array): Tables {
  const tables: Tables = {
    sampleTypes: [], strings: [], functions: new Map(), locations: new Map(), mappings: new Map(), firstPlaces: new Map(), defaultType: 0, cut: false,
  };
  const reader = new ProtobufReader(bytes);
  while (reader.next()) {
    if (reader.field === SAMPLE_TYPE) tables.sampleTypes.push(valueTypeOf(reader.message()) ?? { type: 0, unit: 0 });
    else if (reader.field === STRING) tables.strings.push(reader.text());
    else if (reader.field === FUNCTION) {
      const fields = numbersOf(reader.message());
      tables.functions.set(fields[1] ?? 0, { name: fields[2] || (fields[3] ?? 0), file: fields[4] ?? 0, line: fields[5] ?? 0 });
    } else if (reader.field === MAPPING) {
      const fields = numbersOf(reader.message());
      tables.mappings.set(fields[1] ?? 0, fields[5] ?? 0);
    } else if (reader.field === LOCATION) addLocation(reader.message(), tables);
    else if (reader.field === DEFAULT_SAMPLE_TYPE) tables.defaultType = reader.number();
    else reader.skip();
  }
  tables.cut = reader.broken;
  return tables;
}

function valueTypeOf(message: ProtobufReader): ValueType | undefined {
  const fields = numbersOf(message);
  return message.broken || Object.keys(fields).some((field) => field !== '1' && field !== '2') ? undefined : { type: fields[1] ?? 0, unit: fields[2] ?? 0 };
}

/** The fields of a message that has plain numbers only; the last of each. */
function numbersOf(message: ProtobufReader): Record<number, number | undefined> {
  const fields: Record<number, number | undefined> = {};
  while (message.next()) fields[message.field] = message.number();
  return fields;
}

function addLocation(message: ProtobufReader, { locations, firstPlaces }: Tables): void {
  const LINE = 4;
  const fields: Record<number, number> = {};
  const lines: LineOfLocation[] = [];
  while (message.next()) {
    if (message.field !== LINE) fields[message.field] = message.number();
    else {
      const { 1: functionId = 0, 2: line = 0, 3: column = 0 } = numbersOf(message.message());
      lines.push({ functionId, line, column });
      const first = firstPlaces.get(functionId);
      const before = first === undefined || line < first.line || (line === first.line && column < first.column);
      if (line > 0 && before) firstPlaces.set(functionId, { line, column });
    }
  }
  locations.set(fields[1] ?? 0, { lines, mapping: fields[2] ?? 0, address: fields[3] ?? 0 });
}

/** Inlined frames make a stack longer than its bytes are many; more than this for each byte is no program's. */
const FRAMES_PER_BYTE = 4;

function profileOf(bytes: Uint8Array, tables: Tables, { name, column, unit, factor }: Measure, counts: number): Profile {
  const builder = new ProfileBuilder();
  const frames = new FramesOfLocations(tables, builder);
  let budget = bytes.length * FRAMES_PER_BYTE + 1_000_000;
  const reader = new ProtobufReader(bytes);
  while (reader.next()) {
    if (reader.field !== SAMPLE) {
      reader.skip();
      continue;
    }
    const { locations, values } = sampleOf(reader.message());
    let stack: number | undefined;
    for (const location of locations.reverse()) {
      const called = frames.of(location);
      budget -= called.length;
      for (const frame of budget < 0 ? [] : called) stack = builder.step(stack, frame);
    }
    const node = stack ?? builder.root;
    builder.spend(node, (values[column] ?? 0) * factor);
    const leaf = tables.locations.get(locations.at(-1) ?? 0)?.lines[0]?.line ?? 0;
    builder.tick(node, leaf, counts === -1 ? 1 : values[counts]);
  }
  if (budget < 0) builder.note('The file inlines more functions than it has bytes for: some stacks are shown shorter than they were.');
  if (tables.cut) builder.note(CUT_OFF);
  if (tables.sampleTypes.length > MOST_TYPES) builder.note(`The file has more than ${String(MOST_TYPES)} types of values: the others are left out.`);
  return builder.build({ name, kind: unit === 'bytes' ? 'heap' : 'cpu', unit, timed: false });
}

function sampleOf(message: ProtobufReader): { readonly locations: number[]; readonly values: readonly number[] } {
  const [LOCATION_ID, VALUE] = [1, 2];
  const locations: number[] = [];
  const values: number[] = [];
  while (message.next()) {
    if (message.field === LOCATION_ID) message.numbers(locations);
    else if (message.field === VALUE) message.numbers(values);
    else message.skip();
  }
  return { locations, values };
}

/** The frames of a location, the outermost first, as the builder knows them. */
class FramesOfLocations {
  private readonly known = new Map<number, readonly number[]>();

  constructor(private readonly tables: Tables, private readonly builder: ProfileBuilder) {}

  of(id: number): readonly number[] {
    const known = this.known.get(id);
    if (known !== undefined) return known;
    const frames = this.framesOf(this.tables.locations.get(id));
    this.known.set(id, frames);
    return frames;
  }

  private framesOf(location: LocationOfFile | undefined): readonly number[] {
    if (location === undefined) {
      this.builder.note('Some stacks name places that the file does not have.');
      return [this.builder.frame('(unknown)', '', 0, 0)];
    }
    if (location.lines.length > 0) return location.lines.map(({ functionId }) => this.frameOf(functionId)).reverse();
    const file = this.text(this.tables.mappings.get(location.mapping) ?? 0);
    return [this.builder.frame(`0x${location.address.toString(16)}`, file, 0, 0)];
  }

  private frameOf(functionId: number): number {
    const source = this.tables.functions.get(functionId);
    const url = this.text(source?.file ?? 0);
    const written = this.text(source?.name ?? 0);
    const first = this.tables.firstPlaces.get(functionId) ?? { line: 0, column: 0 };
    const place = source === undefined || source.line <= 0 || source.line === first.line ? first : { line: source.line, column: 0 };
    // @datadog/pprof tells anonymous functions apart by their place.
    const anonymous = /^\(anonymous:L#(\d+):C#(\d+)\)$/.exec(written);
    if (anonymous !== null) return this.builder.frame('', url, Number(anonymous[1]), Number(anonymous[2]));
    return this.builder.frame(written, url, place.line, place.column);
  }

  private text(index: number): string {
    return this.tables.strings[index] ?? '';
  }
}
