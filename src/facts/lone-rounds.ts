import { ts } from 'ts-morph';
import { argumentsOf, calleeOf, enclosingFunction, isFunctionNode, unwrap, type CallLike } from '../syntax/nodes.js';
import type { Facts } from './facts.js';
import { isLoopStatement, type Loop } from './loops.js';
import type { Reached } from './summaries.js';
import { inheritedOf } from './value.js';

/**
 * Whether the loop is left for good after the call: nothing repeats what ends the search. The block around the call ends
 * with leaving, or what follows it returns as soon as an element will do.
 */
export function endsLoop(call: CallLike, loop: Loop): boolean {
  if (loop.form === 'callback') return false;
  let inner = false;
  for (let at: ts.Node = call; at.parent && at !== loop.node; at = at.parent) {
    const { parent } = at;
    if (isFunctionNode(at)) return false;
    if (isLoopStatement(at) || ts.isSwitchStatement(at)) inner = true;
    if (!ts.isBlock(parent) || !ts.isStatement(at)) continue;
    const rest = parent.statements.slice(parent.statements.indexOf(at));
    if (rest.some((each) => leavesLoop(each, inner, parent, loop) || (each !== at && triesThenLeaves(each, inner)))) return true;
  }
  return false;
}

function leavesLoop(statement: ts.Statement, inner: boolean, block: ts.Block, loop: Loop): boolean {
  if (ts.isReturnStatement(statement)) return true;
  if (ts.isThrowStatement(statement)) return !isCaughtWithin(block, loop);
  return ts.isBreakStatement(statement) && !inner && statement.label === undefined;
}

/** `try { check(hit); return hit; } catch { continue; }`. */
function triesThenLeaves(statement: ts.Statement, inner: boolean): boolean {
  const last = ts.isTryStatement(statement) ? statement.tryBlock.statements.at(-1) : undefined;
  return last !== undefined && (ts.isReturnStatement(last) || (ts.isBreakStatement(last) && !inner));
}

function isCaughtWithin(node: ts.Node, loop: Loop): boolean {
  for (let at: ts.Node = node; at.parent && at !== loop.node; at = at.parent) if (ts.isTryStatement(at.parent) && at === at.parent.tryBlock && at.parent.catchClause) return true;
  return false;
}

/** Whether each round speaks to something else: another table, or another connection. Then there is nothing to join. */
export function hasOwnTarget(facts: Facts, reached: Reached, loop: Loop): boolean {
  return facts.chainOf(reached.use.call).links.some((link) => {
    const named = tableArgument(facts, link.call);
    // A helper that comes back to this very loop speaks to the tables of the next level.
    const own = reached.fedBy === undefined || reached.loops.some((each) => each.node === loop.node);
    return named !== undefined && own && facts.dependsOn(named, loop.elements);
  }) || isOnOwnConnection(facts, reached, loop);
}

/** The argument that names the table, where the library's table says that one does: `db.insert(table)`, `knex(name)`. */
function tableArgument(facts: Facts, call: CallLike): ts.Expression | undefined {
  const callee = facts.valueOf(calleeOf(call));
  const names = callee?.kind === 'api'
    ? inheritedOf(callee.library, callee.type, 'entity') === 'argument'
    : callee?.kind === 'member' && callee.member.returns !== undefined && callee.receiver.library.types[callee.member.returns]?.entity === 'argument';
  return names ? argumentsOf(call)[0] : undefined;
}

/** `for (const node of nodes) await scanOf(node)`: the helper's parameter is the client, and nothing else of it is asked for. */
function isOnOwnConnection(facts: Facts, reached: Reached, loop: Loop): boolean {
  const [call, query] = reached.path;
  if (!call || !query || reached.path.length !== 2) return false;
  const owner = enclosingFunction(query);
  let root = unwrap(calleeOf(query));
  while (ts.isPropertyAccessExpression(root) || ts.isCallExpression(root)) root = unwrap(root.expression);
  const declaration = ts.isIdentifier(root) ? facts.declarationOf(root) : undefined;
  const place = owner?.parameters.findIndex((each) => each === declaration) ?? -1;
  const given = place < 0 ? undefined : argumentsOf(call)[place];
  if (!given || facts.valueOf(root)?.kind === 'instance') return false;
  return facts.dependsOn(given, loop.elements) && argumentsOf(call).every((each, index) => index === place || !reached.fedBy?.has(index) || !facts.dependsOn(each, loop.elements));
}
