import { countWords } from '../amount.js';
import { FrameKind, type FrameTable, type ProfileUnit } from '../profile.js';
import type { ChangedFile } from './changed-file.js';
import { comparablePath, sharedRoots } from './comparable-path.js';
import type { Comparison, FunctionChange, Measure, MeasuredRun } from './comparison.js';
import { differenceProfile } from './difference-profile.js';
import { joinFunctions, type JoinedFunctions } from './join-functions.js';
import { matchFunctions, NO_PARTNER } from './match-functions.js';
import { median } from './shift.js';
import { Incomparable, type RunAmounts, type Side } from './side.js';
import { judgeFunctions, judgeWhole, LEAST_RUNS, type Change, type VerdictOptions } from './verdict.js';

export interface CompareOptions {
  /** Whether the runs of both sides took turns; absent: as their profiles say, and not where they do not say. */
  readonly takingTurns?: boolean;
  /** As in `VerdictOptions`. */
  readonly threshold?: number;
  /** What version control knows of the edit between the sides; paths are comparable ones. */
  readonly changed?: readonly ChangedFile[];
  /** Absolute with `/`: the folder that relative paths are in now. */
  readonly folder?: string;
}

/** @throws Incomparable when a side has no runs, or the sides were measured in different units */
export function compareSides(before: Side, after: Side, { takingTurns, threshold, changed, folder }: CompareOptions = {}): Comparison {
  const [early, late] = withoutSharedRoots(before, after);
  const measure = measureOf(early, late);
  const runs = { before: measuredRuns(early, measure, 'before'), after: measuredRuns(late, measure, 'after') };
  const options = { takingTurns: takingTurns ?? tookTurns(early.runs, late.runs), ...(threshold === undefined ? {} : { threshold }) };
  const whole = judgeWhole(runs.before.map(({ amount }) => amount), runs.after.map(({ amount }) => amount), options);
  const joined = joinFunctions(early, late, matchFunctions(early.frames, late.frames, changed), folder);
  const functions = functionChanges(early, late, joined, measure, whole, options);
  const verdicts = Array.from({ length: joined.frames.count }, (): Change['verdict'] => 'same');
  for (const { frame, verdict } of functions) verdicts[frame] = verdict;
  return {
    measure,
    unit: early.unit,
    runs,
    takingTurns: options.takingTurns,
    whole,
    functions,
    difference: differenceProfile(early, late, joined, whole, verdicts),
    notes: notesOn(measure, runs, options, [early, late]),
  };
}

function measureOf(before: Side, after: Side): Measure {
  if (before.unit !== after.unit) throw new Incomparable(`The runs before count ${before.unit}, those after ${after.unit}: they cannot be compared.`);
  const measures: Readonly<Record<ProfileUnit, Measure>> = { microseconds: 'sampled-time', bytes: 'allocated-bytes', samples: 'samples' };
  const isKnown = [...before.runs, ...after.runs].every(({ cpuTime }) => cpuTime !== undefined);
  return isKnown ? 'cpu-time' : measures[before.unit];
}

/** Runs in which something was measured. */
function measuredRuns({ runs }: Side, measure: Measure, side: 'before' | 'after'): readonly MeasuredRun[] {
  const measured = runs.map((run) => ({ name: run.name, amount: amountOf(run, measure) })).filter(({ amount }) => amount > 0);
  if (measured.length === 0) throw new Incomparable(runs.length === 0 ? `There is no profile of a run ${side}.` : `Nothing was measured in the runs ${side}: their profiles are empty.`);
  return measured;
}

function amountOf({ cpuTime, sampled }: RunAmounts, measure: Measure): number {
  return measure === 'cpu-time' ? (cpuTime ?? 0) : sampled;
}

/** The runs took turns when, in the order of their time, sides change about as often as there are runs of one side. */
function tookTurns(before: readonly RunAmounts[], after: readonly RunAmounts[]): boolean {
  const starts = [...before.map((run) => ({ run, side: 0 })), ...after.map((run) => ({ run, side: 1 }))];
  if (starts.some(({ run }) => run.startedAt === undefined)) return false;
  starts.sort((a, b) => (a.run.startedAt ?? 0) - (b.run.startedAt ?? 0));
  const changes = starts.filter(({ side }, index) => index > 0 && side !== starts[index - 1]?.side).length;
  return changes >= Math.min(before.length, after.length);
}

function functionChanges(before: Side, after: Side, joined: JoinedFunctions, measure: Measure, whole: Change, options: VerdictOptions): readonly FunctionChange[] {
  const { frames } = joined;
  const shown = Array.from({ length: frames.count }, (_, frame) => frame).filter((frame) => frames.kind[frame] !== FrameKind.root && frames.kind[frame] !== FrameKind.idle);
  const amounts = ({ runs }: Side, frame: number, column: 'self' | 'total'): readonly number[] => runs
    .filter((run) => amountOf(run, measure) > 0)
    .map((run) => (frame === NO_PARTNER ? 0 : (run[column][frame] ?? 0) * amountOf(run, measure)));
  const changes = judgeFunctions(shown.map((frame) => ({ before: amounts(before, joined.before[frame]!, 'self'), after: amounts(after, joined.after[frame]!, 'self') })), whole.before, options);
  return shown.map((frame, index) => {
    const place = placeOf(before, after, joined, frame);
    const totals = { totalBefore: median(amounts(before, joined.before[frame]!, 'total')), totalAfter: median(amounts(after, joined.after[frame]!, 'total')) };
    return { ...changes[index]!, ...place, ...totals, frame };
  }).sort((a, b) => rankOf(b) - rankOf(a) || Math.abs(b.change) - Math.abs(a.change) || b.totalAfter - a.totalAfter);
}

/** What is certain stands before what is not. */
function rankOf({ verdict }: Change): number {
  return verdict === 'less' || verdict === 'more' ? 1 : 0;
}

function placeOf(before: Side, after: Side, joined: JoinedFunctions, frame: number): Pick<FunctionChange, 'name' | 'path' | 'line' | 'column' | 'moved'> {
  const at = ({ frames }: Side, index: number) => ({ name: frames.strings[frames.name[index]!]!, path: frames.strings[frames.url[index]!]!, line: frames.line[index]!, column: frames.column[index]! });
  const [early, late] = [joined.before[frame]!, joined.after[frame]!];
  if (late === NO_PARTNER) return at(before, early);
  const now = at(after, late);
  if (early === NO_PARTNER) return now;
  const { path, line } = at(before, early);
  return path === now.path && line === now.line ? now : { ...now, moved: { path, line } };
}

/** Paths of two checkouts are made comparable where nobody said what their folders are. */
function withoutSharedRoots(before: Side, after: Side): readonly [Side, Side] {
  const [early, late] = [before, after].map(({ frames }) => [...new Set(frames.url)].map((url) => frames.strings[url]!));
  const roots = sharedRoots(early ?? [], late ?? []);
  return roots === undefined ? [before, after] : [below(before, roots.before), below(after, roots.after)];
}

function below(side: Side, root: string): Side {
  const strings = [...side.frames.strings];
  const moved = new Map<number, number>();
  const url = side.frames.url.map((index) => {
    const known = moved.get(index) ?? strings.push(comparablePath(strings[index]!, [root])) - 1;
    moved.set(index, known);
    return known;
  });
  const frames: FrameTable = { ...side.frames, url, strings };
  return { ...side, frames };
}

function notesOn(measure: Measure, runs: Comparison['runs'], { takingTurns }: VerdictOptions, sides: readonly Side[]): readonly string[] {
  const notes: string[] = [];
  const [before, after] = [runs.before.length, runs.after.length];
  if (Math.min(before, after) < LEAST_RUNS) notes.push(`Not enough runs for a verdict: ${String(before)} of ${String(LEAST_RUNS)} before and ${String(after)} of ${String(LEAST_RUNS)} after.`);
  const empty = sides.reduce((sum, side) => sum + side.runs.length, 0) - before - after;
  if (empty > 0) notes.push(`${countWords(empty, 'run in which nothing was measured is', 'runs in which nothing was measured are')} left out.`);
  if (measure === 'sampled-time') notes.push('Time is what samples say, waiting for a busy processor included: profiles recorded by Perf Review also say the time on a processor, which tells changes apart with fewer runs.');
  if (!takingTurns) notes.push('The runs of both sides did not take turns: what else the machine did in between counts as a change, so only larger ones are told.');
  return notes;
}
