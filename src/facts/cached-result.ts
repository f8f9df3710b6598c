import { ts } from 'ts-morph';
import { awaitOf, enclosingFunction, nameOfAccess, unwrap, walk, wrapped, type CallLike } from '../syntax/nodes.js';
import { functionName } from './order-intent.js';

const CACHE = /cache|memoi[sz]e/i;

/** Whether what a call brings back is kept for later: in a field, by a cache, or by whoever calls its function in the same file. */
export function isKeptForLater(call: CallLike): boolean {
  if (isAssignedToField(call)) return true;
  const owner = enclosingFunction(call);
  if (!owner) return false;
  for (let at: ts.Node = owner; at.parent; at = at.parent) {
    const { parent } = at;
    if ((ts.isCallExpression(parent) || ts.isNewExpression(parent)) && parent.expression !== at && CACHE.test(nameOfAccess(unwrap(parent.expression)) ?? '')) return true;
    if (ts.isClassLike(at) && (at.heritageClauses ?? []).some((each) => each.types.some((type) => CACHE.test(type.expression.getText())))) return true;
  }
  const name = functionName(owner);
  return name !== undefined && isReturned(call) && callsOf(call.getSourceFile(), name).some(isAssignedToField);
}

function isAssignedToField(call: ts.Node): boolean {
  const value = wrapped(awaitOf(call) ?? call);
  const { parent } = value;
  return ts.isBinaryExpression(parent) && parent.right === value && ts.isPropertyAccessExpression(parent.left) && parent.operatorToken.kind !== ts.SyntaxKind.PlusEqualsToken;
}

function isReturned(call: CallLike): boolean {
  const { parent } = wrapped(awaitOf(call) ?? call);
  return ts.isReturnStatement(parent) || ts.isArrowFunction(parent);
}

function callsOf(file: ts.SourceFile, name: string): readonly ts.Node[] {
  const found: ts.Node[] = [];
  walk(file, (node) => {
    if (ts.isCallExpression(node) && nameOfAccess(unwrap(node.expression)) === name) found.push(node);
  });
  return found;
}
