import { ts } from 'ts-morph';
import { unwrap } from '../../../syntax/nodes.js';
import { textArgument, textArguments, textOfLink, type BuilderChain, type BuilderLink } from './builder-chain.js';
import { objectFilter } from './object-filter.js';

/** The one condition of a query that speaks of the element. */
export interface KeyCondition {
  readonly link: BuilderLink;
  readonly key: ts.Expression;
  /** As it is written: `books.author_id`. */
  readonly column: string;
  /** The same as an argument: `'books.author_id'`. */
  readonly columnText: string;
  /** The same condition for a list of keys. */
  with(keys: string): string;
}

/** Calls that say the same of the rows of many keys as of the rows of one. */
const KEPT = /^(?:from|into|table|withSchema|as|clone|timeout|transacting|query|queryBuilder|(?:inner|left|leftOuter)?[jJ]oin(?:Raw|Related)?|(?:innerJoin|leftJoin|leftOuterJoin)Related|(?:and)?[wW]here(?:Not|Raw|Null|NotNull|In|NotIn|Exists|NotExists|Between|NotBetween|Like|ILike|Column)?|orderBy|orderByRaw|withGraphFetched|modifyGraph|allowGraph|skipUndefined)$/;
const CHOOSES = /^(?:select|columns?)$/;

export const isKept = ({ name }: BuilderLink): boolean => KEPT.test(name);
export const choosesColumns = ({ name }: BuilderLink): boolean => CHOOSES.test(name);

/** `.where('author_id', id)`, `.where({ author_id: id, in_print: true })`; `undefined` unless just one call speaks of the element, and so. */
export function keyCondition({ links }: BuilderChain, varies: (node: ts.Node) => boolean): KeyCondition | undefined {
  const [link, ...others] = links.filter((each) => each.call.arguments.some((argument) => varies(argument)));
  if (!link || others.length > 0 || !/^(?:where|andWhere|findOne)$/.test(link.name)) return undefined;
  const [first, second, third, ...more] = link.call.arguments;
  if (!first || more.length > 0) return undefined;
  if (!second) return objectCondition(link, first, varies);
  const key = third ?? second;
  const column = textArgument(first);
  if (column === undefined || (third && textArgument(second) !== '=') || isList(key)) return undefined;
  return { link, key, column, columnText: first.getText(), with: (keys) => `whereIn(${first.getText()}, ${keys})` };
}

function objectCondition(link: BuilderLink, object: ts.Expression, varies: (node: ts.Node) => boolean): KeyCondition | undefined {
  const filter = objectFilter(object, varies);
  if (!filter) return undefined;
  const others = filter.others.map((each) => each.getText()).join(', ');
  const quote = link.call.getSourceFile().text.includes("'") ? "'" : '"';
  const column = `${quote}${filter.property}${quote}`;
  return { link, key: filter.key, column: filter.property, columnText: column, with: (keys) => `${others === '' ? '' : `where({ ${others} }).`}whereIn(${column}, ${keys})` };
}

/** A list in place of a value means something else. */
function isList(key: ts.Expression): boolean {
  const inner = unwrap(key);
  return ts.isArrayLiteralExpression(inner) || ts.isFunctionLike(inner);
}

/** Which columns a query gives, with the key among them. */
export interface ChosenColumns {
  readonly replacements: ReadonlyMap<BuilderLink, string>;
  /** What holds the key in a row. */
  readonly property: string;
  /** The key was not asked for. */
  readonly added: boolean;
}

/**
 * Adds the column of the key to those a query asks for; `undefined` where that cannot be said, as between columns of several tables.
 * @param withArgument a call that chooses columns with one more
 */
export function withColumn({ links }: BuilderChain, column: string, withArgument: (link: BuilderLink, column: string) => string = withOneMore): ChosenColumns | undefined {
  const property = column.slice(column.lastIndexOf('.') + 1);
  const choosing = links.filter((each) => choosesColumns(each) || (each.name === 'first' && each.call.arguments.length > 0));
  const joined = links.some(({ name }) => /join/i.test(name));
  const last = choosing.at(-1);
  if (!last || (choosing.every(({ call }) => call.arguments.length === 0))) return joined ? undefined : { replacements: new Map(), property, added: false };
  const texts = textArguments(choosing.flatMap(({ call }) => call.arguments));
  if (!texts) return undefined;
  const held = texts.map((each) => propertyHolding(each, column, joined)).find((each) => each !== undefined);
  if (held !== undefined) return { replacements: new Map(), property: held, added: false };
  // Another column by the same name would be overwritten.
  if (texts.some((each) => /\*/.test(each) || nameOf(each) === property)) return undefined;
  return { replacements: new Map([[last, withArgument(last, column)]]), property, added: true };
}

/** `author_id` of `*`, `books.*`, `author_id`, `books.author_id`; `by` of `author_id as by`. */
function propertyHolding(chosen: string, column: string, joined: boolean): string | undefined {
  const [source = '', alias] = chosen.trim().split(/\s+as\s+/i);
  const [table, name] = [source.slice(0, Math.max(0, source.lastIndexOf('.'))), source.slice(source.lastIndexOf('.') + 1)];
  const [keyTable, keyName] = [column.slice(0, Math.max(0, column.lastIndexOf('.'))), column.slice(column.lastIndexOf('.') + 1)];
  if (joined && table !== keyTable) return undefined;
  if (name === '*') return keyName;
  return name === keyName ? (alias ?? keyName) : undefined;
}

function nameOf(chosen: string): string {
  const [source = '', alias] = chosen.trim().split(/\s+as\s+/i);
  return alias ?? source.slice(source.lastIndexOf('.') + 1);
}

/** `select('id', 'title', 'author_id')`; a list gets one more. */
function withOneMore({ name, call }: BuilderLink, column: string): string {
  const last = call.arguments.at(-1);
  const inner = last && unwrap(last);
  const quote = last?.getText().includes('"') ? '"' : "'";
  const text = `${quote}${column}${quote}`;
  const before = call.arguments.map((each) => each.getText());
  if (inner && ts.isArrayLiteralExpression(inner)) before[before.length - 1] = `[${[...inner.elements.map((each) => each.getText()), text].join(', ')}]`;
  else before.push(text);
  return `${name === 'first' ? 'select' : name}(${before.join(', ')})`;
}

/** A call that makes one value of many rows. */
export interface Aggregate {
  readonly link: BuilderLink;
  /** What holds the value in the row. */
  readonly name: string;
  /** Its value where there are no rows. */
  readonly nothing: string;
  /** The call in words that leave the other columns of an untyped row their types. */
  readonly text: string;
}

/** `count({ n: '*' })`, `sum('amount as total')`, `max('at', { as: 'last' })`. */
export function aggregateOf({ links }: BuilderChain): Aggregate | undefined {
  const folds = links.filter(({ name }) => AGGREGATE.test(name));
  const [link] = folds;
  const name = link && folds.length === 1 ? aliasOf(link.call) : undefined;
  if (!link || name === undefined || !/^[A-Za-z_$][\w$]*$/.test(name)) return undefined;
  const typed = links.some(({ call }) => call.typeArguments !== undefined);
  return { link, name, nothing: link.name.startsWith('count') ? '0' : 'null', text: (typed ? undefined : asText(link, name)) ?? textOfLink(link) };
}

const AGGREGATE = /^(?:count|countDistinct|sum|sumDistinct|min|max|avg|avgDistinct)$/;

/** `count('* as n')` of `count({ n: '*' })`: the types take the object for the whole row. */
function asText({ name, call: { arguments: [first, second] } }: BuilderLink, alias: string): string | undefined {
  const object = first && unwrap(first);
  const [only] = object && ts.isObjectLiteralExpression(object) ? object.properties : [];
  const column = !second && only && ts.isPropertyAssignment(only) ? textArgument(only.initializer) : undefined;
  const quote = first?.getText().includes('"') ? '"' : "'";
  return column === undefined ? undefined : `${name}(${quote}${column} as ${alias}${quote})`;
}

function aliasOf({ arguments: [first, second] }: ts.CallExpression): string | undefined {
  const inner = first && unwrap(first);
  if (inner && ts.isObjectLiteralExpression(inner)) {
    const [only] = inner.properties;
    return inner.properties.length === 1 && only?.name && (ts.isIdentifier(only.name) || ts.isStringLiteral(only.name)) ? only.name.text : undefined;
  }
  const options = second && unwrap(second);
  if (options && ts.isObjectLiteralExpression(options)) return /\bas:\s*['"](\w+)['"]/.exec(options.getText())?.[1];
  return /\sas\s+(\w+)\s*$/i.exec(textArgument(first) ?? '')?.[1];
}
