import { parseArgs } from 'node:util';
import { CONFIDENCES, type Confidence, type FixSafety } from '../core/finding.js';
import { suggestion } from '../engine/near-match.js';
import { FORMATS, OPTIONS, type Format, type Option, type OptionName } from './options.js';
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
  readonly timing: boolean;
}

export type Arguments = ReviewArguments | { readonly task: 'help' | 'version' | 'list-rules' } | { readonly task: 'explain'; readonly rule: string };

/**
 * @param args without program and script
 * @param ruleIds what rules may be named
 * @throws UsageError
 */
export function parseArguments(args: readonly string[], ruleIds: readonly string[]): Arguments {
  const { given, paths } = tokens(args);
  const value = (name: OptionName): string | undefined => given.get(name)?.at(-1);
  if (given.has('help')) return { task: 'help' };
  if (given.has('version')) return { task: 'version' };
  if (given.has('list-rules')) return { task: 'list-rules' };
  const explained = value('explain');
  if (explained !== undefined) return { task: 'explain', rule: known('rule', explained, ruleIds) };
  if (given.has('profile')) throw new UsageError("--profile: this version cannot read profiles yet");
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
    maxWarnings: wholeNumber('max-warnings', value('max-warnings') ?? '0'),
    timing: given.has('timing'),
  };
}

/** The parser's own errors are paragraphs; with its tokens ours are one line. */
function tokens(args: readonly string[]): { readonly given: ReadonlyMap<OptionName, readonly string[]>; readonly paths: readonly string[] } {
  const declared: readonly Option[] = OPTIONS;
  const options = Object.fromEntries(
    declared.map(({ name, short, value }) => [name, { type: value === undefined ? ('boolean' as const) : ('string' as const), ...(short === undefined ? {} : { short }) }]),
  );
  const parsed = parseArgs({ args: [...args], options, strict: false, tokens: true, allowPositionals: true });
  const given = new Map<OptionName, string[]>();
  const paths: string[] = [];
  for (const token of parsed.tokens) {
    if (token.kind === 'positional') paths.push(token.value);
    if (token.kind !== 'option') continue;
    const option = OPTIONS.find(({ name }) => name === token.name);
    if (option === undefined) throw new UsageError(`unknown option '${token.rawName}'${suggestion(token.rawName, declared.map(({ name }) => `--${name}`))}`);
    const { rawName, value, inlineValue } = token;
    const takesValue = 'value' in option;
    if (!takesValue && value !== undefined) throw new UsageError(`${rawName} takes no value`);
    if (takesValue && (value === undefined || value === '' || (!inlineValue && value.startsWith('-') && value.length > 1))) throw new UsageError(`${rawName} needs a value: ${rawName} ${option.value}`);
    given.set(option.name, [...(given.get(option.name) ?? []), value ?? '']);
  }
  return { given, paths };
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
