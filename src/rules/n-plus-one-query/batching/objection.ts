import { ts } from 'ts-morph';
import type { Facts } from '../../../facts/facts.js';
import { originOf } from '../../../facts/possible-values.js';
import { awaitOf, isJavaScript, unwrap } from '../../../syntax/nodes.js';
import type { BatchWrite, Dialect, QueryInLoop } from './batch-query.js';
import { builderChain, textArgument, type BuilderChain } from './builder-chain.js';
import { keyCondition, type KeyCondition } from './knex-builder.js';
import { counted, knexRead, lastName, type KnexQuery } from './knex-reads.js';
import { knexChange } from './knex-writes.js';
import { camelCased } from './names.js';

export const objection: Dialect = {
  read(query) {
    const chain = builderChain(query.chain);
    const model = modelOf(query);
    // Relations of one instance, and what is asked of an instance itself, have conditions that are not to be seen.
    if (!chain || chain.links[0]?.name !== 'query' || !ts.isIdentifier(query.chain.root)) return undefined;
    const idColumn = staticText(query.facts, model, 'idColumn') ?? 'id';
    const condition = idCondition(chain, query, idColumn) ?? keyCondition(chain, query.varies);
    if (!condition) return undefined;
    const asked: KnexQuery = {
      query, chain, condition, links: chain.links.filter((each) => each !== condition.link),
      unique: lastName(condition.column) === idColumn, single: /^find(?:One|ById)$/.test(condition.link.name),
      models: true, propertyOf: (column) => propertyOf(query, model, column),
      ...(isJavaScript(query.call.getSourceFile()) ? {} : { retyped: (columns: readonly string[]) => retyped(query, condition, propertyOf(query, model, lastName(condition.column)), columns) }),
    };
    const ending = asked.links.find(({ name }) => name === 'resultSize');
    return ending ? counted(asked, ending) : knexRead(asked);
  },
  write(query) {
    const chain = builderChain(query.chain);
    if (chain?.links[0]?.name !== 'query' || !ts.isIdentifier(query.chain.root)) return undefined;
    const idColumn = staticText(query.facts, modelOf(query), 'idColumn') ?? 'id';
    const condition = idCondition(chain, query, idColumn) ?? keyCondition(chain, query.varies);
    if (!condition) return inserted(query, chain);
    return knexChange(query, chain, chain.links, condition, lastName(condition.column) === idColumn);
  },
};

/** `insert` takes many on PostgreSQL and SQL Server only; `insertGraph` does on all, and inserts one by one where nothing else is to be had. */
function inserted(query: QueryInLoop, chain: BuilderChain): BatchWrite | undefined {
  const model = modelOf(query);
  const [, link, ...others] = chain.links;
  const row = link && others.length === 0 && link.name === 'insert' && link.call.arguments.length === 1 ? link.call.arguments[0] : undefined;
  const object = row && unwrap(row);
  if (!link || !object || !ts.isObjectLiteralExpression(object) || !model || !query.varies(object) || !namesColumns(query.facts, model, object)) return undefined;
  return { expression: query.call, method: 'insertGraph', item: object, items: 'rows', splits: true, many: (rows) => chain.with(new Map([[link, `insertGraph(${rows})`]])) };
}

/** Of a graph, properties named as relations are inserted with the row. */
function namesColumns(facts: Facts, model: ts.ClassLikeDeclaration, object: ts.ObjectLiteralExpression): boolean {
  const { classes, complete } = classesAbove(facts, model);
  const relations = classes.flatMap((each) => each.members.filter((member) => member.name?.getText() === 'relationMappings').map((member) => member.getText()));
  if (!complete || !relations.every((each) => each.includes('{'))) return false;
  return object.properties.every(({ name }) => name !== undefined && ts.isIdentifier(name) && !relations.some((each) => new RegExp(`\\b${name.text}\\s*[:(,]`).test(each)));
}

/** `findById(id)`, `deleteById(id)`: the library knows the column. */
function idCondition({ links }: BuilderChain, { varies }: QueryInLoop, column: string): KeyCondition | undefined {
  const [link, ...others] = links.filter((each) => each.call.arguments.some((argument) => varies(argument)));
  const key = link?.call.arguments[0];
  if (!link || !key || others.length > 0 || !/^(?:find|delete)ById$/.test(link.name) || ts.isArrayLiteralExpression(unwrap(key))) return undefined;
  return { link, key, column, columnText: `'${column}'`, with: (keys) => (link.name === 'findById' ? `findByIds(${keys})` : `delete().whereIn('${column}', ${keys})`) };
}

function modelOf({ facts, chain: { root } }: QueryInLoop): ts.ClassLikeDeclaration | undefined {
  const declaration = ts.isIdentifier(root) ? originOf(facts, root) : undefined;
  return declaration && ts.isClassLike(declaration) ? declaration : undefined;
}

/**
 * The property of a model that holds a column: the column's own name, or the one a mapper of the class makes of it. Types say
 * which; else the classes do.
 */
function propertyOf({ facts, call }: QueryInLoop, model: ts.ClassLikeDeclaration | undefined, column: string): string | undefined {
  const candidates = [column, camelCased(column)];
  const known = candidates.find((each) => facts.oracle?.kindsOf(awaitOf(call) ?? call, each)) ?? candidates.find((each) => model?.members.some((member) => member.name?.getText() === each));
  if (known !== undefined || candidates[0] === candidates[1]) return known ?? column;
  const mapped = mapsNames(facts, model);
  return mapped === undefined ? undefined : mapped ? candidates[1] : column;
}

/** Classes above a class are followed this far. */
const MAX_BASES = 5;

/** Whether a model or one above it maps names of columns; `undefined` where not all of them can be seen. */
function mapsNames(facts: Facts, model: ts.ClassLikeDeclaration | undefined): boolean | undefined {
  const { classes, complete } = classesAbove(facts, model);
  return classes.some((each) => each.members.some((member) => member.name?.getText() === 'columnNameMappers')) || (complete ? false : undefined);
}

/** A model and the classes of the project above it; complete when they reach up to the library's own. */
function classesAbove(facts: Facts, model: ts.ClassLikeDeclaration | undefined): { readonly classes: readonly ts.ClassLikeDeclaration[]; readonly complete: boolean } {
  const classes: ts.ClassLikeDeclaration[] = [];
  let at = model;
  while (at && classes.length < MAX_BASES) {
    classes.push(at);
    const base = at.heritageClauses?.find((each) => each.token === ts.SyntaxKind.ExtendsKeyword)?.types[0]?.expression;
    if (!base || facts.valueOf(base)?.kind === 'api') return { classes, complete: true };
    const declaration: ts.Node | undefined = ts.isIdentifier(base) ? originOf(facts, base) : undefined;
    at = declaration && ts.isClassLike(declaration) ? declaration : undefined;
  }
  return { classes, complete: false };
}

/** `static idColumn = 'uid'`, or the getter that returns it. */
function staticText(facts: Facts, model: ts.ClassLikeDeclaration | undefined, name: string): string | undefined {
  const member = model?.members.find((each) => each.name?.getText() === name);
  if (member && ts.isPropertyDeclaration(member)) return textArgument(member.initializer);
  const result = member && ts.isGetAccessorDeclaration(member) ? member.body?.statements.at(-1) : undefined;
  return result && ts.isReturnStatement(result) ? textArgument(result.expression) : undefined;
}

/** Groups are no models. */
function retyped({ facts }: QueryInLoop, { key }: KeyCondition, property: string | undefined, columns: readonly string[]): string {
  const kinds = [...(facts.oracle?.kindsOf(key) ?? [])].filter((each) => each !== 'null' && each !== 'undefined');
  const type = kinds.length === 1 && kinds[0] !== undefined ? kinds[0] : 'unknown';
  return `.castTo<{ ${[`${property ?? ''}: ${type}`, ...columns.map((each) => `${each}: string | number`)].join('; ')} }[]>()`;
}
