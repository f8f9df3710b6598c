import { CONFIDENCES, type Confidence, type FixSafety } from '../core/finding.js';
import { suggestion } from '../engine/near-match.js';
import { readTokens } from './argument-tokens.js';
import { FORMATS, OPTIONS, type Format, type OptionName } from './options.js';
import { UsageError } from './usage-error.js';

export interface ReviewArguments {
  readonly task: 'review';
  /** As typed; never empty. */
  readonly paths: readonly string[];
  readonly format: Format;
  readonly output?: string;
  readonly rules?: readonly string[];
  readonly minConfidence?: Confidence;
  readonly types: boolean;
  readonly config?: string;
  /** Repairs to apply; empty for none. */
  readonly fix: readonly FixSafety[];
  readonly dryRun: boolean;
  /** Reasons of what is not repaired are told. */
  readonly verbose: boolean;
  readonly baseline?: string;
  readonly updateBaseline: boolean;
  readonly since?: string;
  readonly maxWarnings: number;
  /** Files of profiles to rank by; empty for none. */
  readonly profiles: readonly string[];
  readonly timing: boolean;
}

export type Arguments = ReviewArguments | { readonly task: 'help' | 'version' | 'list-rules' } | { readonly task: 'explain'; readonly rule: string };

/**
 * @param args without program and script
 * @param ruleIds what rules may be named
 * @throws UsageError
 */
export function parseArguments(args: readonly string[], ruleIds: readonly string[]): Arguments {
  const { given, operands: paths } = readTokens<OptionName>(args, OPTIONS);
  const value = (name: OptionName): string | undefined => given.get(name)?.at(-1);
  if (given.has('help')) return { task: 'help' };
  if (given.has('version')) return { task: 'version' };
  if (given.has('list-rules')) return { task: 'list-rules' };
  const explained = value('explain');
  if (explained !== undefined) return { task: 'explain', rule: known('rule', explained, ruleIds) };
  if (given.has('update-baseline') && !given.has('baseline')) throw new UsageError('--update-baseline needs --baseline FILE');
  const fixing = given.has('fix-all') ? (['safe', 'review'] as const) : given.has('fix') || given.has('fix-dry-run') ? (['safe'] as const) : [];
  if (fixing.length > 0 && given.has('update-baseline')) throw new UsageError('--update-baseline cannot be combined with --fix: repair first, then accept the rest');
  const rules = given.get('rules')?.flatMap((list) => list.split(',')).map((id) => id.trim()).filter((id) => id !== '');
  if (rules?.length === 0) throw new UsageError('--rules needs at least one rule');
  const minConfidence = value('min-confidence');
  const optional = { output: value('output'), config: value('config'), baseline: value('baseline'), since: value('since') };
  return {
    task: 'review',
    paths: paths.length === 0 ? ['.'] : paths,
    format: known('format', value('format') ?? 'text', FORMATS),
    ...(Object.fromEntries(Object.entries(optional).filter(([, each]) => each !== undefined)) as Partial<Record<keyof typeof optional, string>>),
    ...(rules === undefined ? {} : { rules: rules.map((id) => known('rule', id, ruleIds)) }),
    ...(minConfidence === undefined ? {} : { minConfidence: known('confidence', minConfidence, CONFIDENCES) }),
    types: !given.has('no-types'),
    fix: fixing,
    dryRun: given.has('fix-dry-run'),
    verbose: given.has('verbose'),
    updateBaseline: given.has('update-baseline'),
    profiles: given.get('profile') ?? [],
    maxWarnings: wholeNumber('max-warnings', value('max-warnings') ?? '0'),
    timing: given.has('timing'),
  };
}

function known<const T extends string>(what: string, word: string, words: readonly T[]): T {
  const found = words.find((each) => each === word);
  if (found !== undefined) return found;
  const near = suggestion(word, words);
  throw new UsageError(`unknown ${what} '${word}'${near === '' ? `; there are ${words.join(', ')}` : near}`);
}

function wholeNumber(name: OptionName, text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new UsageError(`--${name} must be a whole number, not '${text}'`);
  return Number(text);
}
