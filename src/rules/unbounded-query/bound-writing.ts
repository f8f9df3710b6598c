import { ts } from 'ts-morph';
import type { TextEdit } from '../../core/finding.js';
import type { Facts } from '../../facts/facts.js';
import { chainEnds, mixingWords, orderWords, type OptionsWriting, type QueryWriting } from '../../knowledge/query-writing.js';
import { appendArguments, appendElements, appendProperties, inQuotesOf, lineIndent } from '../../syntax/list-text.js';
import { argumentsOf, enclosingFunction, nameOfAccess, propertyOf, unwrap } from '../../syntax/nodes.js';
import type { UnboundedQuery } from './detect.js';
import { namesKey, writtenOrder } from './row-order.js';
import { boundStatement } from './statement-bound.js';

/** A query with a bound put into its text. */
export interface BoundWritten {
  readonly edits: readonly TextEdit[];
  /** As it stands in the code: `take: 100`. */
  readonly added: string;
  readonly order: RowOrder;
}

/** key: by a key the repair adds · tie: rows equal in the present order by the key · fixed: as it was, in which no two are equal · open: as it was, in which some may be · none */
export type RowOrder = { readonly kind: 'key' | 'tie'; readonly key: string } | { readonly kind: 'fixed' | 'open' | 'none' };

/** The number of rows as it is to stand in the code, and the key they are to be ordered by, if they are. */
export interface Bounding {
  readonly size: string;
  readonly key: string | undefined;
}

/** Writes a bound into a query as its library has it; `undefined` where its text does not take it. */
export function writeBound(facts: Facts, query: UnboundedQuery, writing: QueryWriting, bounding: Bounding): BoundWritten | undefined {
  const { call } = query;
  if (writing.statement !== undefined) return boundStatement(facts, query, writing.statement, bounding);
  if (!ts.isCallExpression(call)) return undefined;
  if (writing.options) return inOptions(facts, query, call, { ...writing, options: writing.options }, bounding);
  if (writing.chain) return inChain(query, call, writing, bounding);
  if (writing.pipeline) return inPipeline(query, call, writing.pipeline, bounding);
  return writing.parts ? inParts(facts, call, writing.parts, bounding.size) : undefined;
}

const fill = (text: string, key: string): string => text.replaceAll('{key}', key);

// — options —

function inOptions(facts: Facts, query: UnboundedQuery, call: ts.CallExpression, { options, widened }: QueryWriting & { options: OptionsWriting }, { size, key }: Bounding): BoundWritten | undefined {
  const added = propertyText(options.bound, size);
  if (widened) return inWidened(query, call, { options, widened }, added, key);
  const argument = query.use.operation.bound?.argument ?? 0;
  const given = call.arguments[argument];
  const object = given ? (ownOptions(facts, given) ?? unwrap(given)) : undefined;
  if (object && !ts.isObjectLiteralExpression(object)) return undefined;
  const written = boundProperties(object, options, key, call, added);
  if (!written) return undefined;
  if (object) return { added, order: written.order, edits: [...appendProperties(object, written.properties), ...written.edits] };
  const filler = Array.from({ length: argument - call.arguments.length }, () => '{}');
  if (filler.length > 1 || call.arguments.length > argument) return undefined;
  return { added, order: written.order, edits: appendArguments(call, [...filler, `{ ${written.properties.join(', ')} }`]) };
}

/** `const options = { … }` that is made for this call and used for nothing else. */
function ownOptions(facts: Facts, given: ts.Expression): ts.ObjectLiteralExpression | undefined {
  const name = unwrap(given);
  const declaration = ts.isIdentifier(name) ? facts.declarationOf(name) : undefined;
  if (!declaration || !ts.isVariableDeclaration(declaration) || !declaration.initializer || facts.isReassigned(declaration) || facts.referencesOf(declaration).length !== 1) return undefined;
  const made = unwrap(declaration.initializer);
  return ts.isObjectLiteralExpression(made) && made.getSourceFile() === given.getSourceFile() && enclosingFunction(declaration) === enclosingFunction(given) ? made : undefined;
}

/** `take: 20`, and `take` alone where the variable has that name. */
function propertyText(name: string, size: string): string {
  return name === size ? name : `${name}: ${size}`;
}

/** The properties that bound an options object, and what its order has to be changed to. */
export function boundProperties(
  object: ts.ObjectLiteralExpression | undefined, { bound, skip, order }: OptionsWriting, key: string | undefined, at: ts.Node, added: string,
): { readonly properties: readonly string[]; readonly edits: readonly TextEdit[]; readonly order: RowOrder } | undefined {
  // A limit that says `undefined` stands in the way of a new one; columns of related rows cannot be asked for beside one.
  if (object && (propertyOf(object, bound) || /['"`]\$\w+(?:\.\w+)+\$['"`]/.test(object.getText()))) return undefined;
  const written = object ? writtenOrder(object, order.name) : undefined;
  if (written === 'elsewhere') return { properties: [added], edits: [], order: { kind: 'open' } };
  const mixed = object?.properties.some((each) => /group|distinct|having/i.test(each.name?.getText() ?? '')) ?? false;
  if (written) {
    if (key !== undefined && !mixed && namesKey(written, key)) return { properties: [added], edits: [], order: { kind: 'fixed' } };
    const paged = object !== undefined && propertyOf(object, skip) !== undefined;
    const tie = paged && key !== undefined && !mixed ? tieBreak(written, order, key) : undefined;
    return tie ? { properties: [added], edits: tie, order: { kind: 'tie', key: key ?? '' } } : { properties: [added], edits: [], order: { kind: 'open' } };
  }
  if (key === undefined || mixed) return { properties: [added], edits: [], order: { kind: 'none' } };
  return { properties: [added, `${order.name}: ${inQuotesOf(at, fill(order.value, key))}`], edits: [], order: { kind: 'key', key } };
}

/** The key behind the fields that an order names, so that pages neither repeat nor leave out a row. */
function tieBreak(written: ts.Expression, { property, element }: OptionsWriting['order'], key: string): readonly TextEdit[] | undefined {
  const present = unwrap(written);
  const own = (text: string): string => inQuotesOf(written, fill(text, key));
  if (ts.isArrayLiteralExpression(present) && element !== undefined) return appendElements(present, [own(element)]);
  if (!ts.isObjectLiteralExpression(present)) return undefined;
  if (property !== undefined) return appendProperties(present, [own(property)]);
  if (element === undefined) return undefined;
  const path = written.getSourceFile().fileName;
  return [{ path, start: present.getStart(), end: present.getStart(), newText: '[' }, { path, start: present.end, end: present.end, newText: `, ${own(element)}]` }];
}

/** `findBy(filter)` becomes `find({ where: filter, take: 100 })`. */
function inWidened(query: UnboundedQuery, call: ts.CallExpression, { options, widened }: { readonly options: OptionsWriting; readonly widened: NonNullable<QueryWriting['widened']> }, added: string, key: string | undefined): BoundWritten | undefined {
  const callee = unwrap(call.expression);
  const filter = call.arguments[query.use.operation.filter?.argument ?? 0];
  const written = boundProperties(undefined, options, key, call, added);
  if (!ts.isPropertyAccessExpression(callee) || !filter || !written) return undefined;
  const path = call.getSourceFile().fileName;
  return {
    added, order: written.order, edits: [
      { path, start: callee.name.getStart(), end: callee.name.end, newText: widened.method },
      { path, start: filter.getStart(), end: filter.getStart(), newText: `{ ${widened.filter}: ` },
      { path, start: filter.end, end: filter.end, newText: `, ${written.properties.join(', ')} }` },
    ],
  };
}

// — builder chains —

function inChain(query: UnboundedQuery, call: ts.CallExpression, { chain, ownOrder }: QueryWriting, { size, key }: Bounding): BoundWritten | undefined {
  const top = beforeEnds(call);
  if (!chain || !top || optionsAmong(query, chain.bound)) return undefined;
  const boundText = chain.bound.replace('{size}', size);
  const ordered = query.links.filter((link) => !link.handed && orderWords.has(link.name));
  const mixed = query.links.some((link) => mixingWords.test(link.name));
  const indent = chainIndent(call);
  const insert = (texts: readonly string[], at: number): TextEdit => ({ path: call.getSourceFile().fileName, start: at, end: at, newText: texts.map((each) => indent + each).join('') });
  const added = boundText.slice(1);
  const last = ordered.at(-1);
  if (last) {
    if (key !== undefined && !mixed && ordered.some((link) => argumentsOf(link.call).some((each) => namesKey(each, key)))) return { added, order: { kind: 'fixed' }, edits: [insert([boundText], top)] };
    const paged = chain.skip !== undefined && query.links.some((link) => link.name === chain.skip);
    const tie = paged && !mixed && key !== undefined ? chainTie(query, chain, last.call, key) : undefined;
    if (tie === undefined || key === undefined) return { added, order: { kind: 'open' }, edits: [insert([boundText], top)] };
    if (typeof tie === 'string') return { added, order: { kind: 'tie', key }, edits: [insert([tie, boundText], top)] };
    return { added, order: { kind: 'tie', key }, edits: [...tie, insert([boundText], top)] };
  }
  if (ownOrder !== undefined) return { added, order: { kind: 'fixed' }, edits: [insert([boundText], top)] };
  const order = key === undefined || mixed || chain.order === undefined ? undefined : named(chain.order, query, key);
  if (order === undefined || key === undefined) return { added, order: { kind: 'none' }, edits: [insert([boundText], top)] };
  return { added, order: { kind: 'key', key }, edits: [insert([inQuotesOf(call, order), boundText], top)] };
}

/** Where the chain is complete and nothing runs it yet. */
function beforeEnds(call: ts.CallExpression): number | undefined {
  let at: ts.Expression = call;
  let end = call.end;
  for (;;) {
    const callee: ts.Expression | undefined = ts.isCallExpression(at) ? unwrap(at.expression) : undefined;
    const name = callee ? nameOfAccess(callee) : undefined;
    if (!callee || name === undefined || !chainEnds.has(name)) return end;
    if (!ts.isPropertyAccessExpression(callee)) return undefined;
    end = callee.expression.end;
    at = unwrap(callee.expression);
  }
}

/** The bound may be given to a call of the chain as well, where it says `undefined`: `find({}, { limit: undefined })`. */
function optionsAmong({ links }: UnboundedQuery, bound: string): boolean {
  const name = /\w+/.exec(bound)?.[0] ?? '';
  return links.some((link) => link.name === name || argumentsOf(link.call).some((each) => ts.isObjectLiteralExpression(unwrap(each)) && propertyOf(unwrap(each) as ts.ObjectLiteralExpression, name) !== undefined));
}

/** A call, or edits of the present order, by which rows that are equal in it come in order of the key. */
function chainTie(query: UnboundedQuery, chain: NonNullable<QueryWriting['chain']>, last: ts.Node, key: string): string | readonly TextEdit[] | undefined {
  if (!ts.isCallExpression(last)) return undefined;
  if (chain.tieArgument !== undefined) {
    const text = named(chain.tieArgument, query, key);
    return text === undefined || last.arguments.length === 0 ? undefined : appendArguments(last, [text]);
  }
  if (chain.tieProperty !== undefined) {
    const [object] = last.arguments.map((each) => unwrap(each));
    return object && ts.isObjectLiteralExpression(object) ? appendProperties(object, [fill(chain.tieProperty, key)]) : undefined;
  }
  const text = chain.tie ?? chain.order;
  const call = text === undefined ? undefined : named(text, query, key);
  return call === undefined ? undefined : inQuotesOf(last, call);
}

/** The names of table and alias in place of what stands for them. */
export function named(order: string, { entity, links }: UnboundedQuery, key: string): string | undefined {
  const begun = links.map((link) => link.call).flatMap((call) => (nameOfAccess(unwrap(ts.isCallExpression(call) ? call.expression : (call as ts.NewExpression).expression)) === 'createQueryBuilder' ? argumentsOf(call) : [])).at(-1);
  const alias = begun && ts.isStringLiteralLike(begun) ? begun.text : undefined;
  const table = entity?.node && ts.isIdentifier(entity.node) ? entity.node.text : undefined;
  if ((order.includes('{alias}') && alias === undefined) || (order.includes('{table}') && table === undefined)) return undefined;
  return fill(order, key).replaceAll('{alias}', alias ?? '').replaceAll('{table}', table ?? '');
}

/** A line break and the indentation of the chain's last dot, when the chain is written one call to a line. */
export function chainIndent(call: ts.CallExpression): string {
  const callee = unwrap(call.expression);
  if (!ts.isPropertyAccessExpression(callee)) return '';
  const text = call.getSourceFile().text;
  const between = text.slice(callee.expression.end, callee.name.getStart());
  return between.includes('\n') ? `\n${lineIndent(call.getSourceFile(), callee.name.getStart())}` : '';
}

// — pipelines, and queries made of parts —

function inPipeline(query: UnboundedQuery, call: ts.CallExpression, { bound, order }: NonNullable<QueryWriting['pipeline']>, { size, key }: Bounding): BoundWritten | undefined {
  const [stages] = call.arguments.map((each) => unwrap(each));
  if (!stages || !ts.isArrayLiteralExpression(stages) || stages.elements.length === 0 || query.links.some((link) => link.call !== call && !chainEnds.has(link.name))) return undefined;
  const added = bound.replace('{size}', size);
  const sorted = stages.elements.filter((each) => ts.isObjectLiteralExpression(each) && propertyOf(each, '$sort') !== undefined);
  if (sorted.length > 0) return { added, order: { kind: key !== undefined && sorted.some((each) => namesKey(propertyOf(each as ts.ObjectLiteralExpression, '$sort') ?? each, key)) ? 'fixed' : 'open' }, edits: appendElements(stages, [added]) };
  const last = stages.elements.at(-1);
  const shaped = last !== undefined && ts.isObjectLiteralExpression(last) && last.properties.some((each) => /^['"]?\$(?:project|unwind|replaceRoot|unset)/.test(each.name?.getText() ?? ''));
  if (key === undefined || shaped) return { added, order: { kind: 'none' }, edits: appendElements(stages, [added]) };
  return { added, order: { kind: 'key', key }, edits: appendElements(stages, [fill(order, key), added]) };
}

function inParts(facts: Facts, call: ts.CallExpression, { query, bound, imports, from }: NonNullable<QueryWriting['parts']>, size: string): BoundWritten | undefined {
  const [source, ...others] = call.arguments;
  const made = source ? unwrap(source) : undefined;
  if (!source || !made || others.length > 0) return undefined;
  const text = bound.replace('{size}', size);
  const has = ts.isCallExpression(made) && ts.isIdentifier(made.expression) && made.expression.text === query;
  const file = call.getSourceFile();
  const wanted = imports.filter((each) => !has || each !== query);
  const imported = importsOf(facts, file, wanted, from);
  if (!imported) return undefined;
  const path = file.fileName;
  const edits = has ? appendArguments(made, [text]) : [{ path, start: source.getStart(), end: source.getStart(), newText: `${query}(` }, { path, start: source.end, end: source.end, newText: `, ${text})` }];
  return { added: text, order: { kind: has && /\borderBy\(/.test(made.getText()) ? 'open' : 'fixed' }, edits: [...edits, ...imported] };
}

/** Names added to the file's import of the package; `undefined` when it has none, or one of them means something else here. */
export function importsOf(facts: Facts, file: ts.SourceFile, names: readonly string[], from: readonly string[]): readonly TextEdit[] | undefined {
  const found = file.statements.filter(ts.isImportDeclaration).find((each) => ts.isStringLiteral(each.moduleSpecifier) && from.includes(each.moduleSpecifier.text) && !each.importClause?.isTypeOnly && each.importClause?.namedBindings !== undefined && ts.isNamedImports(each.importClause.namedBindings));
  const bindings = found?.importClause?.namedBindings;
  if (!bindings || !ts.isNamedImports(bindings)) return undefined;
  const missing = names.filter((name) => !bindings.elements.some((each) => each.name.text === name && !each.propertyName && !each.isTypeOnly));
  if (missing.some((name) => facts.bindingsOf(file).identifiersNamed(name).some((each) => !ts.isPropertyAccessExpression(each.parent) && !ts.isPropertyAssignment(each.parent)))) return undefined;
  const last = bindings.elements.at(-1);
  if (missing.length === 0) return [];
  return last ? [{ path: file.fileName, start: last.end, end: last.end, newText: missing.map((each) => `, ${each}`).join('') }] : undefined;
}
