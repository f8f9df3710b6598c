import type { ProfileSet, ProfileUnit } from '../profile.js';
import { UnreadableProfile, type Format } from './format.js';
import { ProfileBuilder } from './profile-builder.js';
import { textOfHead } from './reading.js';

const STACK = /^(.*\S)\s+(\d+(?:\.\d+)?)$/;

/**
 * Collapsed stacks: a line per stack, frames from the outermost on, separated by `;`, then a space and a count. Written by
 * stackcollapse-*.pl of FlameGraph, `perf`, py-spy `--format raw`, rbspy, Austin and many more.
 */
export const collapsed: Format = {
  id: 'collapsed',
  title: 'collapsed stacks',
  extensions: ['.collapsed', '.folded'],
  recognises: (bytes) => {
    const lines = textOfHead(bytes).split('\n').map((line) => line.trimEnd());
    // The last line of a head may be a part of one.
    const whole = (lines.length > 1 ? lines.slice(0, -1) : lines).filter((line) => line !== '' && !line.startsWith('#'));
    return whole.length > 0 && whole.every((line) => STACK.test(line)) && whole.some((line) => line.includes(';'));
  },
  read,
};

function read(bytes: Uint8Array, name: string): ProfileSet {
  const builder = new ProfileBuilder();
  let unit: ProfileUnit = 'samples';
  let stacks = 0;
  const frames = new Map<string, number>();
  const frame = (word: string): number => {
    const known = frames.get(word) ?? frameOf(word, builder);
    frames.set(word, known);
    return known;
  };
  for (const line of linesOf(bytes)) {
    if (line === '') continue;
    if (line.startsWith('#')) {
      unit = austinUnit(line) ?? unit;
      continue;
    }
    const match = STACK.exec(line);
    if (match === null) {
      builder.note('Some lines are no stacks with a count: they are left out.');
      continue;
    }
    let node: number | undefined;
    for (const word of (match[1] ?? '').split(';')) node = builder.step(node, frame(word));
    builder.spend(node ?? builder.root, Number(match[2]));
    stacks++;
  }
  if (stacks === 0) throw new UnreadableProfile('The file holds no stack with a count.');
  return { profiles: [builder.build({ name, kind: unit === 'bytes' ? 'heap' : 'cpu', unit, timed: false })], capture: undefined };
}

/** Austin says in comments what its numbers are: microseconds, or bytes when it looks at memory. */
function austinUnit(line: string): ProfileUnit | undefined {
  const mode = /^# mode: (\w+)/.exec(line)?.[1];
  return mode === undefined ? undefined : mode === 'memory' ? 'bytes' : 'microseconds';
}

/** Where a tool writes the place of a function into its name: `name (file:3:14)`, `name (file:3)`, and Austin's `file:name:3`. */
function frameOf(word: string, builder: ProfileBuilder): number {
  const place = /:(\d{1,10})(?::(\d{1,10}))?\)$/.exec(word);
  const open = word.indexOf(' (');
  if (place !== null && open > 0 && open + 2 < place.index) {
    return builder.frame(word.slice(0, open), word.slice(open + 2, place.index), Number(place[1]), Number(place[2] ?? 0));
  }
  const austin = /^([^:]*\.py):(.+):(\d+)$/.exec(word);
  if (austin !== null) return builder.frame(austin[2] ?? '', austin[1] ?? '', Number(austin[3]), 0);
  return builder.frame(word, '', 0, 0);
}

/** Line by line, so that a file may be larger than a text. */
function* linesOf(bytes: Uint8Array): Generator<string> {
  const decoder = new TextDecoder();
  for (let start = 0; start < bytes.length; ) {
    const found = bytes.indexOf(0x0a, start);
    const end = found === -1 ? bytes.length : found;
    yield decoder.decode(bytes.subarray(start, end)).trimEnd();
    start = end + 1;
  }
}
