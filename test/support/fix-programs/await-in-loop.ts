import fc from 'fast-check';
import type { FixProgram, FixPrograms } from './fix-program.js';
import { files, type Calls } from './recorded-calls.js';

/** Headers of loops, and what an element is called in their bodies. */
const HEADERS = {
  array: { head: 'for (const path of paths)', element: 'path', bind: '' },
  set: { head: 'for (const path of new Set(paths))', element: 'path', bind: '' },
  literal: { head: `for (const path of ['a', 'b', 'c', 'a'])`, element: 'path', bind: '' },
  entries: { head: 'for (const [name, path] of Object.entries(table))', element: 'path + name', bind: '' },
  keys: { head: 'for (const key in table)', element: 'table[key]!', bind: '' },
  index: { head: 'for (let i = 0; i < paths.length; i++)', element: 'paths[i]!', bind: '' },
  bound: { head: 'for (let i = 0; i < paths.length; i++)', element: 'path', bind: 'const path = paths[i]!;' },
  numbered: { head: 'for (let i = 0; i < paths.length; i++)', element: 'path + i', bind: 'const path = paths[i]!;' },
  cut: { head: 'for (const path of paths.slice(0, 5))', element: 'path', bind: '' },
} as const;

/** Bodies of a round, as lines; `e` is the element. */
const BODIES: Readonly<Record<string, (e: string) => readonly string[]>> = {
  pushed: (e) => [`out.push(await readFile(${e}, 'utf8'));`],
  mapped: (e) => [`const { size } = await stat(${e});`, 'out.push(size);'],
  setup: (e) => [`const full = '/' + ${e};`, '// Asked for.', 'const text = await readFile(full);', 'if (text === "") continue;', 'out.push(full, text);'],
  maybe: (e) => [`if (wanted(${e})) {`, `  const text = await readFile(${e});`, '  if (text !== "") {', '    // Not empty.', '    out.push(text);', '  }', '}'],
  guarded: (e) => [`if (!wanted(${e})) continue;`, `const text = await readFile(${e});`, 'out.push(text);'],
  put: (e) => [`record[${e}] = await readFile(${e});`],
  filled: (e) => [`const text = await readFile(${e});`, `if (text !== "") map.set(${e}, text.length);`],
  nested: (e) => [`map.set(${e}, (await readFile(${e})).length);`],
  two: (e) => [`const text = await readFile(${e});`, `const { size } = await stat(${e} + '.old');`, 'out.push({ text, size });'],
  removed: (e) => [`await unlink(${e});`],
  checked: (e) => [`if ((await readFile(${e})) === "") {`, `  out.push(${e});`, '}'],
  branches: (e) => [`const text = await readFile(${e});`, 'if (text === "") {', '  out.push(0);', '} else {', '  const { mode } = await stat(text);', '  out.push(mode);', '}'],
};

const IMPORTS = { none: '', limit: `import pLimit from 'p-limit';\n`, map: `import pMap from 'p-map';\n` } as const;

const programs = fc.record({
  header: fc.constantFrom(...(Object.keys(HEADERS) as (keyof typeof HEADERS)[])),
  body: fc.constantFrom(...Object.keys(BODIES)),
  imports: fc.constantFrom('none' as const, 'none' as const, 'limit' as const, 'map' as const),
  made: fc.constantFrom('early', 'just before', 'in try'),
  paths: fc.array(fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'), { maxLength: 26 }),
}).map(({ header, body, imports, made, paths }): FixProgram => {
  const { head, element, bind } = HEADERS[header];
  const lines = [...(bind === '' ? [] : [bind]), ...(BODIES[body]?.(element) ?? [])];
  const loop = [`${head} {`, ...lines.map((line) => `  ${line}`), '}'];
  const collections = ['const map = new Map<string, number>();', 'const record: Record<string, string> = {};'];
  const list = 'const out: unknown[] = [];';
  const statements = made === 'in try' ? [...collections, list, 'try {', ...loop.map((line) => `  ${line}`), '} catch (error) {', '  out.push(String(error));', '}'] : made === 'early' ? [list, ...collections, ...loop] : [...collections, list, ...loop];
  const text = [
    `import { readFile, stat, unlink } from 'node:fs/promises';\n${IMPORTS[imports]}`,
    'const wanted = (path: string): boolean => !path.startsWith("c");\n',
    'export async function work(paths: string[], table: Record<string, string>) {',
    ...[...statements, 'return { out, map, record };'].map((line) => `  ${line}`),
    '}\n',
  ].join('\n');
  const table = Object.fromEntries(paths.map((each, index) => [`key${index}`, each + index]));
  return {
    files: { 'main.ts': text }, main: 'main.ts',
    run: { modules: (calls) => modules(calls), arguments: () => [paths.map((each, index) => (index % 3 === 0 ? each : each + index)), table], atOnce: 10 },
  };
});

/** What p-limit and p-map promise, in as few words as they can be kept. */
function modules(calls: Calls): Readonly<Record<string, unknown>> {
  return { 'node:fs/promises': files(calls), 'p-limit': { __esModule: true, default: pLimit }, 'p-map': { __esModule: true, default: pMap } };
}

function pLimit(concurrency: number) {
  let free = concurrency;
  const waiting: (() => void)[] = [];
  return async <T>(work: () => Promise<T>): Promise<T> => {
    if (free > 0) free--;
    else await new Promise<void>((resolve) => waiting.push(resolve));
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else free++;
    }
  };
}

async function pMap<T, R>(elements: Iterable<T>, work: (element: T, index: number) => Promise<R>, { concurrency }: { readonly concurrency: number }): Promise<R[]> {
  const limit = pLimit(concurrency);
  return Promise.all([...elements].map((each, index) => limit(() => work(each, index))));
}

export const awaitInLoop: FixPrograms = { ruleId: 'await-in-loop', programs, repaired: 0.6 };
