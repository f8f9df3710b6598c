import fc from 'fast-check';
import type { FixProgram, FixPrograms } from './fix-program.js';
import type { Calls } from './recorded-calls.js';

const QUERIES: Readonly<Record<string, (index: number) => string>> = {
  read: (index) => `client.query('select name from users where id = $1', [${index}])`,
  written: (index) => `client.query('update users set seen = now() where id = $1', [${index}])`,
  broken: (index) => `client.query(\n      // by id\n      'select 1',\n      [${index}],\n    )`,
  chosen: (index) => `wide ? client.query('select 2', [${index}]) : client.query('select 3', [${index}])`,
};

const programs = fc.record({
  queries: fc.array(fc.constantFrom(...Object.keys(QUERIES)), { minLength: 2, maxLength: 4 }),
  taken: fc.constantFrom('names', 'some', 'nothing'),
  wide: fc.boolean(),
}).map(({ queries, taken, wide }): FixProgram => {
  const texts = queries.map((each, index) => QUERIES[each]?.(index) ?? '');
  const names = texts.map((_, index) => `rows${index}`).slice(taken === 'some' ? 1 : 0);
  const pattern = taken === 'some' ? `[, ${names.join(', ')}]` : `[${names.join(', ')}]`;
  const head = taken === 'nothing' ? '' : `const ${pattern} = `;
  const text = [
    `import type { Client } from 'pg';\n`,
    'export async function work(client: Client, wide: boolean) {',
    `  ${head}await Promise.all([\n${texts.map((each) => `    ${each},`).join('\n')}\n  ]);`,
    `  return { wide, ${taken === 'nothing' ? '' : names.join(', ')} };`,
    '}\n',
  ].join('\n');
  return { files: { 'main.ts': text }, main: 'main.ts', run: { modules: () => ({}), arguments: (calls) => [clientOf(calls), wide], atOnce: 1 } };
});

function clientOf(calls: Calls): unknown {
  return { query: (...given: unknown[]) => calls.ask('query', given, (key) => ({ rows: [key] })) };
}

export const concurrentQueries: FixPrograms = { ruleId: 'concurrent-queries-on-one-connection', programs, repaired: 0.8 };
