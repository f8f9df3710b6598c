import { ts } from 'ts-morph';
import { argumentsOf, calleeName, calleeOf, isCallLike, isFunctionNode, plainText, receiverOf, unwrap, walk, wrapped, type CallLike } from '../syntax/nodes.js';
import { connectionInOptions, connectionThrough, type Connection } from './connection-identity.js';
import type { Facts } from './facts.js';
import { importedName } from './module-values.js';
import type { OperationUse } from './operations.js';
import type { Reached } from './summaries.js';

/** Names that stand for one transaction or one connection, whatever library they come from. */
const CONNECTION_NAME = /^(?:tx|trx|txn|transaction|queryRunner|transactionManager|(?:transactional)?EntityManager|dbTransaction|mongoSession|dbSession|knexTransaction)$/i;
const CONNECTION_TYPE = /\b(?:Transaction|TransactionClient|EntityManager|QueryRunner|ClientSession|PoolClient|PoolConnection|Tx)\b/;
const TRANSACTION_CALL = /transaction/i;

/** The one connection that an operation runs on, seen from the call that reaches it; `undefined` when it takes any of a pool. */
export function connectionOf(facts: Facts, { use, path }: Pick<Reached, 'use' | 'path'>): Connection | undefined {
  const callee = unwrap(calleeOf(use.call));
  return givenConnection(facts, use, path) ?? connectionThrough(facts, receiverOf(callee) ?? callee, path, false);
}

/** What the operation is told to run on: `{ transaction }` among its arguments, `.transacting(trx)` in its chain. */
function givenConnection(facts: Facts, { call, library }: OperationUse, path: readonly CallLike[]): Connection | undefined {
  const { serialOptions = [], serialCalls = {} } = library;
  if (serialOptions.length === 0 && Object.keys(serialCalls).length === 0) return undefined;
  for (const { name, call: link } of facts.chainOf(call).links) {
    const place = Object.hasOwn(serialCalls, name) ? serialCalls[name] : undefined;
    const given = place === undefined ? undefined : argumentsOf(link)[place];
    const found = given ? connectionThrough(facts, given, path, true) : undefined;
    if (found) return found;
    for (const argument of argumentsOf(link)) {
      for (const option of serialOptions) {
        const inOptions = connectionInOptions(facts, argument, option, path);
        if (inOptions) return inOptions;
      }
    }
  }
  return undefined;
}

/** Keys of the transactions, sessions and single connections an expression uses, given to it in any form or reached through helpers. */
export function connectionsOf(facts: Facts, expression: ts.Node): ReadonlySet<string> {
  const found = new Set<string>();
  const visit = (node: ts.Node): boolean => {
    if (isFunctionNode(node)) return false;
    if (isCallLike(node)) {
      const named = facts.operationOf(node)?.connection;
      if (named !== undefined) found.add(named);
      for (const key of connectionKeys(facts, node)) found.add(key);
    }
    if (ts.isIdentifier(node) && standsAlone(node) && isConnection(facts, node)) found.add(connectionThrough(facts, node, [], true)?.key ?? node.text);
    if (ts.isPropertyAccessExpression(node) && CONNECTION_NAME.test(node.name.text)) found.add(connectionThrough(facts, node, [], true)?.key ?? plainText(node));
    return true;
  };
  if (visit(expression)) walk(expression, visit);
  return found;
}

function connectionKeys(facts: Facts, call: CallLike): readonly string[] {
  return facts.memo('connections', call, () => facts.reachedBy(call).flatMap((reached) => connectionOf(facts, reached)?.key ?? []), []);
}
/** Passed on, put into an object, or called on: not a mere source of data as in `session.user.id`. */
function standsAlone(node: ts.Identifier): boolean {
  const parent = node.parent;
  if (ts.isPropertyAccessExpression(parent) && parent.name === node) return false;
  return !(ts.isPropertyAssignment(parent) && parent.name === node);
}

/** By the name a type was declared with, whatever an import calls it. */
function isConnectionType(facts: Facts, type: ts.TypeNode): boolean {
  const name = ts.isTypeReferenceNode(type) && ts.isIdentifier(type.typeName) ? facts.declarationOf(type.typeName, 'type') : undefined;
  const imported = name && ts.isImportSpecifier(name) ? importedName(name)?.name : undefined;
  return CONNECTION_TYPE.test(imported ?? type.getText());
}

function isConnection(facts: Facts, node: ts.Identifier): boolean {
  if (CONNECTION_NAME.test(node.text)) return true;
  const declaration = facts.declarationOf(node);
  if (!declaration) return false;
  if (ts.isParameter(declaration)) return declaration.type !== undefined && isConnectionType(facts, declaration.type);
  if (!ts.isVariableDeclaration(declaration) || !declaration.initializer) return false;
  if (declaration.type && isConnectionType(facts, declaration.type)) return true;
  let made = unwrap(declaration.initializer);
  if (ts.isAwaitExpression(made)) made = unwrap(made.expression);
  return isCallLike(made) && /^(?:startSession|beginTransaction|createQueryRunner|begin)$/.test(calleeName(made) ?? '');
}

/**
 * Whether a node runs inside a transaction: in a callback given to one, or in a method declared to be one.
 * @param within only transactions opened inside this node count
 */
export function isInTransaction(facts: Facts, node: ts.Node, within?: ts.Node): boolean {
  for (let at: ts.Node = node; at.parent && at !== within; at = at.parent) {
    if (!isFunctionNode(at)) continue;
    if (ts.isMethodDeclaration(at) && (ts.getDecorators(at) ?? []).some((each) => TRANSACTION_CALL.test(plainText(each.expression).split('(')[0] ?? ''))) return true;
    const call = wrapped(at).parent;
    if (!call || !isCallLike(call) || ts.isTaggedTemplateExpression(call) || !call.arguments?.some((each) => unwrap(each) === at)) continue;
    const callee = unwrap(calleeOf(call));
    if (TRANSACTION_CALL.test(calleeName(call) ?? '')) return true;
    const receiver = receiverOf(callee);
    if (receiver && TRANSACTION_CALL.test(plainText(receiver).slice(-40)) && calleeName(call) === 'run') return true;
    const value = facts.valueOf(callee);
    if (value?.kind === 'member' && value.member.callbacks?.some((each) => each.transaction)) return true;
  }
  return false;
}
