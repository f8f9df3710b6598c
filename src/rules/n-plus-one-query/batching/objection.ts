import { ts } from 'ts-morph';
import type { Facts } from '../../../facts/facts.js';
import { originOf } from '../../../facts/possible-values.js';
import { awaitOf, isJavaScript, unwrap } from '../../../syntax/nodes.js';
import type { Dialect, QueryInLoop } from './batch-query.js';
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
  // No `insert` of many: only PostgreSQL and SQL Server take it.
  write(query) {
    const chain = builderChain(query.chain);
    if (chain?.links[0]?.name !== 'query' || !ts.isIdentifier(query.chain.root)) return undefined;
    const idColumn = staticText(query.facts, modelOf(query), 'idColumn') ?? 'id';
    const condition = idCondition(chain, query, idColumn) ?? keyCondition(chain, query.varies);
    return condition && knexChange(query, chain, chain.links, condition, lastName(condition.column) === idColumn);
  },
};

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
  let at = model;
  for (let depth = 0; at && depth < MAX_BASES; depth++) {
    if (at.members.some((each) => each.name?.getText() === 'columnNameMappers')) return true;
    const base = at.heritageClauses?.find((each) => each.token === ts.SyntaxKind.ExtendsKeyword)?.types[0]?.expression;
    if (!base) return false;
    if (facts.valueOf(base)?.kind === 'api') return false;
    const declaration = ts.isIdentifier(base) ? originOf(facts, base) : undefined;
    at = declaration && ts.isClassLike(declaration) ? declaration : undefined;
  }
  return undefined;
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
