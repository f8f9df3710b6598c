import fc from 'fast-check';
import type { FixProgram, FixPrograms } from './fix-program.js';
import { files, hash } from './recorded-calls.js';

/** One statement: what it declares, what it may need of those before. */
interface Step {
  readonly shape: keyof typeof SHAPES;
  /** Picks a name declared before; beyond them, the parameter. */
  readonly needs: number;
  readonly comment: 'none' | 'above' | 'behind';
}

interface Named {
  readonly name: string;
  readonly index: number;
  /** A text made of the name or parameter that the step needs. */
  readonly key: string;
}

/** Statements that wait, and statements that stand between. Every one declares `name`. */
const SHAPES = {
  read: ({ name, key, index }: Named) => `const ${name} = await readFile(${key}, 'utf${index}');`,
  size: ({ name, key }: Named) => `const { size: ${name} } = await stat(${key});`,
  annotated: ({ name, key, index }: Named) => `const ${name}: string = await readFile(${key}, 'a${index}');`,
  variable: ({ name, key, index }: Named) => `let ${name} = await readFile(${key}, 'v${index}');\n${name} += '!';`,
  arm: ({ name, key, index }: Named) => `const ${name} = wide ? await readFile(${key}, 'w${index}') : 'narrow';`,
  either: ({ name, key, index }: Named) => `const ${name} = given ?? (await readFile(${key}, 'e${index}'));`,
  nested: ({ name, key, index }: Named) => `const ${name} = (await readdir(${key}, 'n${index}')).map((each) => each.length);`,
  object: ({ name, key, index }: Named) => `const ${name} = { first: await readFile(${key}, 'o${index}'), second: await stat(${key}) };`,
  several: ({ name, key, index }: Named) => `const [${name}, ${name}Size] = await Promise.all([readFile(${key}, 'p${index}'), stat(${key})]);`,
  broken: ({ name, key, index }: Named) => `const ${name} =\n  await readFile(\n    ${key},\n    'b${index}',\n  );`,
  template: ({ name, key, index }: Named) => `const ${name} = await readFile(\`\${${key}}\n  ${index}\`, 't');`,
  assigned: ({ name, key, index }: Named) => `${name} = await readFile(${key}, 's${index}');`,
  text: ({ name, key }: Named) => `const ${name} = \`<\${${key}}>\`;`,
  counted: ({ name }: Named) => `const ${name} = count;\ncount += 1;`,
  chosen: ({ name, key }: Named) => `let ${name} = 'none';\nif (wide) ${name} = \`!\${${key}}\`;`,
} as const;

const WAITS: readonly (keyof typeof SHAPES)[] = ['read', 'size', 'annotated', 'variable', 'arm', 'either', 'nested', 'object', 'several', 'broken', 'template', 'assigned'];

const step: fc.Arbitrary<Step> = fc.record({
  shape: fc.oneof({ weight: 3, arbitrary: fc.constantFrom(...WAITS) }, { weight: 1, arbitrary: fc.constantFrom('text' as const, 'counted' as const, 'chosen' as const) }),
  needs: fc.nat(12),
  comment: fc.constantFrom('none', 'none', 'above', 'behind'),
});

const SURROUNDINGS = ['plain', 'try', 'arrow'] as const;

const straight = fc.record({
  steps: fc.array(step, { minLength: 2, maxLength: 6 }),
  around: fc.constantFrom(...SURROUNDINGS),
  wide: fc.boolean(),
  given: fc.constantFrom(undefined, 'given'),
}).map(({ steps, around, wide, given }): FixProgram => ({
  files: { 'main.ts': around === 'arrow' ? arrowText(steps) : functionText(steps, around) },
  main: 'main.ts',
  run: { modules: (calls) => ({ 'node:fs/promises': files(calls) }), arguments: () => ['id', wide, given] },
}));

const HEAD = `import { readFile, readdir, stat } from 'node:fs/promises';\n`;

function functionText(steps: readonly Step[], around: 'plain' | 'try'): string {
  const names = steps.map((_, index) => `value${index}`);
  const shown = (index: number): string => `JSON.stringify(value${index})`;
  const lines = steps.flatMap((each, index) => {
    // Mostly the parameter: independent statements are what this is about.
    const key = each.needs < index ? shown(each.needs) : `id + ${hash(String(each.needs)) % 3}`;
    const text = SHAPES[each.shape]({ name: `value${index}`, index, key }).split('\n');
    if (each.comment === 'above') return [`// about ${index}`, ...text];
    return each.comment === 'behind' ? [...text.slice(0, -1), `${text.at(-1) ?? ''} // about ${index}`] : text;
  });
  const assigned = steps.flatMap((each, index) => (each.shape === 'assigned' ? [`let value${index} = '';`] : []));
  const body = ['let count = 0;', ...assigned, ...(around === 'try' ? ['try {', ...lines.map(deeper), `  return { count, ${names.join(', ')} };`, '} catch (error) {', `  return [count, ${assigned.map((each) => /\w+\d/.exec(each)?.[0] ?? '').join(', ')}].concat([String(error)]);`, '}'] : [...lines, `return { count, ${names.join(', ')} };`])];
  return `${HEAD}\nexport async function work(id: string, wide: boolean, given?: string) {\n${body.map(deeper).join('\n')}\n}\n`;
}

/** Lines within a template stay where they are, as an editor leaves them. */
function deeper(line: string): string {
  return /^ {2}\d+`/.test(line) || line === '' ? line : `  ${line}`;
}

function arrowText(steps: readonly Step[]): string {
  const properties = steps.map((each, index) => `  value${index}: ${each.needs % 2 === 0 ? `await readFile(id, 'r${index}')` : `(await stat(id + ${index})).size`},`);
  return `${HEAD}\nexport const work = async (id: string) => ({\n${properties.join('\n')}\n});\n`;
}

/** What a `catch` does, and whether it names the error. */
const HANDLERS: readonly ((index: number) => string)[] = [
  () => 'catch {}',
  (index) => `catch {\n  // none of ${index}\n}`,
  (index) => `catch (error) {\n  console.assert(true, '${index}');\n  last = error;\n}`,
  (index) => `catch { failed = failed * 10 + ${index + 1}; }`,
  (index) => `catch (reason) {\n  value${index} = 'failed';\n  last = reason; // of ${index}\n}`,
];

const swallowing = fc.record({
  steps: fc.array(fc.record({ handler: fc.nat(HANDLERS.length - 1), needs: fc.nat(9), declared: fc.boolean(), comment: fc.boolean(), between: fc.integer({ min: 0, max: 9 }) }), { minLength: 2, maxLength: 5 }),
}).map(({ steps }): FixProgram => {
  const lines = steps.flatMap(({ handler, needs, declared, comment, between }, index) => [
    ...(declared ? [`let value${index} = 'none';`] : []),
    ...(comment ? [`// about ${index}`] : []),
    `try {`, `  value${index} = await readFile(${needs < index ? `value${needs}` : 'id'}, 'c${index}');`, `} ${HANDLERS[handler]?.(index) ?? 'catch {}'}`,
    ...(between === 0 ? [`failed += value${index}.length;`] : []),
  ]).flatMap((each) => each.split('\n'));
  const first = steps.flatMap(({ declared }, index) => (declared ? [] : [`let value${index} = 'none';`]));
  const body = ['let failed = 0;', 'let last: unknown;', ...first, ...lines, `return { failed, last: String(last), ${steps.map((_, index) => `value${index}`).join(', ')} };`];
  return {
    files: { 'main.ts': `${HEAD}\nexport async function work(id: string) {\n${body.map(deeper).join('\n')}\n}\n` }, main: 'main.ts',
    run: { modules: (calls) => ({ 'node:fs/promises': files(calls) }), arguments: () => ['id'], sameWhateverFails: true },
  };
});

const programs = fc.oneof({ weight: 2, arbitrary: straight }, { weight: 1, arbitrary: swallowing });

export const sequentialAwait: FixPrograms = { ruleId: 'sequential-await', programs, repaired: 0.5 };
