import { ts } from 'ts-morph';
import type { Facts } from '../../../facts/facts.js';
import { linesAfter } from '../../../syntax/edits.js';
import { statementEnd } from '../../../syntax/layout.js';
import { calleeName, enclosingFunction, isFunctionNode, isWithin, receiverOf, statementOf, unwrap, walk } from '../../../syntax/nodes.js';
import type { FixProposal } from '../../rule.js';
import type { Leak } from '../leak.js';
import { addToFunction } from './cleanup-return.js';
import { hoistedHandle } from './hoisted-handle.js';
import { constantListener, registrationRelease, signalled } from './inline-listener.js';
import { heldRelease, isKnownAt, isRegistration, linesOf, namedHandle, namedRemoval, type ReleaseCode, saysOf } from './release-code.js';

/** Releases in the function, or the method of the object, that is given back to undo it all. */
export function factoryFixes(facts: Facts, leak: Leak): readonly FixProposal[] {
  const { owner, use } = leak;
  const cleanup = owner.cleanup ? functionOf(owner.cleanup) : undefined;
  const factory = owner.node;
  if (!cleanup || owner.promise || !isFunctionNode(factory) || !factory.body || !ts.isBlock(factory.body)) return [];
  const anchor = factory.body.statements.find((each) => isWithin(use.call, each));
  const statement = statementOf(use.call);
  // What is acquired in the object that is given back has no place in front of it that runs with it.
  if (!anchor || !statement || isWithin(cleanup, anchor)) return [];
  const listed = listFix(facts, leak, factory, cleanup, statement);
  if (listed) return [listed];
  const direct = anchor === statement && enclosingFunction(use.call) === factory;
  const release = isRegistration(leak) ? registrationAt(facts, leak, anchor, direct) : handleAt(facts, leak, anchor, direct);
  const edits = release && addToFunction(cleanup, linesOf(release));
  if (!release || !edits) return [];
  const says = saysOf(leak, 'in the cleanup it gives back');
  return [{ ...says, differs: [...says.differs, ...(release.differs ?? [])], edits: [...release.edits, ...edits] }];
}

function functionOf(node: ts.Node): ts.ArrowFunction | ts.FunctionExpression | ts.FunctionDeclaration | ts.MethodDeclaration | undefined {
  if (ts.isPropertyAssignment(node)) return functionOf(node.initializer);
  return ts.isArrowFunction(node) || ts.isFunctionExpression(node) || ts.isFunctionDeclaration(node) || ts.isMethodDeclaration(node) ? node : undefined;
}

function registrationAt(facts: Facts, leak: Leak, anchor: ts.Statement, direct: boolean): ReleaseCode | undefined {
  const { receiver, call } = leak.use;
  const listener = call.arguments?.[1];
  const named = (!receiver || isKnownAt(facts, receiver, anchor.parent)) && (leak.use.acquisition.kind === 'observer' || !listener || isKnownAt(facts, listener, anchor.parent)) ? namedRemoval(facts, leak) : undefined;
  if (direct) return registrationRelease(facts, leak, anchor, named);
  return named === undefined ? constantListener(facts, leak, anchor) ?? signalled(facts, leak, anchor) : { code: named, edits: [] };
}

function handleAt(facts: Facts, leak: Leak, anchor: ts.Statement, direct: boolean): ReleaseCode | undefined {
  const { holder } = leak;
  if (!holder || (holder.declaration && isWithin(holder.declaration, anchor) && !direct)) return direct ? namedHandle(facts, leak) : hoistedHandle(facts, leak, anchor, leak.owner.repeated);
  const set = holder.form !== 'local' || leak.use.acquisition.release.functions !== undefined || direct;
  const code = set ? heldRelease(facts, leak) : undefined;
  return code === undefined ? undefined : { code, edits: [] };
}

/** `cleanups.push(() => …)`: the list that the cleanup goes through gets one more. */
function listFix(facts: Facts, leak: Leak, factory: ts.Node, cleanup: ts.Node, statement: ts.Statement): FixProposal | undefined {
  const list = leak.holder || isRegistration(leak) ? undefined : cleanupList(facts, factory, cleanup);
  if (list === undefined || !isKnownAt(facts, list, statement)) return undefined;
  const release = namedHandle(facts, leak);
  const end = statementEnd(statement.getSourceFile());
  return release && { ...saysOf(leak, 'with what the cleanup goes through'), edits: [...release.edits, linesAfter(statement, [`${list.text}.push(() => ${release.code})${end}`])] };
}

function cleanupList(facts: Facts, factory: ts.Node, cleanup: ts.Node): ts.Identifier | undefined {
  let found: ts.Identifier | undefined;
  walk(factory, (node) => {
    if (found || !ts.isCallExpression(node) || calleeName(node) !== 'push') return !found;
    const list = receiverOf(unwrap(node.expression));
    const [given] = node.arguments;
    const takesFunctions = given !== undefined && facts.valueOf(given)?.kind === 'function';
    const declaration = list && ts.isIdentifier(list) ? facts.declarationOf(list) : undefined;
    const isEnded = declaration !== undefined && facts.referencesOf(declaration).some((each) => isWithin(each, cleanup));
    if (takesFunctions && isEnded && list && ts.isIdentifier(list)) found = list;
    return !found;
  });
  return found;
}
