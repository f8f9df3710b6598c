import { isRecord, optionsAmong, type FormatOptions } from './format-options.js';
import { globMatches } from './globs.js';

/** `false` when Biome is told not to format the file. Biome's formatter is Prettier's but for defaults and names. */
export function biomeOptions(values: unknown, relative: string): FormatOptions | false {
  if (!isRecord(values) || !isFormatted(values, relative)) return false;
  let options: FormatOptions = { useTabs: true, ...sectionOptions(values) };
  for (const override of Array.isArray(values['overrides']) ? values['overrides'] as unknown[] : []) {
    if (!isRecord(override) || !patterns(override).some((each) => globMatches(each, relative))) continue;
    if (isRecord(override['formatter']) && override['formatter']['enabled'] === false) return false;
    options = { ...options, ...sectionOptions(override) };
  }
  return options;
}

function isFormatted(values: Readonly<Record<string, unknown>>, relative: string): boolean {
  const formatter = record(values['formatter']);
  if (formatter['enabled'] === false || record(record(values['javascript'])['formatter'])['enabled'] === false) return false;
  return [formatter, record(values['files'])].every((each) => {
    if (list(each['ignore']).some((pattern) => globMatches(pattern, relative))) return false;
    const included = patterns(each);
    if (included.length === 0) return true;
    // The last pattern that speaks of the file decides.
    const verdict = included.filter((pattern) => globMatches(pattern.replace(/^!+/, ''), relative)).at(-1);
    return verdict === undefined ? included.every((pattern) => pattern.startsWith('!')) : !verdict.startsWith('!');
  });
}

/** `includes` since version 2, `include` before. */
function patterns(section: Readonly<Record<string, unknown>>): readonly string[] {
  return [...list(section['includes']), ...list(section['include'])];
}

function sectionOptions(section: Readonly<Record<string, unknown>>): FormatOptions {
  return { ...common(record(section['formatter'])), ...common(record(record(section['javascript'])['formatter'])) };
}

const QUOTE_PROPERTIES: Readonly<Record<string, string>> = { asNeeded: 'as-needed', preserve: 'preserve', consistent: 'consistent' };
const ARROW_PARENTHESES: Readonly<Record<string, string>> = { always: 'always', asNeeded: 'avoid' };

function common(formatter: Readonly<Record<string, unknown>>): FormatOptions {
  const word = (key: string): string => (typeof formatter[key] === 'string' ? formatter[key] : '');
  const either = (key: string, yes: string, no: string): boolean | undefined => (word(key) === yes ? true : word(key) === no ? false : undefined);
  return optionsAmong({
    useTabs: either('indentStyle', 'tab', 'space'),
    tabWidth: formatter['indentWidth'],
    printWidth: formatter['lineWidth'],
    singleQuote: either('quoteStyle', 'single', 'double'),
    jsxSingleQuote: either('jsxQuoteStyle', 'single', 'double'),
    quoteProps: QUOTE_PROPERTIES[word('quoteProperties')],
    trailingComma: word('trailingCommas') || word('trailingComma'),
    semi: either('semicolons', 'always', 'asNeeded'),
    arrowParens: ARROW_PARENTHESES[word('arrowParentheses')],
    bracketSpacing: formatter['bracketSpacing'],
    bracketSameLine: formatter['bracketSameLine'],
    singleAttributePerLine: either('attributePosition', 'multiline', 'auto'),
    objectWrap: word('expand') === 'never' ? 'collapse' : undefined,
  });
}

function record(value: unknown): Readonly<Record<string, unknown>> {
  return isRecord(value) ? value : {};
}

function list(value: unknown): readonly string[] {
  return Array.isArray(value) ? (value as unknown[]).filter((each) => typeof each === 'string') : [];
}
