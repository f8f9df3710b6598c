import type { Profile, ProfileSet } from '../profile.js';
import { UnreadableProfile, type Format } from './format.js';
import { jsonOfFile, listOf, numberOf, objectOf, textOf, type Json, type JsonObject } from './json-text.js';
import { ProfileBuilder } from './profile-builder.js';
import { CUT_OFF, bySize, textOfHead } from './reading.js';

/**
 * Speedscope's own JSON: several profiles over shared frames, each as stacks with weights (`sampled`) or as frames that open and close
 * (`evented`). https://github.com/jlfwong/speedscope/blob/main/src/lib/file-format-spec.ts
 */
export const speedscope: Format = {
  id: 'speedscope',
  title: 'speedscope',
  extensions: ['.speedscope.json', '.speedscope'],
  recognises: (bytes) => {
    const head = textOfHead(bytes);
    return /^\s*\{/.test(head) && (head.includes('speedscope.app/file-format-schema.json') || /"shared"\s*:\s*\{\s*"frames"\s*:/.test(head));
  },
  read,
};

function read(bytes: Uint8Array): ProfileSet {
  const { value, cut } = jsonOfFile(bytes);
  const file = objectOf(value);
  const frames = listOf(objectOf(file?.['shared'])?.['frames']);
  if (frames === undefined) throw new UnreadableProfile('The file has no "shared.frames", which every speedscope file has.');
  const profiles = (listOf(file?.['profiles']) ?? []).flatMap((each, index) => {
    const read = profileOf(objectOf(each), frames, String(index + 1));
    return read === undefined ? [] : [cut ? { ...read, notes: [CUT_OFF, ...read.notes] } : read];
  });
  if (profiles.length === 0) throw new UnreadableProfile('The speedscope file holds no profile.');
  return { profiles: bySize(profiles), capture: undefined };
}

/** How many of the model's units one of the file's is. */
const UNITS: ReadonlyMap<string, readonly [unit: Profile['unit'], factor: number]> = new Map([
  ['nanoseconds', ['microseconds', 1e-3]],
  ['microseconds', ['microseconds', 1]],
  ['milliseconds', ['microseconds', 1e3]],
  ['seconds', ['microseconds', 1e6]],
  ['bytes', ['bytes', 1]],
] as const);

function profileOf(source: JsonObject | undefined, frames: readonly Json[], fallbackName: string): Profile | undefined {
  if (source === undefined) return undefined;
  const [unit, factor] = UNITS.get(textOf(source['unit']) ?? '') ?? (['samples', 1] as const);
  const reader = new SpeedscopeReader(frames, factor);
  if (source['type'] === 'evented') reader.readEvents(source);
  else if (source['type'] === 'sampled') reader.readSamples(source);
  else return undefined;
  return reader.builder.build({ name: textOf(source['name']) ?? fallbackName, kind: unit === 'bytes' ? 'heap' : 'cpu', unit, timed: unit === 'microseconds' });
}

interface Open {
  readonly frame: number;
  readonly node: number;
}

class SpeedscopeReader {
  readonly builder = new ProfileBuilder();
  private readonly frameOfIndex = new Map<number, number>();

  constructor(private readonly frames: readonly Json[], private readonly factor: number) {}

  readSamples(source: JsonObject): void {
    const stacks = listOf(source['samples']) ?? [];
    const weights = listOf(source['weights']) ?? [];
    if (stacks.length !== weights.length) this.builder.note('The file has another number of stacks than of weights: those without a partner are left out.');
    for (let index = 0; index < Math.min(stacks.length, weights.length); index++) {
      let node: number | undefined;
      for (const frame of listOf(stacks[index]) ?? []) node = this.builder.step(node, this.frame(frame));
      this.builder.sample(node ?? this.builder.idle(), (numberOf(weights[index]) ?? NaN) * this.factor);
    }
  }

  readEvents(source: JsonObject): void {
    const stack: Open[] = [];
    const top = (): number | undefined => stack.at(-1)?.node;
    const opened = new Map<number, number>();
    let now = numberOf(source['startValue']) ?? 0;
    const advance = (at: number): void => {
      if (at < now) this.builder.note('Some events are earlier than those before them: they count as of the same time.');
      if (at > now) this.builder.sample(top() ?? this.builder.idle(), (at - now) * this.factor);
      now = Math.max(now, at);
    };
    for (const each of listOf(source['events']) ?? []) {
      const event = objectOf(each);
      advance(numberOf(event?.['at']) ?? now);
      const frame = this.frame(event?.['frame']);
      if (event?.['type'] === 'O') {
        stack.push({ frame, node: this.builder.step(top(), frame) });
        opened.set(frame, (opened.get(frame) ?? 0) + 1);
      } else if (event?.['type'] === 'C') this.close(stack, opened, frame);
    }
    advance(numberOf(source['endValue']) ?? now);
    if (stack.length > 0) this.builder.note('Some frames are never closed: they last to the end.');
  }

  /** Closes a frame with all that was opened in it; what is not open closes nothing. */
  private close(stack: Open[], opened: Map<number, number>, frame: number): void {
    if (stack.at(-1)?.frame !== frame) this.builder.note('Some frames are closed in another order than they were opened in.');
    if ((opened.get(frame) ?? 0) === 0) return;
    for (let closed = stack.pop(); closed !== undefined; closed = stack.pop()) {
      opened.set(closed.frame, (opened.get(closed.frame) ?? 1) - 1);
      if (closed.frame === frame) return;
    }
  }

  private frame(index: Json | undefined): number {
    const id = numberOf(index) ?? -1;
    const known = this.frameOfIndex.get(id);
    if (known !== undefined) return known;
    const source = objectOf(this.frames[id]);
    if (source === undefined) this.builder.note('Some stacks name frames that the file does not have.');
    const place = [numberOf(source?.['line']) ?? 0, numberOf(source?.['col']) ?? 0] as const;
    const frame = this.builder.frame(textOf(source?.['name']) ?? '(unknown)', textOf(source?.['file']) ?? '', ...place);
    this.frameOfIndex.set(id, frame);
    return frame;
  }
}
