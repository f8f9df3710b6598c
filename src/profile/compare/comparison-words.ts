import { amountText, countWords } from '../amount.js';
import type { ProfileUnit } from '../profile.js';
import type { Comparison, FunctionChange, Measure } from './comparison.js';
import { LEAST_RUNS, LEVEL, type Verdict } from './verdict.js';

const MEASURES: Readonly<Record<Measure, string>> = { 'cpu-time': 'CPU time', 'sampled-time': 'time in samples', 'allocated-bytes': 'allocated memory', samples: 'samples' };

/** Memory and samples are not fast. */
export type VerdictWord = 'faster' | 'slower' | 'less' | 'more' | 'same' | 'unclear' | 'too-few-runs';

/** A verdict as people and readers of JSON get it. */
export function verdictWord(verdict: Verdict, measure: Measure): VerdictWord {
  const isTime = measure === 'cpu-time' || measure === 'sampled-time';
  if (isTime && verdict === 'less') return 'faster';
  return isTime && verdict === 'more' ? 'slower' : verdict;
}

/** The verdict on the whole in one sentence, which begins with its word. */
export function headline({ whole, measure, runs }: Comparison): string {
  const what = MEASURES[measure];
  const { verdict, change, low, high } = whole;
  const range = `${signedPercent(low)} to ${signedPercent(high)}`;
  switch (verdict) {
    case 'less':
    case 'more':
      return `${capital(verdictWord(verdict, measure))}: ${plainPercent(change)} ${verdict} ${what} (${range} with ${percentOf(LEVEL)} confidence)`;
    case 'same':
      return `About the same: ${what} ${range} with ${percentOf(LEVEL)} confidence`;
    case 'unclear':
      return `No difference shown: ${what} ${range} with ${percentOf(LEVEL)} confidence; more runs tell smaller changes`;
    case 'too-few-runs':
      return `Not enough runs for a verdict: ${String(runs.before.length)} of ${String(LEAST_RUNS)} before and ${String(runs.after.length)} of ${String(LEAST_RUNS)} after (${what} ${signedPercent(change)})`;
  }
}

/** What the sides' usual run was, and of how many. */
export function mediansText({ whole, unit, runs }: Comparison): string {
  return `Median ${amountText(whole.before, unit)} before (${runsText(runs.before.length)}), ${amountText(whole.after, unit)} after (${runsText(runs.after.length)})`;
}

/** Where a function is, and where it was if elsewhere: `src/a.ts:12 (was src/b.ts:3)`. */
export function placeText({ path, line, moved }: Pick<FunctionChange, 'path' | 'line' | 'moved'>): string {
  const at = (file: string, where: number): string => (where > 0 ? `${file}:${String(where)}` : file);
  if (moved === undefined) return at(path, line);
  return `${at(path, line)} (was ${moved.path === path ? `line ${String(moved.line)}` : at(moved.path, moved.line)})`;
}

export function signedAmount(amount: number, unit: ProfileUnit): string {
  return `${signOf(amount)}${amountText(Math.abs(amount), unit)}`;
}

/** `+12.3 %`, `−4.0 %`. */
export function signedPercent(part: number): string {
  return `${signOf(part)}${plainPercent(part)}`;
}

function plainPercent(part: number): string {
  return Number.isFinite(part) ? `${(Math.abs(part) * 100).toFixed(1)} %` : '∞';
}

function percentOf(level: number): string {
  return `${String(Math.round(level * 100))} %`;
}

function signOf(value: number): string {
  if (value === 0) return '';
  return value < 0 ? '−' : '+';
}

function runsText(count: number): string {
  return countWords(count, 'run', 'runs');
}

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
