/** What a value may be. `rules` is spelt out from the declarations of the rules. */
export type SettingType =
  | { readonly kind: 'choice'; readonly values: Readonly<Record<string, string>> }
  | { readonly kind: 'boolean' }
  | { readonly kind: 'integer'; readonly minimum: number }
  | { readonly kind: 'strings' }
  | { readonly kind: 'rules' };

export interface Setting {
  /** Below `perfReview.` in the editor; dots nest in `perf-review.json`. */
  readonly name: string;
  readonly type: SettingType;
  readonly default: unknown;
  /** Markdown, one or two sentences: shown in the settings editor, the schema and the README. */
  readonly description: string;
  /** Editor scope; `window` settings cannot differ between folders. */
  readonly scope: 'resource' | 'window';
  /** `editor`: means nothing to the command line and is not a key of `perf-review.json`. */
  readonly audience: 'everyone' | 'editor';
}

const CONFIDENCE_VALUES = {
  high: 'Every link of the chain is proven.',
  medium: 'A link of the chain is inferred.',
  low: 'A link is doubtful: only names speak for it, or something speaks against it.',
};

const ROLE_VALUES = {
  off: 'Such files are not reviewed.',
  low: 'At most low confidence, hence not shown by default.',
  medium: 'At most medium confidence.',
  high: 'Reviewed like product code.',
};

function role(name: string, files: string): Setting {
  return {
    name: `roles.${name}`,
    type: { kind: 'choice', values: ROLE_VALUES },
    default: 'low',
    description: `Highest confidence a finding may have in ${files}.`,
    scope: 'resource',
    audience: 'everyone',
  };
}

/** Every setting, once. Manifest, schema, tables and the engine's typed settings are made from this list. */
export const SETTINGS: readonly Setting[] = [
  {
    name: 'minConfidence',
    type: { kind: 'choice', values: CONFIDENCE_VALUES },
    default: 'medium',
    description: 'Findings below this confidence are not shown.',
    scope: 'resource',
    audience: 'everyone',
  },
  {
    name: 'exclude',
    type: { kind: 'strings' },
    default: [],
    description: 'Files not to review, as `.gitignore` patterns relative to the folder, on top of `.gitignore`.',
    scope: 'resource',
    audience: 'everyone',
  },
  {
    name: 'maxFileSize',
    type: { kind: 'integer', minimum: 1 },
    default: 1_000_000,
    description: 'Files larger than this many bytes are skipped.',
    scope: 'resource',
    audience: 'everyone',
  },
  {
    name: 'types.enabled',
    type: { kind: 'boolean' },
    default: true,
    description: 'Whether types are asked for where imports and data flow do not answer. Off is faster and less sure.',
    scope: 'resource',
    audience: 'everyone',
  },
  role('test', 'tests, fixtures and stories'),
  role('seed', 'files that fill a database'),
  role('migration', 'database migrations'),
  role('script', 'scripts, tools, benchmarks and examples'),
  {
    name: 'rules',
    type: { kind: 'rules' },
    default: {},
    description: 'Rule id to `"off"`, a severity, or an object with `severity` and the options of the rule.',
    scope: 'resource',
    audience: 'everyone',
  },
  {
    name: 'run',
    type: { kind: 'choice', values: { onType: 'While typing.', onSave: 'When a file is opened or saved.' } },
    default: 'onType',
    description: 'When files are reviewed in the editor.',
    scope: 'resource',
    audience: 'editor',
  },
  {
    name: 'profile.measure',
    type: { kind: 'choice', values: { cpu: 'Where time goes.', heap: 'Where memory is allocated.', both: 'Both, each in a profile of its own.' } },
    default: 'cpu',
    description: 'What profiles of programs measure.',
    scope: 'resource',
    audience: 'editor',
  },
  {
    name: 'profile.interval',
    type: { kind: 'integer', minimum: 50 },
    default: 1000,
    description: 'Microseconds between two looks at what the program does. Less shows more and slows the program more.',
    scope: 'resource',
    audience: 'editor',
  },
  {
    name: 'profile.duration',
    type: { kind: 'integer', minimum: 0 },
    default: 0,
    description: 'Seconds after which a profiled program is stopped; 0: it ends by itself, or is stopped by hand.',
    scope: 'resource',
    audience: 'editor',
  },
  {
    name: 'profile.runs',
    type: { kind: 'integer', minimum: 5 },
    default: 10,
    description: 'Runs of each side that **Profile Before**, **Profile After** and **Compare with Git Revision…** make. More tell smaller changes.',
    scope: 'resource',
    audience: 'editor',
  },
  {
    name: 'trace.server',
    type: { kind: 'choice', values: { off: 'Nothing.', messages: 'Names of messages.', verbose: 'Messages with their contents.' } },
    default: 'off',
    description: 'What of the traffic between editor and language server is written to the output channel.',
    scope: 'window',
    audience: 'editor',
  },
];
