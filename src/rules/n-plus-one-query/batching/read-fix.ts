import { ts } from 'ts-morph';
import type { TextEdit } from '../../../core/finding.js';
import type { Facts } from '../../../facts/facts.js';
import { awaitOf, isJavaScript, wrapped } from '../../../syntax/nodes.js';
import type { FixProposal } from '../../rule.js';
import type { BatchRead } from './batch-query.js';
import { differencesOfReading } from './differences.js';
import { importEdits } from './import-edits.js';
import type { LoopSite } from './loop-site.js';
import { capitalised, firstFreeName, pluralOf, singularOf, variableOf } from './names.js';

/** The names of the new locals. */
interface Names {
  /** The entries of all elements: `cities`. */
  readonly entries: string;
  /** One of them: `city`. */
  readonly entry: string;
  /** What is looked up in: `cityById`. */
  readonly lookup: string;
  /** The keys, where they are asked for in pieces: `cityIds`. */
  readonly keys: string;
}

/** One read for all elements before the loop, and a look-up in its place. */
export function readFix(facts: Facts, read: BatchRead, site: LoopSite): FixProposal | undefined {
  const keys = site.listOf(read.key);
  const replaced = awaitOf(read.expression) ?? read.expression;
  if (!keys || isNoValue(replaced)) return undefined;
  const file = replaced.getSourceFile();
  const names = namesOf(facts, read, replaced);
  const lookup = lookupText(read, names);
  const edits: TextEdit[] = [
    ...site.place.edits,
    site.place.insert([...keys.statements, ...readStatements(read, site, names, keys.text), ...lookupStatements(read, names, site, isJavaScript(file))]),
    ...keys.edits,
    { path: file.fileName, start: replaced.getStart(file), end: replaced.end, newText: needsParentheses(replaced, lookup) ? `(${lookup})` : lookup },
    ...importEdits(facts, file, read.imports ?? []),
  ];
  return {
    title: `Read them all with one \`${read.method}\` before the loop`, queries: site.nested ? '1 + N × M → 2' : '1 + N → 2',
    differs: [...differencesOfReading(facts, read, site), ...(read.differs ?? [])], edits,
  };
}

/** The promise itself is used: given on, or kept to be awaited later. A look-up is no promise. */
function isNoValue(replaced: ts.Expression): boolean {
  const { parent } = wrapped(replaced);
  // Nobody looks at the result: what the query is for is not to be seen here.
  if (ts.isExpressionStatement(parent)) return true;
  if (ts.isAwaitExpression(replaced)) return false;
  // What a callback gives may be a value as well, when it is async or its results are put together.
  return !(ts.isArrowFunction(parent) || ts.isReturnStatement(parent) || ts.isArrayLiteralExpression(parent));
}

function namesOf(facts: Facts, read: BatchRead, replaced: ts.Node): Names {
  const held = heldName(replaced);
  const noun = singularOf(held ?? variableOf(read.entity ?? 'row'));
  const entity = variableOf(read.entity ?? noun);
  const by = `By${capitalised(read.property.replace(/\W/g, ''))}`;
  const free = (...wanted: readonly string[]): string => firstFreeName(facts, replaced, ...wanted);
  switch (read.answers) {
    case 'row':
      return { entries: free(pluralOf(noun), `${noun}Rows`), entry: noun, lookup: free(`${noun}${by}`), keys: free(keysName(read.property, noun)) };
    case 'rows':
      return { entries: free(pluralOf(noun), `all${capitalised(pluralOf(noun))}`), entry: noun, lookup: free(`${pluralOf(noun)}${by}`), keys: free(keysName(read.property, entity)) };
    case 'count': {
      const counted = held && /count|total|number/i.test(held) ? singularOf(held) : `${entity}Count`;
      return { entries: free(pluralOf(counted)), entry: counted, lookup: free(`${counted}${by}`), keys: free(keysName(read.property, entity)) };
    }
    case 'exists':
      return { entries: free(pluralOf(entity), `${entity}Rows`), entry: entity, lookup: free(`${pluralOf(read.property)}With${capitalised(entity)}`), keys: free(keysName(read.property, entity)) };
  }
}

function keysName(property: string, noun: string): string {
  const name = property.replace(/\W/g, '');
  return pluralOf(/^_?id$/i.test(name) ? `${noun}Id` : name);
}

/** `city` of `const city = await …`; of `const [city] = …` as well. */
function heldName(replaced: ts.Node): string | undefined {
  const { parent } = wrapped(replaced);
  if (!ts.isVariableDeclaration(parent)) return undefined;
  if (ts.isIdentifier(parent.name)) return /^(?:result|rows?|data|res|found|existing|record|item|entry|it|x)$/i.test(parent.name.text) ? undefined : parent.name.text;
  const first = ts.isArrayBindingPattern(parent.name) ? parent.name.elements[0] : undefined;
  return first && ts.isBindingElement(first) && ts.isIdentifier(first.name) ? first.name.text : undefined;
}

/** The read itself: in one statement, or in as many as the number of parameters demands. */
function readStatements(read: BatchRead, site: LoopSite, names: Names, keys: string): readonly string[] {
  const most = read.mostElements;
  const small = most === undefined || (site.bound !== undefined && site.bound <= most);
  if (small && !read.refusesEmpty) return [`const ${names.entries} = await ${read.many(keys)}`];
  const size = most ?? SIZE;
  const { indent, unit, end } = site.place;
  return [
    `const ${names.keys} = ${keys}`,
    `const ${names.entries} = []`,
    `for (let start = 0; start < ${names.keys}.length; start += ${grouped(size)}) {\n${indent}${unit}${names.entries}.push(...(await ${read.many(`${names.keys}.slice(start, start + ${grouped(size)})`)}))${end}\n${indent}}`,
  ];
}

/** Where only the empty list is a trouble. */
const SIZE = 10_000;

function grouped(size: number): string {
  return size < 10_000 ? String(size) : String(size).replace(/(?=(?:\d{3})+$)/g, '_').replace(/^_/, '');
}

function lookupStatements(read: BatchRead, { entries, entry, lookup }: Names, { place: { indent, unit, end } }: LoopSite, javaScript: boolean): readonly string[] {
  const key = read.looseKeys ? `String(${read.keyOf(entry)})` : read.keyOf(entry);
  if (read.answers === 'exists') return [`const ${lookup} = new Set(${entries}.map((${entry}) => ${key}))`];
  if (read.answers !== 'rows') return [`const ${lookup} = new Map(${entries}.map((${entry}) => [${key}, ${read.answerOf?.(entry) ?? entry}]))`];
  const types = javaScript ? '' : `<${read.looseKeys ? 'string' : `(typeof ${entries})[number]['${read.property}']`}, typeof ${entries}>`;
  const inner = indent + unit;
  const grouping = [
    `for (const ${entry} of ${entries}) {`,
    `${inner}const group = ${lookup}.get(${key})${end}`,
    `${inner}if (group) group.push(${entry})${end}`,
    `${inner}else ${lookup}.set(${key}, [${entry}])${end}`,
    `${indent}}`,
  ];
  return [`const ${lookup} = new Map${types}()`, grouping.join('\n')];
}

function lookupText(read: BatchRead, { lookup }: Names): string {
  const key = read.looseKeys ? `String(${read.key.getText()})` : read.key.getText();
  if (read.answers === 'exists') return `${lookup}.has(${key})`;
  const missing = read.missing ?? (read.answers === 'rows' ? '[]' : read.answers === 'count' ? '0' : undefined);
  const found = missing === undefined ? `${lookup}.get(${key})` : `${lookup}.get(${key}) ?? ${missing}`;
  return read.wrap?.(found) ?? found;
}

function needsParentheses(replaced: ts.Node, text: string): boolean {
  if (!text.includes('??')) return false;
  const parent = wrapped(replaced).parent;
  return replaced.parent === parent && !(ts.isVariableDeclaration(parent) || ts.isReturnStatement(parent) || ts.isArrowFunction(parent) || ts.isExpressionStatement(parent) || ts.isCallExpression(parent)
    || ts.isPropertyAssignment(parent) || ts.isParenthesizedExpression(parent) || ts.isArrayLiteralExpression(parent));
}

