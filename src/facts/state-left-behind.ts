import { ts } from 'ts-morph';
import { argumentsOf, calleeName, isCallLike, isFunctionNode, propertyOf, receiverOf, unwrap, walk, wrapped, type FunctionNode } from '../syntax/nodes.js';
import type { Declaration } from './bindings.js';
import { inferred, type Doubt } from './doubt.js';
import type { Step } from './element-work.js';
import type { Facts } from './facts.js';
import { declaredNames } from './loops.js';
import { statementText } from './sql-text.js';
import type { Reached } from './summaries.js';

/** Locks that the database keeps for the session that asks: PostgreSQL, MySQL, SQL Server. */
const NAMED_LOCK = /\b(?:pg_(?:try_)?advisory_\w+|get_lock|release_lock|sp_getapplock|sp_releaseapplock)\b/i;

/** What an element leaves behind that the next one meets: a lock that is held, rows that have moved. Empty where nothing is. */
export function stateLeftBehind(facts: Facts, { use }: Reached, steps: readonly Step[]): readonly Doubt[] {
  if (use.operation.rows === 'sql' && NAMED_LOCK.test(statementText(facts, use.call) ?? '')) return [inferred('each element takes or gives back a lock of its own')];
  const last = steps.at(-1);
  if (use.operation.effect !== 'read' || last?.call !== use.call) return [];
  const moved = movesWhatItRead(facts, last);
  return moved ? [inferred('the rows it reads are counted up or down here, and the next element meets them as this one left them', moved)] : [];
}

/** `const rest = await find({ rank: { gt } }); for (const each of rest) each.rank -= 1`. */
function movesWhatItRead(facts: Facts, { call, body }: Step): ts.Node | undefined {
  const names = [...namesOfResult(call)];
  if (names.length === 0) return undefined;
  let moved: ts.Node | undefined;
  walk(body, (node) => {
    if (isFunctionNode(node) && isGivenEach(facts, node, names)) names.push(...node.parameters.flatMap(declaredNames));
    if (!moved && node.pos > call.end && countsOn(node) && facts.dependsOn(node, names)) moved = node;
    return moved === undefined;
  });
  return moved;
}

/** `rows.map((row) => …)`. */
function isGivenEach(facts: Facts, callback: FunctionNode, rows: readonly Declaration[]): boolean {
  const call = wrapped(callback).parent;
  const receiver = ts.isCallExpression(call) ? receiverOf(unwrap(call.expression)) : undefined;
  return receiver !== undefined && facts.dependsOn(receiver, rows);
}

function namesOfResult(call: ts.Node): readonly Declaration[] {
  for (let at = call; at.parent && !ts.isStatement(at); at = at.parent) if (ts.isVariableDeclaration(at.parent)) return declaredNames(at.parent);
  return [];
}

/** `row.rank++`, `row.rank -= 1`, `row.rank = row.rank - 1`, `assign(row, { rank: row.rank - 1 })`. */
function countsOn(node: ts.Node): boolean {
  if (ts.isPostfixUnaryExpression(node) || ts.isPrefixUnaryExpression(node)) {
    const steps = node.operator === ts.SyntaxKind.PlusPlusToken || node.operator === ts.SyntaxKind.MinusMinusToken;
    return steps && ts.isPropertyAccessExpression(unwrap(node.operand));
  }
  if (ts.isBinaryExpression(node)) {
    const target = unwrap(node.left);
    if (!ts.isPropertyAccessExpression(target)) return false;
    const { kind } = node.operatorToken;
    if (kind === ts.SyntaxKind.EqualsToken) return isStepFrom(node.right, target.name.text);
    return (kind === ts.SyntaxKind.PlusEqualsToken || kind === ts.SyntaxKind.MinusEqualsToken) && ts.isNumericLiteral(unwrap(node.right));
  }
  if (!isCallLike(node) || !/^(?:assign|set|update)$/.test(calleeName(node) ?? '')) return false;
  return argumentsOf(node).some((each) => {
    const values = unwrap(each);
    return ts.isObjectLiteralExpression(values) && values.properties.some((property) => {
      const name = property.name && ts.isIdentifier(property.name) ? property.name.text : undefined;
      const value = name === undefined ? undefined : propertyOf(values, name);
      return name !== undefined && value !== undefined && isStepFrom(value, name);
    });
  });
}

/** `row.rank - 1`, for `rank`: a fixed step from where the row stood. */
function isStepFrom(value: ts.Expression, name: string): boolean {
  const node = unwrap(value);
  if (!ts.isBinaryExpression(node) || (node.operatorToken.kind !== ts.SyntaxKind.PlusToken && node.operatorToken.kind !== ts.SyntaxKind.MinusToken)) return false;
  const from = unwrap(node.left);
  return ts.isPropertyAccessExpression(from) && from.name.text === name && ts.isNumericLiteral(unwrap(node.right));
}
