import type { CostState, MeasuredCost } from '../core/measured-cost.js';
import { amountText, shareText } from '../profile/amount.js';
import type { Reach } from './reached.js';
import type { CostKind, CostQuestion } from './questions.js';
import type { ScopeTime } from './scope-time.js';

/** All runs together, in their unit: without idling; idling; what ran without any of the program's own functions on the stack. */
export interface RunTime {
  readonly unit: MeasuredCost['unit'];
  readonly busy: number;
  readonly idle: number;
  readonly foreign: number;
  /** Of all that, idling included. */
  readonly samples: number;
}

/** What is known about one scope, all profiles together. */
export interface ScopeKnowledge {
  readonly question: CostQuestion;
  readonly time: ScopeTime;
  readonly scope: MeasuredCost['scope'];
  readonly reach: Reach;
  /** Something of the file was seen. */
  readonly fileSeen: boolean;
  /** The function could be one of those that the profile has and the text has not: it was changed since. */
  readonly changed: boolean;
}

/** Up to this part of a run nothing that could be repaired is worth it: a run differs from the next by more. */
const CHEAP_SHARE = 0.01;

export function costOf(known: ScopeKnowledge, run: RunTime): MeasuredCost {
  const { question, time, scope } = known;
  const waits = question.kind === 'waiting' || question.kind === 'queries';
  const state = stateOf(known, run);
  const amounts = { self: time.self, total: time.total, most: time.most, samples: Math.round(time.samples), savable: question.kind === 'waiting' ? Math.min(time.total, run.idle) : time.total, run: run.busy, share: run.busy > 0 ? Math.min(1, time.total / run.busy) : 0 };
  return { state, unit: run.unit, scope, ...amounts, waits, text: textOf(state, known, run), short: shortOf(state, time, run.unit) };
}

function stateOf({ question, time, reach, changed }: ScopeKnowledge, run: RunTime): CostState {
  if (time.seen || reach === 'reached') return isCheap(question.kind, time, run) ? 'cheap' : 'measured';
  if (reach === 'never' || reach === 'not-loaded') return 'not-reached';
  return changed ? 'unknown' : 'not-seen';
}

function isCheap(kind: CostKind, time: ScopeTime, run: RunTime): boolean {
  const bound = upperBound(kind, time, run);
  return bound !== undefined && bound < CHEAP_SHARE * wholeOf(kind, run);
}

/**
 * What repairing the finding can have saved at most in these runs; `undefined` where a CPU profile cannot tell. Waiting that overlaps
 * with other work takes nothing from the end of a run, so what was waited for in vain is within its idle time; a round trip left out
 * saves work of libraries too, which has none of the program's functions above it.
 */
function upperBound(kind: CostKind, time: ScopeTime, run: RunTime): number | undefined {
  if (kind === 'memory' || run.samples === 0) return undefined;
  const own = Math.max(time.most, (mostLikely(time.mostSamples) * (run.busy + run.idle)) / run.samples);
  if (kind === 'work') return own;
  return kind === 'waiting' ? own + run.idle : own + run.idle + run.foreign;
}

/** Samples are counts: with so many seen, rarely more than this were to be expected (95 %, the normal approximation of a Poisson mean, 3 for none). */
function mostLikely(samples: number): number {
  return samples + 2 * Math.sqrt(samples) + 3;
}

function wholeOf(kind: CostKind, run: RunTime): number {
  return kind === 'work' ? run.busy : run.busy + run.idle;
}

function shortOf(state: CostState, time: ScopeTime, unit: MeasuredCost['unit']): string {
  switch (state) {
    case 'measured': return time.total === 0 && time.most > 0 ? `up to ${amountText(time.most, unit)}` : amountText(time.total, unit);
    case 'cheap': return 'cheap';
    case 'not-reached': return 'not reached';
    case 'not-seen': return 'not seen';
    case 'unknown': return '';
  }
}

const SCOPES: Readonly<Record<MeasuredCost['scope'], string>> = { loop: 'this loop', statement: 'this statement', function: 'its function' };

function textOf(state: CostState, known: ScopeKnowledge, run: RunTime): string {
  const { question, time, scope, reach, fileSeen } = known;
  const amount = (value: number): string => amountText(value, run.unit);
  switch (state) {
    case 'measured': {
      const changed = scope === 'function' ? ', whose file is newer' : '';
      if (time.most === 0) return `ran, but no sample fell into ${SCOPES[scope]}`;
      // Less than a twentieth more is not worth a second number.
      if (time.most <= time.total * 1.05) return `${amount(time.total)} of ${amount(run.busy)} (${shareText(time.total, run.busy)}) in ${SCOPES[scope]}${changed}`;
      return `${amount(time.total)} to ${amount(time.most)} of ${amount(run.busy)} (${shareText(time.total, run.busy)} to ${shareText(time.most, run.busy)}) in ${SCOPES[scope]}${changed}`;
    }
    case 'cheap': {
      const bound = upperBound(question.kind, time, run) ?? 0;
      const with_ = question.kind === 'work' ? '' : question.kind === 'waiting' ? ', all waiting of the run included' : ', all waiting and all work of libraries in the run included';
      return `cheap here: at most ${amount(bound)} of ${amount(wholeOf(question.kind, run))}${with_}`;
    }
    case 'not-reached':
      return reach === 'not-loaded' ? 'not reached: its file was not loaded in this run' : 'not reached in this run';
    case 'not-seen':
      return fileSeen ? 'not seen in this profile: too short for a sample, or it did not run' : 'not in this profile';
    case 'unknown':
      return 'changed since the profile was recorded';
  }
}
