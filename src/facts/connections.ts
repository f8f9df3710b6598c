import { ts } from 'ts-morph';
import { calleeName, calleeOf, isCallLike, isFunctionNode, receiverOf, unwrap, walk, wrapped } from '../syntax/nodes.js';
import type { Facts } from './facts.js';

/** Names that stand for one transaction or one connection, whatever library they come from. */
const CONNECTION_NAME = /^(?:tx|trx|txn|transaction|queryRunner|transactionManager|(?:transactional)?EntityManager|dbTransaction|mongoSession|dbSession|knexTransaction)$/i;
const CONNECTION_TYPE = /\b(?:Transaction|TransactionClient|EntityManager|QueryRunner|ClientSession|PoolClient|PoolConnection|Tx)\b/;
const TRANSACTION_CALL = /transaction/i;

/** The transactions, sessions and single connections an expression uses, given to it in any form. */
export function connectionsOf(facts: Facts, expression: ts.Node): ReadonlySet<string> {
  const found = new Set<string>();
  const visit = (node: ts.Node): boolean => {
    if (isFunctionNode(node)) return false;
    if (isCallLike(node)) {
      const connection = facts.operationOf(node)?.connection;
      if (connection !== undefined) found.add(connection);
    }
    if (ts.isIdentifier(node) && standsAlone(node) && isConnection(facts, node)) found.add(node.text);
    if (ts.isPropertyAccessExpression(node) && CONNECTION_NAME.test(node.name.text)) found.add(node.getText());
    return true;
  };
  if (visit(expression)) walk(expression, visit);
  return found;
}

/** Passed on, put into an object, or called on: not a mere source of data as in `session.user.id`. */
function standsAlone(node: ts.Identifier): boolean {
  const parent = node.parent;
  if (ts.isPropertyAccessExpression(parent) && parent.name === node) return false;
  return !(ts.isPropertyAssignment(parent) && parent.name === node);
}

function isConnection(facts: Facts, node: ts.Identifier): boolean {
  if (CONNECTION_NAME.test(node.text)) return true;
  const declaration = facts.declarationOf(node);
  if (!declaration) return false;
  if (ts.isParameter(declaration)) return declaration.type !== undefined && CONNECTION_TYPE.test(declaration.type.getText());
  if (!ts.isVariableDeclaration(declaration) || !declaration.initializer) return false;
  if (declaration.type && CONNECTION_TYPE.test(declaration.type.getText())) return true;
  let made = unwrap(declaration.initializer);
  if (ts.isAwaitExpression(made)) made = unwrap(made.expression);
  return isCallLike(made) && /^(?:startSession|beginTransaction|createQueryRunner|begin)$/.test(calleeName(made) ?? '');
}

/** Whether a node runs inside a transaction: in a callback given to one, or in a method declared to be one. */
export function isInTransaction(facts: Facts, node: ts.Node): boolean {
  for (let at: ts.Node = node; at.parent; at = at.parent) {
    if (!isFunctionNode(at)) continue;
    if (ts.isMethodDeclaration(at) && (ts.getDecorators(at) ?? []).some((each) => TRANSACTION_CALL.test(each.expression.getText().split('(')[0] ?? ''))) return true;
    const call = wrapped(at).parent;
    if (!call || !isCallLike(call) || ts.isTaggedTemplateExpression(call) || !call.arguments?.some((each) => unwrap(each) === at)) continue;
    const callee = unwrap(calleeOf(call));
    if (TRANSACTION_CALL.test(calleeName(call) ?? '')) return true;
    const receiver = receiverOf(callee);
    if (receiver && TRANSACTION_CALL.test(receiver.getText().slice(-40)) && calleeName(call) === 'run') return true;
    const value = facts.valueOf(callee);
    if (value?.kind === 'member' && value.member.callbacks?.some((each) => each.transaction)) return true;
  }
  return false;
}
