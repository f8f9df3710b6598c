/** Prettier's options that decide how JavaScript and TypeScript look, and what each may be. */
const KINDS = {
  printWidth: 'number',
  tabWidth: 'number',
  useTabs: 'boolean',
  semi: 'boolean',
  singleQuote: 'boolean',
  jsxSingleQuote: 'boolean',
  quoteProps: ['as-needed', 'consistent', 'preserve'],
  trailingComma: ['none', 'es5', 'all'],
  bracketSpacing: 'boolean',
  bracketSameLine: 'boolean',
  objectWrap: ['preserve', 'collapse'],
  singleAttributePerLine: 'boolean',
  arrowParens: ['avoid', 'always'],
  experimentalTernaries: 'boolean',
  experimentalOperatorPosition: ['start', 'end'],
  endOfLine: ['lf', 'crlf', 'cr', 'auto'],
} as const;

type ValueOf<K> = K extends 'number' ? number : K extends 'boolean' ? boolean : K extends readonly (infer V)[] ? V : never;

/** What is absent is as Prettier has it by default. */
export type FormatOptions = { readonly [K in keyof typeof KINDS]?: ValueOf<(typeof KINDS)[K]> };

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Options among the values of a configuration; what is unknown, or no value of its option, is left out. */
export function optionsAmong(values: unknown): FormatOptions {
  if (!isRecord(values)) return {};
  const allowed = (kind: (typeof KINDS)[keyof typeof KINDS], value: unknown): boolean => {
    if (kind === 'number') return typeof value === 'number' && Number.isInteger(value) && value > 0 && value < 10_000;
    return kind === 'boolean' ? typeof value === 'boolean' : (kind as readonly unknown[]).includes(value);
  };
  return Object.fromEntries(Object.entries(KINDS).filter(([key, kind]) => allowed(kind, values[key])).map(([key]) => [key, values[key]]));
}
