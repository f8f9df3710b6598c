import type { Calls } from './calls.js';
import { functionName } from './function-name.js';
import type { FunctionMatch } from './match-functions.js';
import { isForeignLine, type CostQuestion, type OutlinedFunction } from './questions.js';
import { Subtrees } from './subtrees.js';

/** What one profile says about one scope, in the profile's unit. */
export interface ScopeTime {
  /** Samples fell into the function that the scope is in, or into one declared in the scope. */
  readonly seen: boolean;
  readonly self: number;
  /** With callees: what certainly belongs to the scope, and with what may. */
  readonly total: number;
  readonly most: number;
  /** Samples that `total` and `most` rest on. */
  readonly samples: number;
  readonly mostSamples: number;
}

/** Frames of the file by the function of its outline that they are. */
export type FramesByFunction = ReadonlyMap<number, readonly { readonly frame: number; readonly match: FunctionMatch }[]>;

/** A scope in the file it is in. */
export interface PlacedQuestion {
  readonly question: CostQuestion;
  readonly functions: readonly OutlinedFunction[];
  readonly frames: FramesByFunction;
}

/** Below that, where a function was called from is chance. */
const CALLS_TO_TELL = 5;

/**
 * The time of a scope: its own lines, what is called by names that only it mentions, the functions declared in it wherever they run,
 * and what of all these went on after an await.
 * @param wholeFunction lines and names cannot be told apart: the function that the scope is in counts whole
 */
export function timeOfScope(calls: Calls, placed: PlacedQuestion, wholeFunction: boolean): ScopeTime {
  const { question, frames } = placed;
  const { nodes } = calls.profile;
  const nodesOf = (each: number): readonly number[] => (frames.get(each) ?? []).flatMap(({ frame }) => [...calls.nodesOf(frame)]);
  const inner = question.inside.flatMap(nodesOf);
  const owners = nodesOf(question.function);
  const seen = owners.length + inner.length > 0;
  if (wholeFunction) {
    const whole = resumed(calls, new Subtrees(calls, [...owners, ...inner]));
    const self = owners.reduce((sum, node) => sum + (nodes.self[node] ?? 0), 0);
    return { seen, self, total: whole.total, most: whole.total, samples: whole.samples, mostSamples: whole.samples };
  }
  const callees = calleesBySide(calls, placed, owners);
  const certain = resumed(calls, new Subtrees(calls, [...inner, ...callees.inside]));
  const possible = resumed(calls, certain.with(callees.unclear));
  const lines = (frames.get(question.function) ?? []).map(({ frame, match }) => ownTime(calls, placed, calls.nodesOf(frame), match.shift, certain, possible));
  const sum = (of: (time: OwnTime) => number): number => lines.reduce((all, each) => all + of(each), 0);
  const innerSelf = inner.reduce((all, node) => all + (nodes.self[node] ?? 0), 0);
  const total = certain.total + sum((each) => each.certain);
  const samples = certain.samples + sum((each) => each.samples);
  return {
    seen, total, samples,
    self: innerSelf + sum((each) => each.self),
    most: Math.max(total, possible.total + sum((each) => each.possible)),
    mostSamples: Math.max(samples, possible.samples + sum((each) => each.possibleSamples)),
  };
}

interface OwnTime {
  /** In lines of the scope; of that what the subtrees do not have yet, surely and with lines that other code shares. */
  readonly self: number;
  readonly certain: number;
  readonly possible: number;
  readonly samples: number;
  readonly possibleSamples: number;
}

function ownTime(calls: Calls, placed: PlacedQuestion, owners: Uint32Array, shift: number, certain: Subtrees, possible: Subtrees): OwnTime {
  const { self } = calls.profile.nodes;
  const time = { self: 0, certain: 0, possible: 0, samples: 0, possibleSamples: 0 };
  for (const node of owners) {
    const own = self[node] ?? 0;
    if (own === 0) continue;
    const { certain: sure, possible: maybe } = partInScope(calls, placed, node, shift);
    const samples = ownSamples(calls, node);
    time.self += own * sure;
    if (!certain.has(node)) {
      time.certain += own * sure;
      time.samples += samples * sure;
    }
    if (!possible.has(node)) {
      time.possible += own * maybe;
      time.possibleSamples += samples * maybe;
    }
  }
  return time;
}

function ownSamples(calls: Calls, node: number): number {
  const { end } = calls.profile.nodes;
  let samples = calls.samplesBelow(node);
  for (let callee = node + 1; callee < (end[node] ?? 0); callee = end[callee] ?? callee + 1) samples -= calls.samplesBelow(callee);
  return samples;
}

/**
 * Which part of a call's own time its lines put into the scope, 0 to 1. V8 gives lines of other functions too, those that it inlined
 * without keeping a frame for them: where they were called from is not known.
 */
function partInScope(calls: Calls, { question, functions }: PlacedQuestion, node: number, shift: number): { readonly certain: number; readonly possible: number } {
  const lines = calls.linesOf(node);
  const owner = functions[question.function];
  if (lines.length === 0) return { certain: 0, possible: 1 };
  let certain = 0;
  let possible = 0;
  for (const [recorded, part] of lines) {
    const line = recorded + shift;
    if (owner && isForeignLine(line, owner)) possible += part;
    if (line < question.firstLine || line > question.lastLine) continue;
    possible += part;
    if (!question.sharedLines.includes(line)) certain += part;
  }
  return { certain, possible };
}

/** What the function calls, by whether it is the scope that calls it. What only the rest of the function mentions is in neither. */
function calleesBySide(calls: Calls, { question, functions, frames: framesOf }: PlacedQuestion, owners: readonly number[]): { readonly inside: readonly number[]; readonly unclear: readonly number[] } {
  const { frames, nodes } = calls.profile;
  const mentioned = new Set(question.mentioned);
  const elsewhere = new Set(question.elsewhere);
  // What has no name is called where it is written, by whoever it is given to.
  const nameless = new Set([...framesOf].flatMap(([index, group]) => (functions[index]?.name === '' && !question.inside.includes(index) ? group.map(({ frame }) => frame) : [])));
  const inside: number[] = [];
  const unclear: number[] = [];
  for (const owner of owners) {
    const end = nodes.end[owner] ?? 0;
    for (let callee = owner + 1; callee < end; callee = nodes.end[callee] ?? callee + 1) {
      const frame = nodes.frame[callee] ?? 0;
      if (nameless.has(frame)) continue;
      const name = functionName(frames.strings[frames.name[frame] ?? 0] ?? '');
      const here = mentioned.has(name);
      const there = elsewhere.has(name);
      if (here && !there) inside.push(callee);
      else if (here || !there) unclear.push(callee);
    }
  }
  return { inside, unclear };
}

/**
 * With what goes on after an await: a function that was called from these subtrees only, as far as calls of it were seen, was called
 * from there too where nobody stands above it any more.
 */
function resumed(calls: Calls, subtrees: Subtrees): Subtrees {
  let grown = subtrees;
  const left = new Map(calls.resumed);
  for (let changed = true; changed;) {
    changed = false;
    for (const [frame, alone] of left) {
      if (!isCalledFrom(calls, grown, frame, alone)) continue;
      left.delete(frame);
      grown = grown.with(alone);
      changed = true;
    }
  }
  return grown;
}

function isCalledFrom(calls: Calls, subtrees: Subtrees, frame: number, alone: readonly number[]): boolean {
  const resumedAlone = new Set(alone);
  let samples = 0;
  for (const node of calls.nodesOf(frame)) {
    if (resumedAlone.has(node)) continue;
    if (!subtrees.has(node)) return false;
    samples += calls.samplesBelow(node);
  }
  return samples >= CALLS_TO_TELL;
}
