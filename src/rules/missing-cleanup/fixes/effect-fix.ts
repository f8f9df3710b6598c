import { ts } from 'ts-morph';
import type { TextEdit } from '../../../core/finding.js';
import type { Facts } from '../../../facts/facts.js';
import { compilerOption } from '../../../facts/project-settings.js';
import { enclosingFunction, type FunctionNode, isFunctionNode, isJavaScript, isWithin, nameOfAccess, statementOf, unwrap, walkOwn, wrapped } from '../../../syntax/nodes.js';
import type { FixProposal } from '../../rule.js';
import type { Leak } from '../leak.js';
import { addCleanup, isEndReached } from './cleanup-return.js';
import { hoistedHandle } from './hoisted-handle.js';
import { constantListener, registrationRelease, signalled } from './inline-listener.js';
import { isConstant, isKnownAt, isRegistration, isStable, namedHandle, namedRemoval, type ReleaseCode, heldRelease, linesOf, saysOf } from './release-code.js';

/** Returns a cleanup from the effect, or adds to the one it returns. */
export function effectFixes(facts: Facts, leak: Leak): readonly FixProposal[] {
  const { owner, use } = leak;
  const effect = owner.node;
  if (owner.callback?.cleanup !== 'returned' || !isFunctionNode(effect) || !effect.body || !ts.isBlock(effect.body) || owner.promise) return [];
  if (isAsync(effect) || setsOwnDependency(facts, effect, owner.callback.argument + 1)) return [];
  const statement = statementOf(use.call);
  const scope = scopeOf(use.call, effect.body);
  const anchor = scope.statements.find((each) => isWithin(use.call, each));
  if (!statement || !anchor) return [];
  const strict = !isJavaScript(effect.getSourceFile()) && compilerOption(facts, effect.getSourceFile(), 'noImplicitReturns') === true;
  const at = placeOf(leak, scope, statement, anchor);
  const inBranch = at === 'branch' && !strict ? branchReturn(facts, leak, scope, statement) : undefined;
  const found = inBranch ?? cleanupOf(facts, leak, scope, anchor, statement, at, strict);
  if (!found) return [];
  const says = saysOf(leak, 'in a cleanup of the effect');
  return [{ ...says, differs: [...says.differs, ...(found.differs ?? [])], edits: found.edits }];
}

/** The effect sets state it depends on, and so begins anew at once: a cleanup would end what the run before it has only just started. */
function setsOwnDependency(facts: Facts, effect: FunctionNode, place: number): boolean {
  const call = wrapped(effect).parent;
  const given = ts.isCallExpression(call) ? call.arguments[place] : undefined;
  const list = given && unwrap(given);
  if (!list || !ts.isArrayLiteralExpression(list) || !effect.body) return false;
  const names = new Set(list.elements.flatMap((each) => nameOfAccess(unwrap(each)) ?? []));
  let sets = false;
  walkOwn(effect.body, (node) => {
    const called = ts.isCallExpression(node) ? nameOfAccess(unwrap(node.expression)) : undefined;
    const state = called === undefined ? undefined : (stateOf(facts, node as ts.CallExpression) ?? /^set([A-Z].*)$/.exec(called)?.[1]);
    if (state !== undefined && names.has(state.charAt(0).toLowerCase() + state.slice(1))) sets = true;
    return !sets;
  });
  return sets;
}

/** `open` of `const [open, changeOpen] = useState(false)`. */
function stateOf(facts: Facts, { expression }: ts.CallExpression): string | undefined {
  const setter = ts.isIdentifier(expression) ? facts.declarationOf(expression) : undefined;
  const pattern = setter && ts.isBindingElement(setter) && ts.isArrayBindingPattern(setter.parent) ? setter.parent : undefined;
  const [state] = pattern?.elements ?? [];
  return state && state !== setter && ts.isBindingElement(state) && ts.isIdentifier(state.name) ? state.name.text : undefined;
}

export function isAsync(node: FunctionNode): boolean {
  return ts.canHaveModifiers(node) && ts.getModifiers(node)?.some((each) => each.kind === ts.SyntaxKind.AsyncKeyword) === true;
}

/** The block every way through which returns: code in it has no other end. The body of the effect where there is none around the call. */
function scopeOf(call: ts.Node, body: ts.Block): ts.Block {
  let scope = body;
  const inner: ts.Block[] = [];
  for (let at = call.parent; at !== body; at = at.parent) {
    if (isFunctionNode(at) || ts.isIterationStatement(at, false) || ts.isTryStatement(at)) inner.length = 0;
    else if (ts.isBlock(at) && ts.isIfStatement(at.parent)) inner.push(at);
  }
  for (const each of inner) if (!isEndReached(each)) scope = each;
  return scope;
}

/** direct: a statement of the effect itself · branch: under a condition of it · inner: in a loop or a function of it. */
type Place = 'direct' | 'branch' | 'inner';

function placeOf({ use }: Leak, body: ts.Block, statement: ts.Statement, anchor: ts.Statement): Place {
  if (statement === anchor && enclosingFunction(use.call) === enclosingFunction(body)) return 'direct';
  for (let at: ts.Node = statement; at !== body; at = at.parent) {
    if (isFunctionNode(at) || ts.isIterationStatement(at, false) || ts.isTryStatement(at)) return 'inner';
  }
  return enclosingFunction(use.call) === enclosingFunction(body) ? 'branch' : 'inner';
}

interface Edits {
  readonly edits: readonly TextEdit[];
  readonly differs?: readonly string[];
}

/** What acquires stands last in a branch: the branch returns the cleanup. */
function branchReturn(facts: Facts, leak: Leak, body: ts.Block, statement: ts.Statement): Edits | undefined {
  const block = statement.parent;
  if (!ts.isBlock(block) || !ts.isIfStatement(block.parent)) return undefined;
  const last = block.statements.at(-1);
  const leaves = last && ts.isReturnStatement(last) && !last.expression && block.statements.at(-2) === statement;
  const ends = last === statement && block.parent.parent === body && body.statements.at(-1) === block.parent && !block.parent.elseStatement && !returnsAfter(body, statement.pos);
  if (!leaves && !ends) return undefined;
  const release = isRegistration(leak) ? registrationRelease(facts, leak, statement, namedRemoval(facts, leak)) : namedHandle(facts, leak);
  const edits = release && addCleanup(block, statement.end, linesOf(release), false);
  return release && edits ? { edits: [...release.edits, ...edits] } : undefined;
}

function returnsAfter(body: ts.Block, position: number): boolean {
  let found = false;
  walkOwn(body, (node) => {
    if (ts.isReturnStatement(node) && (node.pos > position || node.expression)) found = true;
  });
  return found;
}

function cleanupOf(facts: Facts, leak: Leak, body: ts.Block, anchor: ts.Statement, statement: ts.Statement, at: Place, strict: boolean): Edits | undefined {
  const release = releaseAt(facts, leak, anchor, statement, at);
  const edits = release && addCleanup(body, at === 'direct' ? statement.end : anchor.pos, linesOf(release), strict);
  return release && edits ? { edits: [...release.edits, ...edits], differs: release.differs ?? [] } : undefined;
}

function releaseAt(facts: Facts, leak: Leak, anchor: ts.Statement, statement: ts.Statement, at: Place): ReleaseCode | undefined {
  const { receiver } = leak.use;
  if (!isRegistration(leak)) {
    if (leak.holder && isHeldOutside(facts, leak, anchor)) return heldCode(facts, leak);
    return at === 'direct' ? namedHandle(facts, leak) : hoistedHandle(facts, leak, anchor, at === 'inner' && !runsOnce(leak.use.call, anchor));
  }
  const reachable = !receiver || isKnownAt(facts, receiver, anchor.parent);
  const named = reachable ? namedRemoval(facts, leak) : undefined;
  if (at === 'direct') return registrationRelease(facts, leak, statement, named);
  if (named !== undefined && isListenerKnownAt(facts, leak, anchor)) return { code: named, edits: [] };
  return (at === 'branch' && reachable && (!receiver || isStable(facts, receiver)) ? constantListener(facts, leak, anchor) : undefined) ?? signalled(facts, leak, anchor);
}

/** No loop, and no function but callbacks of timers and promises, between a call and a statement around it. */
function runsOnce(call: ts.Node, anchor: ts.Statement): boolean {
  for (let at: ts.Node = call; at !== anchor; at = at.parent) {
    if (ts.isIterationStatement(at, false)) return false;
    if (!isFunctionNode(at)) continue;
    const outer = wrapped(at).parent;
    const name = ts.isCallExpression(outer) && outer.expression !== at ? nameOfAccess(unwrap(outer.expression)) : undefined;
    if (name === undefined || !/^(?:setTimeout|requestAnimationFrame|requestIdleCallback|queueMicrotask|setImmediate|then|catch|finally)$/.test(name)) return false;
  }
  return true;
}

/** A variable or ref that the cleanup of the effect can read. */
function isHeldOutside(facts: Facts, leak: Leak, anchor: ts.Statement): boolean {
  const { holder } = leak;
  if (!holder) return false;
  return holder.form === 'property' || (ts.isIdentifier(holder.node) && holder.declaration !== undefined && !isWithin(holder.declaration, anchor) && isKnownAt(facts, holder.node, anchor.parent));
}

function heldCode(facts: Facts, leak: Leak): ReleaseCode | undefined {
  const held = leak.holder?.form === 'local' && !isConstant(facts, leak);
  // A variable that was not set yet: functions take that.
  if (held && leak.use.acquisition.release.functions === undefined) return undefined;
  const code = heldRelease(facts, leak);
  return code === undefined ? undefined : { code, edits: [] };
}

function isListenerKnownAt(facts: Facts, { use }: Leak, anchor: ts.Statement): boolean {
  const listener = use.call.arguments?.[1];
  return listener === undefined || isKnownAt(facts, listener, anchor.parent);
}

