/** Every option once: the parser, the help and the near matches are made of this list. */
export interface Option {
  readonly name: string;
  readonly short?: string;
  /** What the value is, for the help; without it the option takes none. */
  readonly value?: string;
  readonly help: string;
}

export const FORMATS = ['text', 'json', 'sarif', 'github', 'html'] as const;
export type Format = (typeof FORMATS)[number];

export const OPTIONS = [
  { name: 'format', value: FORMATS.join('|'), help: 'How findings are written (default: text)' },
  { name: 'output', value: 'FILE', help: 'Write the report to a file instead of standard output' },
  { name: 'rules', value: 'A,B', help: 'Run only these rules' },
  { name: 'min-confidence', value: 'high|medium|low', help: 'Leave out findings below (default: medium)' },
  { name: 'no-types', help: 'Do not ask for types: faster, less sure' },
  { name: 'config', value: 'FILE', help: 'Settings (default: perf-review.json, if there is one)' },
  { name: 'fix', help: 'Apply repairs that keep the behaviour' },
  { name: 'fix-all', help: 'Apply also repairs that need a look at what they change' },
  { name: 'fix-dry-run', help: 'Print the repairs as a unified diff and write nothing' },
  { name: 'verbose', help: 'Say on standard error why repairs are not made' },
  { name: 'baseline', value: 'FILE', help: 'Accept the findings in this file' },
  { name: 'update-baseline', help: 'Accept the findings of today; keeps reasons' },
  { name: 'since', value: 'REF', help: 'Report only files changed since this git revision' },
  { name: 'max-warnings', value: 'N', help: 'Exit with 0 up to this many findings below error (default: 0)' },
  { name: 'profile', value: 'FILE', help: 'Rank findings by what they cost in a CPU profile; may be given several times' },
  { name: 'timing', help: 'Print the time each rule took to standard error' },
  { name: 'list-rules', help: 'Print the rules' },
  { name: 'explain', value: 'RULE', help: 'Print the page of a rule' },
  { name: 'version', short: 'v', help: 'Print the version' },
  { name: 'help', short: 'h', help: 'Print this' },
] as const satisfies readonly Option[];

export type OptionName = (typeof OPTIONS)[number]['name'];
