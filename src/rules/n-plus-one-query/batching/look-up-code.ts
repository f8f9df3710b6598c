import { ts } from 'ts-morph';
import type { Facts } from '../../../facts/facts.js';
import { wrapped } from '../../../syntax/nodes.js';
import type { BatchRead } from './batch-query.js';
import { capitalised, firstFreeName, pluralOf, singularOf, variableOf } from './names.js';

/** The names of the new locals. */
export interface LookUpNames {
  /** The entries of all elements: `cities`. */
  readonly entries: string;
  /** One of them: `city`. */
  readonly entry: string;
  /** What is looked up in: `cityById`. */
  readonly lookup: string;
  /** The keys, where they are asked for in pieces: `cityIds`. */
  readonly keys: string;
}

/** How statements are laid out where they are put. */
export interface StatementLayout {
  readonly indent: string;
  readonly unit: string;
  readonly end: string;
}

/** @param replaced the expression whose value will be looked up: the variable it is held in lends its name */
export function lookUpNames(facts: Facts, read: BatchRead, replaced: ts.Node): LookUpNames {
  const held = heldName(replaced);
  const noun = singularOf(held ?? variableOf(read.entity ?? 'row'));
  const entity = variableOf(read.entity ?? noun);
  const by = `By${capitalised(read.property.replace(/\W|^_+/g, ''))}`;
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
export function readStatements(read: BatchRead, names: LookUpNames, keys: string, layout: StatementLayout, bound: number | undefined): readonly string[] {
  const most = read.mostElements;
  const small = most === undefined || (bound !== undefined && bound <= most);
  if (small && !read.refusesEmpty && !read.positional) return [`const ${names.entries} = await ${read.many(keys)}`];
  const size = most ?? SIZE;
  const { indent, unit, end } = layout;
  return [
    // A key in two pieces would have its rows twice.
    `const ${names.keys} = [...new Set(${keys})]`,
    `const ${names.entries} = []`,
    `for (let start = 0; start < ${names.keys}.length; start += ${grouped(size)}) {\n${indent}${unit}${names.entries}.push(...(await ${read.many(`${names.keys}.slice(start, start + ${grouped(size)})`)}))${end}\n${indent}}`,
  ];
}

/** Where only the empty list is a trouble. */
const SIZE = 10_000;

function grouped(size: number): string {
  return size < 10_000 ? String(size) : String(size).replace(/(?=(?:\d{3})+$)/g, '_').replace(/^_/, '');
}

/** Puts what was read where it is found by its key. */
export function lookupStatements(read: BatchRead, { entries, entry, keys, lookup }: LookUpNames, { indent, unit, end }: StatementLayout, javaScript: boolean): readonly string[] {
  const key = read.looseKeys ? `String(${read.keyOf(entry)})` : read.keyOf(entry);
  if (read.positional) return [`const ${lookup} = new Map(${keys}.map((key, index) => [key, ${entries}[index] ?? ${read.missing ?? 'undefined'}]))`];
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

/** What stands in the query's place, given the text of the key there. */
export function lookupText(read: BatchRead, { lookup }: LookUpNames, asked: string): string {
  const key = read.looseKeys ? `String(${asked})` : asked;
  if (read.answers === 'exists') return `${lookup}.has(${key})`;
  const missing = read.missing ?? (read.answers === 'rows' ? '[]' : read.answers === 'count' ? '0' : undefined);
  const found = missing === undefined ? `${lookup}.get(${key})` : `${lookup}.get(${key}) ?? ${missing}`;
  return read.wrap?.(found) ?? found;
}

