// npm run new-rule ID: the files of a new rule, ready to be filled in.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const INDEX = 'src/rules/index.ts';
/** Headings every rule's page has, in this order. */
export const PAGE_HEADINGS = ['What it finds', 'Why it is slow', 'Examples', 'When not to follow it'] as const;

/** What to write for a new rule: path relative to the repository -> text. @throws Error in words for the developer */
export function newRuleFiles(id: string, version: string, index: string): Readonly<Record<string, string>> {
  if (!/^[a-z]+(?:-[a-z]+)*$/.test(id)) throw new Error(`'${id}' is no rule id: small letters and single dashes, such as sync-io-in-handler`);
  if (ruleIds(index).includes(id)) throw new Error(`there is a rule '${id}' already`);
  return {
    [`src/rules/${id}/rule.ts`]: ruleText(id, version),
    [`src/rules/${id}/README.md`]: pageText(id),
    [`test/fixtures/${id}/first.ts`]: fixtureText(id),
    [INDEX]: withRule(index, id),
  };
}

/** The rules an index lists, by their imports. */
export function ruleIds(index: string): readonly string[] {
  return [...index.matchAll(/from '\.\/([\w-]+)\/rule\.js'/g)].map((match) => match[1] ?? '');
}

/** The index with one more rule, in alphabetical order. */
export function withRule(index: string, id: string): string {
  const ids = [...ruleIds(index), id].sort();
  const imports = [...ids.map((each) => `./${each}/rule.js`), './rule.js'].sort().map((from) => (from === './rule.js' ? "import type { Rule } from './rule.js';" : `import ${camelCase(from.split('/')[1] ?? '')} from '${from}';`));
  const list = ids.map((each) => `  ${camelCase(each)},`);
  const rest = index.replace(/^import .*\n/gm, '').trimStart();
  return `${imports.join('\n')}\n\n${rest.replace(/= \[\n[^\]]*\];/, () => `= [\n${list.join('\n')}\n];`)}`;
}

export function camelCase(id: string): string {
  return id.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
}

function ruleText(id: string, version: string): string {
  return `import { ts } from 'ts-morph';
import { defineRule } from '../rule.js';

export default defineRule({
  id: '${id}',
  summary: 'What happens in one line, without a full stop',
  category: 'async',
  since: '${version}',
  severity: 'warning',
  options: {},
  visits: ['CallExpression'],

  detect(node) {
    if (!ts.isCallExpression(node)) return undefined;
    // Ask the facts; return { at, data }. What is not proven is said in evidence, with a certainty.
    return undefined as { at: ts.Node; data: ts.CallExpression } | undefined;
  },

  message: (call) => \`\\\`\${call.expression.getText()}\\\` does what, why it matters, what to do.\`,
  evidence: (call) => [{ at: call.expression, text: 'this call' }],
});
`;
}

function pageText(id: string): string {
  const [finds, slow, examples, not] = PAGE_HEADINGS;
  return `# ${id}

## ${finds}

## ${slow}

## ${examples}

\`\`\`ts bad
export {};
\`\`\`

\`\`\`ts good
export {};
\`\`\`

## Options

<!-- generated: options -->
<!-- end: options -->

## ${not}
`;
}

function fixtureText(id: string): string {
  return `export function slow(): void {
  console.log('what the rule reports');
  //^^^^^^^^^ ${id}: part of the message
}

export function fine(): void {
  // A look-alike that stays quiet.
}
`;
}

function main(id: string | undefined): void {
  if (id === undefined) throw new Error('usage: npm run new-rule ID');
  const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
  for (const [file, text] of Object.entries(newRuleFiles(id, version, readFileSync(INDEX, 'utf8')))) {
    if (file !== INDEX && existsSync(file)) throw new Error(`${file} exists already`);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, text);
    console.log(`wrote ${file}`);
  }
  console.log('next: CONTRIBUTING.md, "A new rule", step 2');
}

if (path.basename(process.argv[1] ?? '') === 'new-rule.cjs') {
  try {
    main(process.argv[2]);
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}
