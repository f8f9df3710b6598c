import { ts } from 'ts-morph';
import type { Facts } from '../../../facts/facts.js';
import { indentOf } from '../../../syntax/layout.js';
import { wrapped } from '../../../syntax/nodes.js';
import type { BatchRead } from './batch-query.js';
import { jointElementOf } from './look-up-place.js';
import { camelCased, capitalised, firstFreeName, pluralOf, singularOf, variableOf } from './names.js';
import { grouped } from './statement-size.js';

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
  /** Their entries, piece by piece. */
  readonly batches: string;
}

/** How statements are laid out where they are put. */
export interface StatementLayout {
  readonly indent: string;
  readonly unit: string;
  readonly end: string;
}

/** @param replaced the expression whose value will be looked up: the variable it is held in lends its name */
export function lookUpNames(facts: Facts, read: BatchRead, replaced: ts.Node): LookUpNames {
  const held = heldName(facts, replaced);
  const noun = singularOf(held ?? variableOf(read.entity ?? 'row'));
  const entity = variableOf(read.entity ?? noun);
  const by = `By${capitalised(camelCased(read.property).replace(/^_+/, ''))}`;
  const free = (...wanted: readonly string[]): string => firstFreeName(facts, replaced, ...wanted);
  const names = namesOf(read, { held, noun, entity, by }, free);
  return { ...names, batches: free(`${names.entry}Batches`) };
}

interface Words {
  readonly held: string | undefined;
  readonly noun: string;
  readonly entity: string;
  /** `ById` */
  readonly by: string;
}

function namesOf(read: BatchRead, { held, noun, entity, by }: Words, free: (...wanted: readonly string[]) => string): Omit<LookUpNames, 'batches'> {
  const freeKeys = (wanted: string): string => free(wanted, `unique${capitalised(wanted)}`);
  // `payments`, `allPayments`, `orderPayments`, `foundPayments`: a number says nothing.
  const freeEntries = (each: string, second: string): string => free(pluralOf(each), second, ...[...keyNoun(read.property, each), 'found', 'all'].map((word) => `${word}${capitalised(pluralOf(each))}`));
  const freeLookup = (wanted: string): string => free(`${wanted}${by}`, `found${capitalised(wanted)}${by}`, `all${capitalised(wanted)}${by}`);
  switch (read.answers) {
    case 'row':
      return { entries: freeEntries(noun, `${noun}Rows`), entry: noun, lookup: freeLookup(noun), keys: freeKeys(keysName(read.property, noun)) };
    case 'rows':
      return { entries: freeEntries(noun, `all${capitalised(pluralOf(noun))}`), entry: noun, lookup: freeLookup(pluralOf(noun)), keys: freeKeys(keysName(read.property, entity)) };
    case 'count': {
      const counted = held && /count|total|number/i.test(held) ? singularOf(held) : `${entity}Count`;
      return { entries: freeEntries(counted, `all${capitalised(pluralOf(counted))}`), entry: counted, lookup: freeLookup(counted), keys: freeKeys(keysName(read.property, entity)) };
    }
    case 'exists':
      return { entries: freeEntries(entity, `${entity}Rows`), entry: entity, lookup: free(`${pluralOf(camelCased(read.property))}With${capitalised(entity)}`, `found${capitalised(entity)}${by}`), keys: freeKeys(keysName(read.property, entity)) };
  }
}

/** `order` of `order_id`, for rows that are not orders themselves. */
function keyNoun(property: string, noun: string): readonly string[] {
  const owner = /^([a-z]\w*)Id$/.exec(camelCased(property))?.[1];
  return owner === undefined || owner === noun ? [] : [owner];
}

function keysName(property: string, noun: string): string {
  const name = camelCased(property);
  return pluralOf(/^_?id$/i.test(name) ? `${noun}Id` : name);
}

/** `city` of `const city = await …`; of `const [city] = …` as well, and where it is one of several in `Promise.all`. */
function heldName(facts: Facts, replaced: ts.Node): string | undefined {
  const { parent } = wrapped(replaced);
  const joint = ts.isExpression(replaced) ? jointElementOf(facts, replaced)?.name.name : undefined;
  if (!joint && !ts.isVariableDeclaration(parent)) return undefined;
  const pattern = joint ?? (parent as ts.VariableDeclaration).name;
  const element = ts.isIdentifier(pattern) ? undefined : pattern.elements[0];
  const name = element && ts.isBindingElement(element) && (ts.isArrayBindingPattern(pattern) || element.propertyName) ? element.name : pattern;
  return ts.isIdentifier(name) && !/^(?:result|rows?|data|res|found|existing|record|item|entry|it|x)$/i.test(name.text) ? name.text : undefined;
}

/** The read itself: in one statement, or in as many as the number of parameters demands. */
export function readStatements(read: BatchRead, names: LookUpNames, keys: string, layout: StatementLayout, bound: number | undefined): readonly string[] {
  const most = read.mostElements;
  const small = most === undefined || (bound !== undefined && bound <= most);
  const { indent, unit, end } = layout;
  if (small && !read.refusesEmpty && !read.positional) return [`const ${read.held?.pattern(names.entries) ?? names.entries} = await ${textMoved(read, read.many(keys), indent)}`];
  const size = most ?? SIZE;
  const query = `await ${textMoved(read, read.many(`${names.keys}.slice(start, start + ${grouped(size)})`), indent + unit)}`;
  return [
    // A key in two pieces would have its rows twice.
    `const ${names.keys} = [...new Set(${keys})]`,
    `const ${names.batches} = []`,
    `for (let start = 0; start < ${names.keys}.length; start += ${grouped(size)}) {\n${indent}${unit}${names.batches}.push(${read.held?.of(`(${query})`) ?? query})${end}\n${indent}}`,
    // A call takes no more than some 120,000 arguments, and a key may have many rows.
    `const ${names.entries} = ${names.batches}.flat()`,
  ];
}

/** The lines of a query as they stand at another indentation. */
function textMoved({ expression }: BatchRead, text: string, indent: string): string {
  return text.replaceAll(`\n${indentOf(expression)}`, `\n${indent}`);
}

/** Where only the empty list is a trouble. */
const SIZE = 10_000;

/** Puts what was read where it is found by its key. */
export function lookupStatements(read: BatchRead, names: LookUpNames, { indent, unit, end }: StatementLayout, javaScript: boolean): readonly string[] {
  const { entries, entry, keys, lookup } = names;
  if (read.positional) return [`const ${lookup} = new Map(${keys}.map((key, index) => [key, ${entries}[index] ?? ${read.missing ?? 'undefined'}]))`];
  const { pattern, key, rest } = read.keyAdded ? apart(read, entry) : { pattern: entry, key: read.keyOf(entry), rest: read.answerOf?.(entry) ?? entry };
  const by = read.looseKeys ? `String(${key})` : key;
  if (read.answers === 'exists') return [`const ${lookup} = new Set(${entries}.map((${entry}) => ${by}))`];
  if (read.answers !== 'rows') return [`const ${lookup} = new Map(${entries}.map((${pattern}) => [${by}, ${rest}]))`];
  const inner = indent + unit;
  const grouping = [
    `for (const ${pattern} of ${entries}) {`,
    `${inner}const group = ${lookup}.get(${by})${end}`,
    `${inner}if (group) group.push(${rest})${end}`,
    `${inner}else ${lookup}.set(${by}, [${rest}])${end}`,
    `${indent}}`,
  ];
  return [`const ${lookup} = new Map${javaScript ? '' : groupTypes(read, entries)}()`, grouping.join('\n')];
}

/** `{ author_id: authorId, ...book }` */
function apart({ property }: BatchRead, entry: string): { readonly pattern: string; readonly key: string; readonly rest: string } {
  const name = camelCased(property);
  const key = name === entry || !/^[A-Za-z_$]/.test(name) ? 'key' : name;
  return { pattern: `{ ${key === property ? key : `${/^[\w$]+$/.test(property) ? property : `'${property}'`}: ${key}`}, ...${entry} }`, key, rest: entry };
}

function groupTypes({ looseKeys, keyAdded, property }: BatchRead, entries: string): string {
  const row = `(typeof ${entries})[number]`;
  return `<${looseKeys ? 'string' : `${row}['${property}']`}, ${keyAdded ? `Omit<${row}, '${property}'>[]` : `typeof ${entries}`}>`;
}

/** The text of a key as it is looked up by. */
export function keyText({ looseKeys }: BatchRead, asked: string): string {
  return looseKeys ? `String(${asked})` : asked;
}

/** What stands in the query's place, given the text of the key there. */
export function lookupText(read: BatchRead, { lookup }: LookUpNames, asked: string): string {
  const key = keyText(read, asked);
  if (read.answers === 'exists') return `${lookup}.has(${key})`;
  const missing = read.missing ?? (read.answers === 'rows' ? '[]' : read.answers === 'count' ? '0' : undefined);
  const found = missing === undefined ? `${lookup}.get(${key})` : `${lookup}.get(${key}) ?? ${missing}`;
  return read.wrap?.(found) ?? found;
}

