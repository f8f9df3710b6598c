import { ts } from 'ts-morph';
import { collectors, combiners, replacingHolders } from '../knowledge/lifecycles.js';
import type { Acquisition } from '../knowledge/library.js';
import { argumentsOf, type FunctionNode, isFunctionNode, nameOfAccess, plainText, receiverOf, unwrap, wrapped } from '../syntax/nodes.js';
import type { Declaration } from './bindings.js';
import { calledName } from './called-name.js';
import type { Facts } from './facts.js';
import { callbackRun } from './loops.js';
import { declarationKey, referenceKey } from './references.js';

/** A name or place that holds what was acquired. */
export interface Holder {
  readonly form: 'local' | 'field' | 'property';
  readonly key: string;
  /** The variable, for locals. */
  readonly declaration: Declaration | undefined;
  /** Where it is put there, for evidence. */
  readonly node: ts.Node;
  /** Keys of the names it is given on the way: `last = url = acquire()`. */
  readonly also?: readonly string[];
  /** Put there only when nothing was there before: `x ??= acquire()`. */
  readonly guarded: boolean;
}

/**
 * What becomes of the value a call gives. dropped: nobody can release it · ended: released in the same expression ·
 * piped: connected to a stream that ends on its own terms · moved: returned, passed on or stored where somebody else decides · collected: an owner's collection took it over.
 */
export type Holding =
  | { readonly kind: 'dropped' | 'ended' | 'moved' }
  | { readonly kind: 'piped'; readonly access: ts.Node }
  | { readonly kind: 'collected'; readonly collection: ts.Expression | undefined }
  | { readonly kind: 'held'; readonly holder: Holder };

const MOVED: Holding = { kind: 'moved' };
const DROPPED: Holding = { kind: 'dropped' };

/** Functions whose result holds their argument for as long as the component lives: `useState(new X())`. */
const STATE_HOLDERS = /^(?:useState|useRef|useMemo|createSignal|ref|shallowRef|signal|markRaw)$/;

/** @param acquisition decides which methods called at once release it: `setInterval(…).unref()` */
export function holdingOf(facts: Facts, expression: ts.Expression, acquisition: Acquisition): Holding {
  const outer = wrapped(expression);
  const parent = outer.parent;
  if (ts.isExpressionStatement(parent) || ts.isVoidExpression(parent)) return DROPPED;
  if (ts.isAwaitExpression(parent) || ts.isSpreadElement(parent)) return holdingOf(facts, parent, acquisition);
  if (ts.isConditionalExpression(parent)) return parent.condition === outer ? DROPPED : holdingOf(facts, parent, acquisition);
  if (ts.isPropertyAccessExpression(parent) && parent.expression === outer) return chained(facts, parent, acquisition);
  if (ts.isCallExpression(parent) || ts.isNewExpression(parent)) return passed(facts, outer, parent, acquisition);
  if (ts.isArrayLiteralExpression(parent)) return inArray(facts, parent, acquisition);
  if (ts.isBinaryExpression(parent)) return assigned(facts, outer, parent, acquisition);
  if (ts.isVariableDeclaration(parent)) return declared(parent);
  if (ts.isPropertyDeclaration(parent) && parent.initializer === outer && parent.parent) {
    return { kind: 'held', holder: { form: 'field', key: `this@${parent.parent.pos}.${parent.name.getText()}`, declaration: undefined, node: parent.name, guarded: false } };
  }
  // `<img src={URL.createObjectURL(file)}>`: each rendering makes another, and none has a name.
  if (ts.isJsxExpression(parent) && acquisition.kind === 'object-url') return DROPPED;
  if (ts.isArrowFunction(parent) && parent.body === outer) return isResultIgnored(facts, parent) ? DROPPED : MOVED;
  if (ts.isReturnStatement(parent)) {
    const owner = enclosing(parent);
    return owner && isResultIgnored(facts, owner) ? DROPPED : MOVED;
  }
  return MOVED;
}

function enclosing(node: ts.Node): FunctionNode | undefined {
  for (let at = node.parent; at; at = at.parent) if (isFunctionNode(at)) return at;
  return undefined;
}

/** A listener, a timer or `forEach`: what its callback returns goes nowhere. */
function isResultIgnored(facts: Facts, callback: FunctionNode): boolean {
  const call = wrapped(callback).parent;
  if (!call || !ts.isCallExpression(call) || call.expression === wrapped(callback)) return false;
  const target = facts.valueOf(call.expression);
  const position = argumentsOf(call).indexOf(wrapped(callback) as ts.Expression);
  const known = target?.kind === 'member' ? target.member.callbacks?.find((each) => each.argument === position) : undefined;
  if (known) return known.runs === 'later' && known.cleanup === undefined && target?.kind === 'member' && (target.member.acquires !== undefined || known.phase !== undefined);
  return nameOfAccess(unwrap(call.expression)) === 'forEach' && callbackRun(facts, callback)?.kind === 'each';
}

function chained(facts: Facts, access: ts.PropertyAccessExpression, acquisition: Acquisition): Holding {
  const call = wrapped(access).parent;
  const name = access.name.text;
  if (!ts.isCallExpression(call) || unwrap(call.expression) !== access) return replaces(access) ? DROPPED : isSameResource(facts, access) ? holdingOf(facts, access, acquisition) : MOVED;
  if (name === 'pipe' && acquisition.kind === 'stream') return { kind: 'piped', access };
  if (acquisition.release.methods?.includes(name) || name === 'unref') return { kind: 'ended' };
  const value = facts.valueOf(access);
  if (value?.kind === 'member' && value.member.returns === 'self') return holdingOf(facts, call, acquisition);
  if (name === 'then' || name === 'catch' || name === 'finally') return MOVED;
  // A method of the resource itself: `new Observer(…).observe(node)` as a statement leaves no name for it.
  const result = holdingOf(facts, call, acquisition);
  return result.kind === 'dropped' ? DROPPED : MOVED;
}

/** `getDocument(url).promise`: reading the property gives the resource itself, when it is ready. */
export function isSameResource(facts: Facts, access: ts.PropertyAccessExpression): boolean {
  const [whole, part] = [facts.valueOf(access.expression), facts.valueOf(access)];
  return whole?.kind === 'api' && part?.kind === 'api' && whole.library === part.library && whole.type === part.type;
}

function replaces(access: ts.PropertyAccessExpression): boolean {
  return ts.isExpressionStatement(access.parent);
}

function passed(facts: Facts, outer: ts.Node, call: ts.CallExpression | ts.NewExpression, acquisition: Acquisition): Holding {
  if (call.expression === outer) return acquisition.release.call ? { kind: 'ended' } : MOVED;
  const callee = unwrap(call.expression);
  const name = nameOfAccess(callee) ?? '';
  if (isCollecting(callee, name)) return { kind: 'collected', collection: receiverOf(callee) };
  if (STATE_HOLDERS.test(calledName(facts, callee) ?? '') && call.arguments?.[0] === outer) return stateHolder(facts, call, acquisition);
  return MOVED;
}

/** A call by which an owner takes over what it is given. */
export function isCollecting(callee: ts.Expression, name: string): boolean {
  const receiver = receiverOf(callee);
  if (!receiver) return combiners.includes(name);
  const receiverName = receiver.kind === ts.SyntaxKind.ThisKeyword ? 'this' : ts.isIdentifier(receiver) || ts.isPropertyAccessExpression(receiver) ? nameOfAccess(receiver) ?? '' : '';
  return collectors.some((each) => each.method.test(name) && each.receiver?.test(receiverName));
}

/** `const [channel] = useState(new Channel())`: the first name, or the one variable, holds it. */
function stateHolder(facts: Facts, call: ts.CallExpression | ts.NewExpression, acquisition: Acquisition): Holding {
  const target = wrapped(call).parent;
  if (!ts.isVariableDeclaration(target)) return holdingOf(facts, call, acquisition);
  const element = ts.isArrayBindingPattern(target.name) ? target.name.elements[0] : undefined;
  if (element && ts.isBindingElement(element) && ts.isIdentifier(element.name)) return { kind: 'held', holder: { form: 'local', key: declarationKey(element), declaration: element, node: element.name, guarded: false } };
  return declared(target);
}

function inArray(facts: Facts, array: ts.ArrayLiteralExpression, acquisition: Acquisition): Holding {
  const whole = holdingOf(facts, array, acquisition);
  return whole.kind === 'collected' ? whole : MOVED;
}

function assigned(facts: Facts, outer: ts.Node, assignment: ts.BinaryExpression, acquisition: Acquisition): Holding {
  const operator = assignment.operatorToken.kind;
  const isAssignment = operator >= ts.SyntaxKind.FirstAssignment && operator <= ts.SyntaxKind.LastAssignment;
  if (!isAssignment) return assignment.right === outer || operator !== ts.SyntaxKind.AmpersandAmpersandToken ? holdingOf(facts, assignment, acquisition) : DROPPED;
  if (assignment.right !== outer) return MOVED;
  const target = unwrap(assignment.left);
  const guarded = operator !== ts.SyntaxKind.EqualsToken;
  const onward = holdingOf(facts, assignment, acquisition);
  if (onward.kind !== 'dropped') return onward.kind === 'held' ? { kind: 'held', holder: { ...onward.holder, also: [...(onward.holder.also ?? []), referenceKey(facts, target)] } } : MOVED;
  if (ts.isIdentifier(target)) {
    const declaration = facts.declarationOf(target);
    return { kind: 'held', holder: { form: 'local', key: declaration ? declarationKey(declaration) : `@${target.text}`, declaration, node: target, guarded } };
  }
  if (ts.isPropertyAccessExpression(target)) {
    if (replacingHolders.some((each) => each.member === target.name.text) && /[dD]isposable|[lL]istener|[sS]ubscription|_?store/.test(plainText(target.expression))) return { kind: 'collected', collection: target.expression };
    const ofThis = target.expression.kind === ts.SyntaxKind.ThisKeyword;
    return { kind: 'held', holder: { form: ofThis ? 'field' : 'property', key: referenceKey(facts, target), declaration: undefined, node: target, guarded } };
  }
  return MOVED;
}

function declared(declaration: ts.VariableDeclaration): Holding {
  const list = declaration.parent;
  const using = ts.isVariableDeclarationList(list) && (list.flags & ts.NodeFlags.Using) === ts.NodeFlags.Using;
  if (using) return { kind: 'ended' };
  if (!ts.isIdentifier(declaration.name)) return MOVED;
  return { kind: 'held', holder: { form: 'local', key: declarationKey(declaration), declaration, node: declaration.name, guarded: false } };
}
