/** A folder of `src`: what it is about, and all that it may reach. Top to bottom is the direction of the data. */
export interface Layer {
  readonly folder: string;
  /** What it knows, in words for ARCHITECTURE.md. */
  readonly knows: string;
  /** Folders, or single files with `/`, that its files may import. */
  readonly imports: readonly string[];
  /** Packages and Node modules; everything below a package's name counts as the package. */
  readonly packages: readonly string[];
  /** Globals of an environment that it may name; those of the language itself are always there. */
  readonly globals: readonly string[];
}

/** Names that tie code to an environment or make it depend on more than its arguments. */
export const WATCHED_GLOBALS: Readonly<Record<string, readonly string[]>> = {
  DOM: ['document', 'window', 'navigator', 'localStorage', 'customElements', 'requestAnimationFrame', 'HTMLElement', 'acquireVsCodeApi'],
  process: ['process', 'console', '__dirname', '__filename', 'require', 'module'],
  clock: ['Date', 'performance', 'setTimeout', 'setInterval', 'setImmediate'],
  network: ['fetch', 'WebSocket'],
};

/** The one table that `layers.test.ts` holds the sources to and ARCHITECTURE.md prints. */
export const LAYERS: readonly Layer[] = [
  {
    folder: 'core', imports: [], packages: [], globals: [],
    knows: 'the words of the trade: span, finding, evidence, fix, severity, confidence; plain data that can cross a process',
  },
  {
    folder: 'syntax', imports: ['core'], packages: ['ts-morph', '@ts-morph/common', 'node:fs'], globals: [],
    knows: 'source text in, syntax trees out: unsaved buffers, module resolution, what is safe to parse; the only place that asks the type checker and, in `file-host.ts`, the disk',
  },
  {
    folder: 'knowledge', imports: [], packages: [], globals: [],
    knows: 'what is known of libraries: a table per library with effects, bounds, batch forms, acquisitions',
  },
  {
    folder: 'facts', imports: ['syntax', 'knowledge', 'core'], packages: ['ts-morph'], globals: [],
    knows: 'what is true of this code: values, operations, loops and their purpose, dependence, lifetimes, function summaries across files',
  },
  {
    folder: 'rules', imports: ['facts', 'syntax', 'knowledge', 'core'], packages: ['ts-morph'], globals: [],
    knows: 'what is worth saying: a folder per rule; never another rule, never the engine',
  },
  {
    folder: 'engine', imports: ['rules', 'facts', 'syntax', 'knowledge', 'core'],
    packages: ['ts-morph', 'ignore', 'node:child_process', 'node:crypto', 'node:path'], globals: ['process', 'clock'],
    knows: 'which rules run where: sessions, settings, the walk, suppressions, baseline, fix check; `changed-files.ts` asks git',
  },
  {
    folder: 'style', imports: ['syntax'], packages: ['ts-morph', 'ignore', 'prettier'], globals: [],
    knows: 'how a project writes its code: options of its Prettier, Biome or EditorConfig, or the style a file shows; changed text laid out that way',
  },
  {
    folder: 'report', imports: ['core'], packages: ['node:crypto', 'node:util'], globals: [],
    knows: 'findings as text, JSON, SARIF, GitHub annotations and HTML',
  },
  {
    folder: 'profile', imports: [], packages: ['@jridgewell/trace-mapping', 'pprof-format'], globals: [],
    knows: 'what was measured: the bytes of a profile in any format as columns, then totals, trees, layouts, sources, comparison; runs in Node, a worker and a webview alike',
  },
  {
    folder: 'cost', imports: ['profile', 'syntax', 'core'], packages: ['ts-morph'], globals: [],
    knows: 'what findings cost in a run that was measured: questions are asked of the texts, answered by the profiles, in two processes if need be',
  },
  {
    folder: 'runner', imports: ['profile'],
    packages: ['internal/test/binding', 'node:child_process', 'node:crypto', 'node:fs', 'node:http', 'node:inspector', 'node:module', 'node:net', 'node:os', 'node:path', 'node:url', 'node:util', 'node:v8', 'node:worker_threads'],
    globals: ['process', 'clock', 'network'],
    knows: 'starts, stops and attaches to programs so that their profile survives; what each test runner needs',
  },
  {
    folder: 'server', imports: ['engine', 'style', 'report', 'cost', 'rules', 'syntax', 'core'],
    packages: [
      'vscode-languageserver', 'vscode-languageserver-textdocument', 'ts-morph', 'ignore',
      'node:crypto', 'node:fs', 'node:path', 'node:timers', 'node:url', 'node:worker_threads',
    ],
    globals: ['process', 'clock'],
    knows: 'findings as the Language Server Protocol has them; `protocol.ts` is all the extension sees of it',
  },
  {
    folder: 'webview', imports: ['profile'], packages: ['lit', '@vscode-elements/elements'], globals: ['DOM', 'clock'],
    knows: 'the only folder that has the DOM: views of a profile; all it knows of the rest comes by message',
  },
  {
    folder: 'cli', imports: ['engine', 'style', 'report', 'runner', 'cost', 'profile', 'rules', 'syntax/function-places', 'core'],
    packages: ['node:crypto', 'node:fs', 'node:os', 'node:path', 'node:util', 'node:zlib'], globals: ['process', 'clock'],
    knows: 'arguments to engine to report to exit code',
  },
  {
    folder: 'extension', imports: ['server/protocol', 'webview/protocol', 'cost/heat', 'cost/measure', 'cost/own-path', 'cost/questions', 'runner', 'profile', 'syntax/function-places', 'core'],
    packages: ['vscode', 'vscode-languageclient', 'node:child_process', 'node:crypto', 'node:fs', 'node:os', 'node:path', 'node:url', 'node:util', 'node:v8', 'node:worker_threads', 'node:zlib'], globals: ['process', 'clock'],
    knows: 'VS Code: the only folder that imports `vscode`; starts the server, shows what it answers',
  },
];

/** The table as ARCHITECTURE.md prints it. */
export function layersTable(): string {
  const code = (names: readonly string[]): string => (names.length === 0 ? '–' : names.map((name) => `\`${name}\``).join(', '));
  const nodeModules = (packages: readonly string[]): readonly string[] => [
    ...packages.filter((name) => !name.startsWith('node:')),
    ...packages.filter((name) => name.startsWith('node:')),
  ];
  const rows = LAYERS.map(({ folder, knows, imports, packages, globals }) => `| \`src/${folder}/\` | ${knows} | ${code(imports)} | ${code(nodeModules(packages))} | ${globals.length === 0 ? '–' : globals.join(', ')} |`);
  return ['| Folder | Knows | May import | Packages | Globals |', '| --- | --- | --- | --- | --- |', ...rows].join('\n');
}
