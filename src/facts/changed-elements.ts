import { ts } from 'ts-morph';
import { isFunctionNode, plainText, unwrap, type CallLike } from '../syntax/nodes.js';
import { inferred, type Doubt } from './doubt.js';
import type { Loop } from './loops.js';

/** Whether a call is made only for elements of which something is no longer as it was: `if (before.role !== now.role)`. Mostly there are few. */
export function changedElementsDoubt(call: CallLike, loop: Loop): readonly Doubt[] {
  let child: ts.Node = call;
  for (let at = call.parent; at && child !== loop.body; child = at, at = at.parent) {
    const condition = guardOf(at, child);
    const comparison = condition && conjuncts(condition.test).find((each) => compares(each, condition.holds));
    if (comparison) return [inferred('it runs only for elements that changed', comparison)];
    if (ts.isBlock(at) && ts.isStatement(child)) {
      const skipped = at.statements.slice(0, at.statements.indexOf(child)).flatMap((each) => (ts.isIfStatement(each) && leaves(each.thenStatement, loop) ? alternatives(each.expression) : []));
      const same = skipped.find((each) => compares(each, false));
      if (same) return [inferred('it runs only for elements that changed', same)];
    }
    if (isFunctionNode(at) && at !== loop.body) return [];
  }
  return [];
}

/** The condition under which a node runs, and whether it has to hold. */
function guardOf(at: ts.Node, child: ts.Node): { readonly test: ts.Expression; readonly holds: boolean } | undefined {
  if (ts.isIfStatement(at) && child !== at.expression) return { test: at.expression, holds: child === at.thenStatement };
  return ts.isBinaryExpression(at) && at.operatorToken.kind === ts.SyntaxKind.AmpersandAmpersandToken && child === at.right ? { test: at.left, holds: true } : undefined;
}

function conjuncts(test: ts.Expression): readonly ts.Expression[] {
  const node = unwrap(test);
  return ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.AmpersandAmpersandToken ? [...conjuncts(node.left), ...conjuncts(node.right)] : [node];
}

/** `if (skipped || before.name === now.name) continue`. */
function alternatives(test: ts.Expression): readonly ts.Expression[] {
  const node = unwrap(test);
  return ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.BarBarToken ? [...alternatives(node.left), ...alternatives(node.right)] : [node];
}

/** The same property of two objects, found to differ: other names compare rows of different kinds. */
function compares(test: ts.Expression, holds: boolean): boolean {
  if (!ts.isBinaryExpression(test)) return false;
  const { kind } = test.operatorToken;
  const differs = kind === ts.SyntaxKind.ExclamationEqualsEqualsToken || kind === ts.SyntaxKind.ExclamationEqualsToken;
  const equals = kind === ts.SyntaxKind.EqualsEqualsEqualsToken || kind === ts.SyntaxKind.EqualsEqualsToken;
  if (holds ? !differs : !equals) return false;
  const [left, right] = [unwrap(test.left), unwrap(test.right)];
  if (!ts.isPropertyAccessExpression(left) || !ts.isPropertyAccessExpression(right)) return false;
  return left.name.text === right.name.text && plainText(left.expression) !== plainText(right.expression);
}

/** `continue`, or `return` from the callback of the round. */
function leaves(statement: ts.Statement, loop: Loop): boolean {
  const last = ts.isBlock(statement) ? statement.statements.at(-1) : statement;
  return last !== undefined && (ts.isContinueStatement(last) || (ts.isReturnStatement(last) && loop.form === 'callback'));
}
