import fc from 'fast-check';
import type { FixProgram, FixPrograms } from './fix-program.js';
import { files } from './recorded-calls.js';

const ELEMENTS: Readonly<Record<string, (index: number) => string>> = {
  awaited: (index) => `await readFile(id, 'a${index}')`,
  started: (index) => `readFile(id, 's${index}')`,
  chosen: (index) => `wide ? await readFile(id, 'c${index}') : 'narrow'`,
  needed: (index) => `wide && (await stat(id + ${index}))`,
  caught: (index) => `await readFile(id, 'f${index}').catch(() => 'none')`,
  plain: (index) => `id + ${index}`,
};

const programs = fc.record({
  elements: fc.array(fc.constantFrom(...Object.keys(ELEMENTS)), { minLength: 2, maxLength: 5 }),
  combinator: fc.constantFrom('all', 'all', 'allSettled'),
  list: fc.constantFrom('literal', 'variable', 'pushed'),
  wide: fc.boolean(),
}).map(({ elements, combinator, list, wide }): FixProgram => {
  const texts = elements.map((each, index) => ELEMENTS[each]?.(index) ?? 'undefined');
  const literal = `[\n${texts.map((each) => `    ${each},`).join('\n')}\n  ]`;
  const lines = list === 'literal' ? [`  const results = await Promise.${combinator}(${literal});`]
    : list === 'variable' ? [`  const work = ${literal};`, `  const results = await Promise.${combinator}(work);`]
      : ['  const work: unknown[] = [];', ...texts.map((each) => `  work.push(${each});`), `  const results = await Promise.${combinator}(work);`];
  return {
    files: { 'main.ts': `import { readFile, stat } from 'node:fs/promises';\n\nexport async function work(id: string, wide: boolean) {\n${lines.join('\n')}\n  return results;\n}\n` },
    main: 'main.ts',
    run: { modules: (calls) => ({ 'node:fs/promises': files(calls) }), arguments: () => ['id', wide] },
  };
});

export const awaitInPromiseAll: FixPrograms = { ruleId: 'await-in-promise-all', programs, repaired: 0.4 };
