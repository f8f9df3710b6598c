import { ts } from 'ts-morph';
import type { Facts } from '../../facts/facts.js';
import { originOf } from '../../facts/possible-values.js';
import { propertyName } from '../../facts/query-bounds.js';
import { readSelect, statementText } from '../../facts/sql-text.js';
import { COMMON_KEY, customaryKeys } from '../../knowledge/query-writing.js';
import { argumentsOf, nameOfAccess, propertyOf, unwrap, walk } from '../../syntax/nodes.js';
import type { UnboundedQuery } from './detect.js';

/** The fields of an order by which two rows are never equal, or `undefined` when none is known. */
export function orderKey(facts: Facts, query: UnboundedQuery): string | undefined {
  const { entity, use } = query;
  return entity?.keys?.primary ?? keyField(facts, query)?.name ?? customaryKeys[use.library.id] ?? (showsCommonKey(facts, query) ? COMMON_KEY : undefined);
}

/** Base classes that are followed at most: more are a cycle, or nobody's. */
const MAX_BASES = 5;

/** `class User extends BaseRow` with `@PrimaryKey id` in the base, or a field of that name alone. */
export function keyField(facts: Facts, { entity }: UnboundedQuery): { readonly name: string | undefined; readonly type: string | undefined } | undefined {
  let at = entity?.node && ts.isIdentifier(entity.node) ? originOf(facts, entity.node) : undefined;
  for (let depth = 0; at && ts.isClassLike(at) && depth < MAX_BASES; depth++) {
    const key = at.members.find((each) => ts.isPropertyDeclaration(each) && each.name !== undefined && propertyName(each.name) === COMMON_KEY);
    const marked = at.members.find((each) => ts.isPropertyDeclaration(each) && ts.canHaveDecorators(each) && (ts.getDecorators(each) ?? []).some((mark) => /^Primary/.test(nameOfMark(mark))));
    const found = marked ?? key;
    if (found && ts.isPropertyDeclaration(found)) return { name: propertyName(found.name), type: found.type?.getText() };
    const base: ts.Expression | undefined = at.heritageClauses?.find((each) => each.token === ts.SyntaxKind.ExtendsKeyword)?.types[0]?.expression;
    const value = base ? facts.valueOf(base) : undefined;
    at = value?.kind === 'class' ? value.node : value?.kind === 'api' ? value.userClass : undefined;
  }
  return undefined;
}

function nameOfMark(mark: ts.Decorator): string {
  const called = unwrap(mark.expression);
  return nameOfAccess(ts.isCallExpression(called) ? unwrap(called.expression) : called) ?? '';
}

/** The query names the column, or it is read of the rows: so the table has it. */
function showsCommonKey(facts: Facts, query: UnboundedQuery): boolean {
  const { use, links, result } = query;
  if (use.operation.rows === 'sql') return readSelect(statementText(facts, use.call) ?? '') !== undefined && /^\s*select\s[^()]*?\bid\b[^()]*?\sfrom\s/i.test(statementText(facts, use.call) ?? '');
  const named = links.some((link) => argumentsOf(link.call).some((each) => namesColumn(each)));
  return named || (result.held !== undefined && ts.isIdentifier(result.held.name) && facts.referencesOf(result.held).some((each) => readsKeyOfRow(facts, each)));
}

function namesColumn(given: ts.Expression): boolean {
  let found = false;
  const look = (node: ts.Node): void => {
    if (ts.isStringLiteralLike(node) && node.text.split(/[\s,.]+/).includes(COMMON_KEY) && !/\s(?:as)\s/i.test(node.text)) found = true;
  };
  look(given);
  walk(given, look);
  return found;
}

/** `for (const row of rows) row.id`, `rows.map((row) => row.id)`. */
function readsKeyOfRow(facts: Facts, rows: ts.Identifier): boolean {
  const { parent } = rows;
  const loop = ts.isForOfStatement(parent) && ts.isVariableDeclarationList(parent.initializer) ? parent.initializer.declarations[0] : undefined;
  const callback = ts.isPropertyAccessExpression(parent) && ts.isCallExpression(parent.parent) ? parent.parent.arguments[0] : undefined;
  const row = loop ?? (callback && (ts.isArrowFunction(callback) || ts.isFunctionExpression(callback)) ? callback.parameters[0] : undefined);
  if (!row) return false;
  if (ts.isObjectBindingPattern(row.name)) return row.name.elements.some((each) => (each.propertyName ?? each.name).getText() === COMMON_KEY);
  return facts.referencesOf(row).some((each) => ts.isPropertyAccessExpression(each.parent) && each.parent.expression === each && each.parent.name.text === COMMON_KEY);
}

/** Whether an order that is written names the key itself, not that of a related row, so that no two rows are equal in it. */
export function namesKey(order: ts.Expression, key: string): boolean {
  const written = unwrap(order);
  if (ts.isObjectLiteralExpression(written)) return written.properties.some((each) => each.name !== undefined && !ts.isComputedPropertyName(each.name) && propertyName(each.name) === key);
  if (ts.isArrayLiteralExpression(written)) return written.elements.some((each) => namesKey(each, key));
  if (ts.isStringLiteralLike(written)) return written.text.split(/[\s,]+/).some((each) => each.replace(/^[-+]/, '') === key || new RegExp(`^\\w+\\.${key}$`).test(each));
  if (ts.isPropertyAccessExpression(written)) return written.name.text === key;
  if (ts.isCallExpression(written)) return written.arguments.some((each) => namesKey(each, key));
  return ts.isArrowFunction(written) && !ts.isBlock(written.body) && namesKey(written.body, key);
}

/** `order` of an options object: what stands for it, and whether a spread may bring one. */
export function writtenOrder(object: ts.ObjectLiteralExpression, name: string): ts.Expression | 'elsewhere' | undefined {
  return propertyOf(object, name) ?? (object.properties.some((each) => ts.isSpreadAssignment(each)) ? 'elsewhere' : undefined);
}
