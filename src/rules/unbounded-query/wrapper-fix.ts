import { ts } from 'ts-morph';
import type { TextEdit } from '../../core/finding.js';
import type { Facts } from '../../facts/facts.js';
import { writingFor, type QueryWriting } from '../../knowledge/query-writing.js';
import { appendArguments, appendProperties } from '../../syntax/list-text.js';
import { argumentsOf, propertyOf, unwrap, type FunctionNode } from '../../syntax/nodes.js';
import { boundProperties, type RowOrder } from './bound-writing.js';
import type { UnboundedQuery } from './detect.js';
import { orderKey } from './row-order.js';

export interface WrapperBound {
  readonly edits: readonly TextEdit[];
  readonly added: string;
  readonly order: RowOrder;
}

/** The way to the query's limit through the function around it: all options, one property of an argument, or an argument. */
type Way = { readonly index: number; readonly kind: 'options' | 'argument' } | { readonly index: number; readonly kind: 'property'; readonly name: string };

/** Hands a limit to a function that hands it on to the query. */
export function boundThroughWrapper(facts: Facts, query: UnboundedQuery, size: string): WrapperBound | undefined {
  const { call, use, links } = query;
  const [callee, ...others] = ts.isCallExpression(call) ? facts.calleesOf(call) : [];
  const writing = writingFor(use.library.id, [use.method, ...links.map((link) => link.name)]);
  const way = callee && others.length === 0 && writing ? wayIn(facts, query, callee, writing) : undefined;
  if (!ts.isCallExpression(call) || !writing || !way) return undefined;
  const given = call.arguments[way.index];
  if (!given && call.arguments.length !== way.index) return undefined;
  if (way.kind === 'argument') return given ? undefined : { added: size, order: { kind: 'open' }, edits: appendArguments(call, [size]) };
  const object = given ? unwrap(given) : undefined;
  if (object && !ts.isObjectLiteralExpression(object)) return undefined;
  const added = way.kind === 'property' ? `${way.name}: ${size}` : `${writing.options?.bound ?? 'limit'}: ${size}`;
  const written = way.kind === 'property' ? { properties: [added], edits: [], order: { kind: 'open' as const } } : writing.options && boundProperties(object, writing.options, orderKey(facts, query), call, added);
  if (!written || (way.kind === 'property' && object && propertyOf(object, way.name))) return undefined;
  const edits = object ? appendProperties(object, written.properties) : appendArguments(call, [`{ ${written.properties.join(', ')} }`]);
  return { added, order: written.order, edits: [...edits, ...written.edits] };
}

function wayIn(facts: Facts, { use, links }: UnboundedQuery, callee: FunctionNode, writing: QueryWriting): Way | undefined {
  if (writing.options) {
    const given = argumentsOf(use.call)[use.operation.bound?.argument ?? 0];
    const value = given ? unwrap(given) : undefined;
    if (!value) return undefined;
    if (ts.isObjectLiteralExpression(value)) {
      const bound = propertyOf(value, writing.options.bound);
      if (bound) return wayOf(facts, bound, callee);
      const spread = value.properties.find((each) => ts.isSpreadAssignment(each));
      return spread && ts.isSpreadAssignment(spread) ? wholeOf(facts, spread.expression, callee) : undefined;
    }
    return wholeOf(facts, value, callee);
  }
  const name = /\w+/.exec(writing.chain?.bound ?? '')?.[0];
  const limit = links.find((link) => link.name === name)?.call;
  const size = limit && ts.isCallExpression(limit) ? limit.arguments[0] : undefined;
  return size ? wayOf(facts, size, callee) : undefined;
}

/** `findMany(args)` where `args` is a parameter. */
function wholeOf(facts: Facts, value: ts.Expression, callee: FunctionNode): Way | undefined {
  const index = parameterIndex(facts, unwrap(value), callee);
  return index === undefined ? undefined : { index, kind: 'options' };
}

/** `options.limit`, `limit` of `({ limit })`, `limit` itself. */
function wayOf(facts: Facts, bound: ts.Expression, callee: FunctionNode): Way | undefined {
  const value = unwrap(bound);
  if (ts.isPropertyAccessExpression(value)) {
    const index = parameterIndex(facts, unwrap(value.expression), callee);
    return index === undefined ? undefined : { index, kind: 'property', name: value.name.text };
  }
  const direct = parameterIndex(facts, value, callee);
  if (direct !== undefined) return { index: direct, kind: 'argument' };
  const element = ts.isIdentifier(value) ? facts.declarationOf(value) : undefined;
  if (!element || !ts.isBindingElement(element) || element.dotDotDotToken || element.initializer) return undefined;
  const parameter = element.parent.parent;
  const key = element.propertyName ?? element.name;
  const index = ts.isParameter(parameter) ? callee.parameters.indexOf(parameter) : -1;
  return index < 0 || !ts.isIdentifier(key) ? undefined : { index, kind: 'property', name: key.text };
}

function parameterIndex(facts: Facts, value: ts.Expression, callee: FunctionNode): number | undefined {
  const declaration = ts.isIdentifier(value) ? facts.declarationOf(value) : undefined;
  const index = declaration && ts.isParameter(declaration) ? callee.parameters.indexOf(declaration) : -1;
  return index < 0 ? undefined : index;
}
