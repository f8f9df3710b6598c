import { parseArgs } from 'node:util';
import { suggestion } from '../engine/near-match.js';
import type { Option } from './options.js';
import { UsageError } from './usage-error.js';

export interface Tokens<Name extends string> {
  /** The values of each option in their order; one that takes none has an empty text. */
  readonly given: ReadonlyMap<Name, readonly string[]>;
  /** What is no option, as typed. */
  readonly operands: readonly string[];
}

/**
 * The parser's own errors are paragraphs; with its tokens ours are one line.
 * @param options what may be given: all names are of `Name`
 * @throws UsageError
 */
export function readTokens<Name extends string>(args: readonly string[], options: readonly (Option & { readonly name: Name })[]): Tokens<Name> {
  const declared = Object.fromEntries(
    options.map(({ name, short, value }) => [name, { type: value === undefined ? ('boolean' as const) : ('string' as const), ...(short === undefined ? {} : { short }) }]),
  );
  const parsed = parseArgs({ args: [...args], options: declared, strict: false, tokens: true, allowPositionals: true });
  const given = new Map<Name, string[]>();
  const operands: string[] = [];
  for (const token of parsed.tokens) {
    if (token.kind === 'positional') operands.push(token.value);
    if (token.kind !== 'option') continue;
    const option = options.find(({ name }) => name === token.name);
    if (option === undefined) throw new UsageError(`unknown option '${token.rawName}'${suggestion(token.rawName, options.map(({ name }) => `--${name}`))}`);
    const { rawName, value, inlineValue } = token;
    const takesValue = option.value !== undefined;
    if (!takesValue && value !== undefined) throw new UsageError(`${rawName} takes no value`);
    if (takesValue && (value === undefined || value === '' || (!inlineValue && value.startsWith('-') && value.length > 1))) throw new UsageError(`${rawName} needs a value: ${rawName} ${option.value ?? ''}`);
    given.set(option.name, [...(given.get(option.name) ?? []), value ?? '']);
  }
  return { given, operands };
}
