import { ts } from 'ts-morph';
import type { Facts } from '../../../facts/facts.js';
import { isUnique, referenceKey } from '../../../facts/references.js';
import { argumentsOf, awaitOf, calleeOf, isFunctionNode, plainText, statementOf, unwrap, wrapped } from '../../../syntax/nodes.js';
import type { TextEdit } from '../../../core/finding.js';
import { insertion } from '../../../syntax/edits.js';
import type { Leak } from '../leak.js';
import { NO_LONGER_DUE } from '../wording.js';
import { freshName, handleName } from './names.js';

/** The code that releases, and the edits that give it the names it needs. */
export interface ReleaseCode {
  /** An expression; empty where what is there releases it already. */
  readonly code: string;
  /** A statement before it. */
  readonly first?: string;
  readonly edits: readonly TextEdit[];
  /** What may differ beside the release itself. */
  readonly differs?: readonly string[];
}

/** What releases as statements. */
export function linesOf({ first, code }: ReleaseCode): readonly string[] {
  return [first, code].filter((each) => each !== undefined && each !== '') as readonly string[];
}

/** Released by a call on what it was registered with, rather than by its handle. */
export function isRegistration({ use }: Leak): boolean {
  return use.acquisition.release.receiver !== undefined || use.acquisition.heldBy === 'receiver';
}

/** Fires once: to end it is to cancel it. */
export function isTimed({ use }: Leak): boolean {
  return use.acquisition.kind === 'timeout' || use.acquisition.kind === 'animation-frame';
}

/** "Release it", or "Cancel it" where something is yet to happen; and what differs then. */
export function saysOf(leak: Leak, where: string): { readonly title: string; readonly differs: readonly string[] } {
  return isTimed(leak) ? { title: `Cancel it ${where}`, differs: [NO_LONGER_DUE] } : { title: `Release it ${where}`, differs: [] };
}

/**
 * `clearInterval(handle)`, `handle.unsubscribe()`, `handle()`.
 * @param optional nothing may be held: functions take that, methods are called with `?.`
 */
export function releaseOf({ use }: Leak, handle: string, optional = false): string | undefined {
  const { release } = use.acquisition;
  const receiver = use.receiver && ts.isIdentifier(use.receiver) && !ts.isNewExpression(use.call) ? `${use.receiver.text}.` : '';
  if (release.functions?.[0] !== undefined) return `${receiver}${release.functions[0]}(${handle})`;
  if (release.call) return optional ? `${handle}?.()` : `${handle}()`;
  return release.methods?.[0] === undefined ? undefined : `${handle}${optional ? '?' : ''}.${release.methods[0]}()`;
}

/** The type of the handle as code; `undefined` where it cannot be written. */
export function handleType(leak: Leak): string | undefined {
  const { call, acquisition, text } = leak.use;
  const { release } = acquisition;
  if (/^(?:window|globalThis|self)\./.test(text) || acquisition.kind === 'animation-frame') return 'number';
  if (ts.isNewExpression(call)) return /^[\w$.]+$/.test(plainText(call.expression)) ? `${plainText(call.expression)}${call.typeArguments ? `<${call.typeArguments.map((each) => each.getText()).join(', ')}>` : ''}` : undefined;
  if (release.functions) return /^[\w$.]+$/.test(text) ? `ReturnType<typeof ${text}>` : undefined;
  if (release.call) return '(() => void)';
  const method = release.methods?.[0];
  return method === undefined ? undefined : `{ ${method}(): void }`;
}

/** Names the handle where the acquisition stands as a statement of its own. */
export function namedHandle(facts: Facts, leak: Leak): ReleaseCode | undefined {
  const { call } = leak.use;
  const { holder } = leak;
  if (holder) {
    const code = holder.form === 'local' && !isConstant(facts, leak) ? undefined : heldRelease(facts, leak);
    return code === undefined ? undefined : { code, edits: [] };
  }
  const outer = outermost(call);
  const wanted = handleName(leak);
  if (!ts.isExpressionStatement(outer.parent) || wanted === undefined) return undefined;
  const name = freshName(facts, leak.owner.node, wanted);
  const code = releaseOf(leak, name);
  return code === undefined ? undefined : { code, edits: [insertion(call.getSourceFile(), outer.getStart(), `const ${name} = `)] };
}

/** The release of what already has a name; one that is `null` at first is asked about. */
export function heldRelease(facts: Facts, leak: Leak): string | undefined {
  const { holder } = leak;
  if (!holder) return undefined;
  const held = holder.declaration && ts.isBindingElement(holder.declaration) && isSignal(holder.declaration) ? `${holder.node.getText()}()` : holder.node.getText();
  if (holder.form === 'property' && ts.isPropertyAccessExpression(holder.node) && holder.node.name.text === 'current') {
    const optional = leak.use.acquisition.release.functions === undefined;
    return isNullAtFirst(facts, holder.node.expression) && !optional ? nullGuarded(held, releaseOf(leak, held)) : releaseOf(leak, held, optional);
  }
  return releaseOf(leak, held);
}

/** `const [channel] = createSignal(new Channel())`: what is kept is read by a call. */
function isSignal(element: ts.BindingElement): boolean {
  const declaration = element.parent.parent;
  return ts.isVariableDeclaration(declaration) && declaration.initializer !== undefined && ts.isCallExpression(declaration.initializer) && plainText(declaration.initializer.expression) === 'createSignal';
}

function nullGuarded(held: string, code: string | undefined): string | undefined {
  return code === undefined ? undefined : `if (${held} !== null) ${code}`;
}

/** `useRef<number | null>(null)`: `clearTimeout` takes no `null`. */
function isNullAtFirst(facts: Facts, ref: ts.Expression): boolean {
  const declaration = ts.isIdentifier(ref) ? facts.declarationOf(ref) : undefined;
  const made = declaration && ts.isVariableDeclaration(declaration) && declaration.initializer ? unwrap(declaration.initializer) : undefined;
  return made !== undefined && ts.isCallExpression(made) && made.arguments[0]?.kind === ts.SyntaxKind.NullKeyword;
}

export function isConstant(facts: Facts, { holder }: Leak): boolean {
  const declaration = holder?.declaration;
  return declaration !== undefined && (ts.isVariableDeclaration(declaration) || (ts.isBindingElement(declaration) && isSignal(declaration))) && !facts.isReassigned(declaration);
}

/** With the `await` before it. */
export function outermost(call: ts.Expression): ts.Node {
  return wrapped(awaitOf(call) ?? call);
}

/** Whether the name means the same at another place: it is declared around both. */
export function isKnownAt(facts: Facts, expression: ts.Expression, place: ts.Node): boolean {
  const root = rootOf(expression);
  if (root.kind === ts.SyntaxKind.ThisKeyword) return functionOfThis(root) === functionOfThis(place);
  if (!ts.isIdentifier(root)) return ts.isLiteralExpression(root);
  const declaration = facts.declarationOf(root);
  if (!declaration) return true;
  let scope: ts.Node = declaration;
  while (!isScope(scope)) scope = scope.parent;
  return place.pos >= scope.pos && place.end <= scope.end;
}

function isScope(node: ts.Node): boolean {
  return ts.isBlock(node) || ts.isSourceFile(node) || isFunctionNode(node) || ts.isCaseBlock(node) || ts.isForOfStatement(node) || ts.isForStatement(node) || ts.isForInStatement(node) || ts.isModuleBlock(node) || ts.isCatchClause(node) || ts.isClassLike(node);
}

function functionOfThis(node: ts.Node): ts.Node | undefined {
  for (let at = node.parent; at; at = at.parent) if (ts.isClassLike(at) || (isFunctionNode(at) && !ts.isArrowFunction(at))) return at;
  return undefined;
}

function rootOf(expression: ts.Expression): ts.Expression {
  let at = unwrap(expression);
  while (ts.isPropertyAccessExpression(at) || ts.isElementAccessExpression(at) || ts.isCallExpression(at)) at = unwrap(ts.isCallExpression(at) ? calleeOf(at) : at.expression);
  return at;
}

/** A receiver that names the same thing later on. */
export function isStable(facts: Facts, receiver: ts.Expression): boolean {
  const node = unwrap(receiver);
  if (ts.isIdentifier(node)) {
    const declaration = facts.declarationOf(node);
    return !declaration || !facts.isReassigned(declaration);
  }
  return ts.isPropertyAccessExpression(node) && (node.expression.kind === ts.SyntaxKind.ThisKeyword || (ts.isIdentifier(node.expression) && facts.declarationOf(node.expression) === undefined));
}

/** The removal of a listener that has a name, or the end of an observer: code without edits. */
export function namedRemoval(facts: Facts, leak: Leak): string | undefined {
  const { use } = leak;
  if (use.acquisition.kind === 'observer') {
    const method = use.acquisition.release.methods?.[0];
    return use.receiver && isStable(facts, use.receiver) && method !== undefined ? `${use.receiver.getText()}.${method}()` : undefined;
  }
  const [event, listener] = argumentsOf(use.call);
  return event && listener && !isUnique(referenceKey(facts, listener)) ? removalOf(facts, leak, listener.getText()) : undefined;
}

/** `target.removeEventListener('resize', name, true)`. */
export function removalOf(facts: Facts, { use }: Leak, name: string): string | undefined {
  const remover = use.acquisition.release.receiver?.[0];
  const [event, , options] = argumentsOf(use.call);
  if (remover === undefined || !event || (use.receiver && !isStable(facts, use.receiver)) || isUnique(referenceKey(facts, event))) return undefined;
  const target = use.receiver ? `${use.receiver.getText()}.` : '';
  const capture = options && remover === 'removeEventListener' && mayCapture(options) ? `, ${options.getText()}` : '';
  return `${target}${remover}(${event.getText()}, ${name}${capture})`;
}

function mayCapture(options: ts.Expression): boolean {
  return options.kind === ts.SyntaxKind.TrueKeyword || (!ts.isObjectLiteralExpression(options) && options.kind !== ts.SyntaxKind.FalseKeyword) || /\bcapture\b/.test(options.getText());
}

/** The statement that acquires and does nothing else, or declares what is acquired. */
export function acquiringStatement({ use }: Leak): ts.Statement | undefined {
  return statementOf(use.call);
}
