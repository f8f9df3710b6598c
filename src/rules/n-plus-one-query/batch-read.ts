import { ts } from 'ts-morph';
import type { RepeatedOperation } from '../../facts/repeated-operations.js';
import { batchRewrites, type BatchRewrite } from '../../knowledge/batch-rewrites.js';
import { propertyOf, unwrap } from '../../syntax/nodes.js';

/** A read of one row by key, taken apart. */
export interface KeyedRead {
  readonly rewrite: BatchRewrite;
  readonly call: ts.CallExpression;
  /** Property of the row that holds the key. */
  readonly property: string;
  /** What the key is compared with: depends on the element. */
  readonly key: ts.Expression;
  /** Text of the arguments of the read of many, with the list's text put in. */
  readonly manyArguments: (keys: string) => string;
}

/** The pieces of a direct one-row read whose only condition is a key that is unique; `undefined` for every other shape. */
export function keyedRead({ reached, call }: RepeatedOperation): KeyedRead | undefined {
  const rewrite = reached.use.operation.rewrite === undefined ? undefined : batchRewrites[reached.use.operation.rewrite];
  if (!rewrite || reached.path.length > 1 || !ts.isCallExpression(call) || !ts.isPropertyAccessExpression(call.expression)) return undefined;
  const first = call.arguments[0] ? unwrap(call.arguments[0]) : undefined;
  if (!first) return undefined;
  const { filter } = rewrite;
  if (filter.kind === 'key') return primaryKeyRead(rewrite, call, first, filter.property);
  if (call.arguments.length !== 1 || !ts.isObjectLiteralExpression(first)) return undefined;
  const condition = filter.kind === 'argument' ? first : propertyOf(first, filter.property);
  const found = condition ? (filter.kind === 'comparison' ? comparedKey(unwrap(condition), filter.call) : onlyProperty(unwrap(condition))) : undefined;
  if (!found || (!rewrite.unique && found.property !== 'id')) return undefined;
  const others = filter.kind === 'argument' ? [] : otherOptions(first, filter.property);
  if (others.some((each) => !rewrite.keeps.includes(each.name))) return undefined;
  const list = (keys: string): string =>
    filter.kind === 'comparison' ? `${rewrite.imports?.name ?? filter.call}(${found.column}, ${keys})` : `{ ${found.property}: ${rewrite.list(keys)} }`;
  const manyArguments = (keys: string): string =>
    filter.kind === 'argument' ? list(keys) : `{ ${[`${filter.property}: ${list(keys)}`, ...others.map((each) => each.text)].join(', ')} }`;
  return { rewrite, call, property: found.property, key: found.key, manyArguments };
}

function primaryKeyRead(rewrite: BatchRewrite, call: ts.CallExpression, key: ts.Expression, where: string): KeyedRead | undefined {
  const options = call.arguments[1] ? unwrap(call.arguments[1]) : undefined;
  if (options && !ts.isObjectLiteralExpression(options)) return undefined;
  const others = options ? otherOptions(options, '') : [];
  if (others.some((each) => !rewrite.keeps.includes(each.name))) return undefined;
  const manyArguments = (keys: string): string => `{ ${[`${where}: { id: ${rewrite.list(keys)} }`, ...others.map((each) => each.text)].join(', ')} }`;
  return { rewrite, call, property: 'id', key, manyArguments };
}

interface Condition {
  readonly property: string;
  readonly key: ts.Expression;
  /** Text of the column, where the condition names one. */
  readonly column: string;
}

function onlyProperty(where: ts.Expression): Condition | undefined {
  const property = ts.isObjectLiteralExpression(where) && where.properties.length === 1 ? where.properties[0] : undefined;
  if (!property || !property.name || !ts.isIdentifier(property.name)) return undefined;
  if (ts.isShorthandPropertyAssignment(property)) return { property: property.name.text, key: property.name, column: '' };
  if (!ts.isPropertyAssignment(property) || ts.isObjectLiteralExpression(unwrap(property.initializer))) return undefined;
  return { property: property.name.text, key: property.initializer, column: '' };
}

function comparedKey(condition: ts.Expression, name: string): Condition | undefined {
  if (!ts.isCallExpression(condition) || condition.expression.getText() !== name || condition.arguments.length !== 2) return undefined;
  const [column, key] = condition.arguments;
  return column && key && ts.isPropertyAccessExpression(column) ? { property: column.name.text, key, column: column.getText() } : undefined;
}

function otherOptions(options: ts.ObjectLiteralExpression, but: string): readonly { readonly name: string; readonly text: string }[] {
  return options.properties.filter((each) => each.name?.getText() !== but).map((each) => ({ name: each.name?.getText() ?? '', text: each.getText() }));
}
