import { ts } from 'ts-morph';
import type { AcquisitionUse } from '../../facts/acquisitions.js';
import { isCountedRetry } from '../../facts/counted-retry.js';
import { doubtful, inferred } from '../../facts/doubt.js';
import type { Facts } from '../../facts/facts.js';
import { functionName, type Owner } from '../../facts/lifetimes.js';
import { memberName } from '../../facts/members.js';
import { isModuleScoped } from '../../facts/module-scope.js';
import { argumentsOf, isFunctionNode, isWithin, nameOfAccess, plainText, unwrap, walk } from '../../syntax/nodes.js';
import type { Loss, Reason } from './leak.js';
import { usesThis } from './listeners.js';
import { takesBack } from './undoing.js';

/** Delays up to this many milliseconds outlive an owner so rarely that only a cleanup beside them makes them worth a word. */
const SHORT_DELAY = 1_000;

/** Up to this many it only waits for the page to be laid out. */
const LAYOUT_DELAY = 50;

/** A timeout or frame that fires after its owner has gone: a loss only when it then touches the owner, or starts again. */
export function timerLoss(facts: Facts, use: AcquisitionUse, owner: Owner, reason: Reason['kind']): Loss | undefined {
  const callback = argumentsOf(use.call)[0];
  if (!callback || owner.promise || isResolver(callback)) return undefined;
  const again = restarts(facts, use, callback, owner) && !isCountedRetry(use.call);
  if (!again && takesBack(use.call, callback)) return undefined;
  if (use.acquisition.kind === 'animation-frame') return again && (owner.kind === 'effect' || owner.kind === 'class') ? (owner.kind === 'effect' || endsByDesign(owner) ? 'proven' : doubtful('that objects of this class come to an end')) : undefined;
  const delay = delayOf(facts, use);
  switch (owner.kind) {
    case 'effect':
      return again ? 'proven' : effectTimer(facts, callback, owner, delay, reason);
    case 'component':
      return componentTimer(facts, callback, owner, reason);
    case 'factory':
      return (reason === 'only-when-set-again' || again ? inferred : doubtful)('that the cleanup runs before it fires');
    case 'class':
      return classTimer(owner, callback, again && !asksBeforeGoingOn(owner, callback) ? 'endless' : again ? 'asking' : 'once', delay, reason);
    default:
      return undefined;
  }
}

/** Fires once: the effect may have ended by then, which matters the more the longer it waits. */
function effectTimer(facts: Facts, callback: ts.Expression, owner: Owner, delay: number | undefined, reason: Reason['kind']): Loss {
  if (delay !== undefined && delay <= LAYOUT_DELAY) return doubtful('it fires nearly at once, so the effect can hardly end before');
  if (asksWhetherOver(callback)) return doubtful('it asks by itself whether it is too late');
  // Each run clears the timer of the one before: the last one is all that may be left, and it fires once.
  if (reason === 'only-when-set-again') return inferred('that the component goes before the last one fires');
  const waitsLong = delay !== undefined && delay > SHORT_DELAY && !owner.repeated;
  if (!touchesOutside(facts, callback, owner)) return inferred('that what it does matters after the effect has ended');
  return waitsLong ? 'proven' : inferred('that the effect ends before it fires');
}

/** `if (isMounted()) …`: the callback sees for itself whether its owner is still there. */
function asksWhetherOver(callback: ts.Expression): boolean {
  const node = unwrap(callback);
  const first = ts.isArrowFunction(node) || ts.isFunctionExpression(node) ? (ts.isBlock(node.body) ? node.body.statements[0] : node.body) : undefined;
  const condition = first && (ts.isIfStatement(first) ? first.expression : ts.isBinaryExpression(first) || ts.isExpressionStatement(first) ? first : undefined);
  return condition !== undefined && /mounted|disposed|destroyed|cancel+ed|aborted|ignore\b|stale/i.test(plainText(condition));
}

/** `setTimeout(resolve, ms)`: a sleep. */
function isResolver(callback: ts.Expression): boolean {
  const node = unwrap(callback);
  return ts.isIdentifier(node) && /^(?:resolve|res|done|reject|fulfil+|cb|callback|next)$/.test(node.text);
}

/** Milliseconds where they are written down; 0 when left out. */
function delayOf(facts: Facts, use: AcquisitionUse): number | undefined {
  const argument = argumentsOf(use.call)[1];
  if (!argument) return 0;
  const node = unwrap(argument);
  const sides = ts.isConditionalExpression(node) ? [millisecondsOf(facts, node.whenTrue), millisecondsOf(facts, node.whenFalse)] : [millisecondsOf(facts, node)];
  return sides.every((each) => each !== undefined) ? Math.max(...sides) : undefined;
}

function millisecondsOf(facts: Facts, expression: ts.Expression): number | undefined {
  const node = unwrap(expression);
  if (ts.isNumericLiteral(node)) return Number(node.text);
  if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.AsteriskToken) {
    const [left, right] = [millisecondsOf(facts, node.left), millisecondsOf(facts, node.right)];
    return left === undefined || right === undefined ? undefined : left * right;
  }
  const declaration = ts.isIdentifier(node) ? facts.declarationOf(node) : undefined;
  const value = declaration && ts.isVariableDeclaration(declaration) && declaration.initializer ? unwrap(declaration.initializer) : undefined;
  return value && ts.isNumericLiteral(value) ? Number(value.text) : undefined;
}

function classTimer(owner: Owner, callback: ts.Expression, again: 'endless' | 'asking' | 'once', delay: number | undefined, reason: Reason['kind']): Loss | undefined {
  if (!endsByDesign(owner) || !usesThis(callback)) return undefined;
  if (again === 'endless') return 'proven';
  if (again === 'asking') return inferred('that what it asks before it goes on does not stop it when the object has ended');
  if (owner.lifecycle?.begins === 'once') return doubtful(`that this ${owner.lifecycle.label}, made once, ends before it fires`);
  if (delay !== undefined && delay <= SHORT_DELAY / 10) return undefined;
  const sets = setsState(callback);
  if (owner.lifecycle?.begins === 'often' && sets) return reason === 'unreleased' ? 'proven' : inferred('that the object ends before it fires');
  if (delay !== undefined && delay <= SHORT_DELAY) return doubtful('it fires within a second, so the object can hardly end before');
  return (reason === 'only-when-set-again' || owner.lifecycle !== undefined ? inferred : doubtful)('that the object ends before it fires');
}

/** `if (this.closed) return;` at the start of what the timer calls, or of the method that sets it again: the object's state may end the series. */
function asksBeforeGoingOn(owner: Owner, callback: ts.Expression): boolean {
  return [owner.member, unwrap(callback)].some((each) => each !== undefined && isFunctionNode(each) && each.body !== undefined && ts.isBlock(each.body) && isGuard(each.body.statements[0]));
}

function isGuard(first: ts.Statement | undefined): boolean {
  if (!first || !ts.isIfStatement(first)) return false;
  const leave = ts.isBlock(first.thenStatement) ? first.thenStatement.statements[0] : first.thenStatement;
  return leave !== undefined && ts.isReturnStatement(leave) && usesThis(first.expression);
}

/** Its class has a moment at which it could have been cleared. */
function endsByDesign(owner: Owner): boolean {
  return owner.lifecycle?.begins === 'often' || (owner.teardowns?.length ?? 0) > 0;
}

function setsState(callback: ts.Expression): boolean {
  return /\bsetState\b|\bforceUpdate\b|\bdetectChanges\b|\bmarkForCheck\b/.test(plainText(callback));
}

/** In a handler React ignores state set after the end; the parent does not ignore being called. */
function componentTimer(facts: Facts, callback: ts.Expression, owner: Owner, reason: Reason['kind']): Loss {
  if (reason === 'only-when-set-again') return inferred('that the component goes before it fires');
  if (callsParent(facts, callback, owner)) return inferred('that the component goes before it fires, and its parent minds being called then');
  return owner.repeated ? doubtful('state set after the component has gone is ignored') : inferred('that the component goes before it fires');
}

/** Calls a function out of the component's properties. */
function callsParent(facts: Facts, callback: ts.Expression, owner: Owner): boolean {
  let found = false;
  walk(callback, (node) => {
    if (ts.isCallExpression(node)) {
      const callee = unwrap(node.expression);
      let root: ts.Expression = callee;
      while (ts.isPropertyAccessExpression(root)) root = unwrap(root.expression);
      const declaration = ts.isIdentifier(root) ? facts.declarationOf(root) : undefined;
      let holder: ts.Node | undefined = declaration;
      while (holder && ts.isBindingElement(holder)) holder = holder.parent.parent;
      if (holder && ts.isParameter(holder) && holder.parent === owner.node && /^(?:on[A-Z]|close|dismiss|hide|remove)/.test(nameOfAccess(callee) ?? '')) found = true;
    }
    return !found;
  });
  return found;
}

/** Names a local of the component around the effect, or of the effect itself. */
function touchesOutside(facts: Facts, callback: ts.Expression, owner: Owner): boolean {
  const node = unwrap(callback);
  const scope = node;
  let found = ts.isIdentifier(node) || ts.isPropertyAccessExpression(node);
  walk(scope, (each) => {
    if (found || !ts.isIdentifier(each)) return !found;
    const declaration = facts.declarationOf(each);
    if (declaration && !isWithin(declaration, scope) && !isModuleScoped(declaration) && owner.node !== undefined) found = true;
    return !found;
  });
  return found;
}

/** The callback starts the next one: by calling the function it is in, or by the same call. */
function restarts(facts: Facts, use: AcquisitionUse, callback: ts.Expression, owner: Owner): boolean {
  const name = owner.member?.name ? memberName(owner.member.name) : undefined;
  const inner = functionName(owner.inner);
  const node = unwrap(callback);
  const direct = nameOfAccess(node);
  const around = functionsAround(use.call);
  if (direct !== undefined && (direct === name || direct === inner || around.has(direct))) return true;
  let found = false;
  walk(node, (each) => {
    if (ts.isCallExpression(each)) {
      const called = nameOfAccess(unwrap(each.expression));
      if (called !== undefined && (called === name || called === inner || around.has(called)) && (ts.isIdentifier(each.expression) || plainText(each.expression).startsWith('this.'))) found = true;
    }
    return !found;
  });
  return found;
}

function functionsAround(node: ts.Node): ReadonlySet<string> {
  const names = new Set<string>();
  for (let at = node.parent; at && !ts.isClassLike(at); at = at.parent) {
    const name = functionName(at);
    if (name !== undefined) names.add(name);
  }
  return names;
}
