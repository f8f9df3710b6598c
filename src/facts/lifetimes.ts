import { ts } from 'ts-morph';
import { lifecycles, setupNames, teardownNames, type Lifecycle } from '../knowledge/lifecycles.js';
import type { Callback } from '../knowledge/library.js';
import { isPerInstance } from '../syntax/component-script.js';
import { argumentsOf, calleeName, isCallLike, isFunctionNode, nameOfAccess, unwrap, walk, walkOwn, wrapped, type FunctionNode } from '../syntax/nodes.js';
import { componentOptions, optionMember, optionTeardowns, type ComponentOptions } from './component-options.js';
import type { Facts } from './facts.js';
import { callbackRun } from './loops.js';
import { memberName } from './members.js';
import { isNamed } from './named-import.js';
import { inheritedOf, type Value } from './value.js';
import { heritageOf } from './values.js';

/**
 * Whose life a piece of code belongs to. process: the module itself · effect: a callback whose setup and cleanup a framework
 * runs again and again · component: a function component or hook · class: an object · factory: a function that gives back
 * the function or object that undoes it · function: whoever calls it.
 */
export type OwnerKind = 'process' | 'effect' | 'component' | 'class' | 'factory' | 'function' | 'teardown';

export interface Owner {
  readonly kind: OwnerKind;
  /** The file, the callback, the function, the class or the component's options. */
  readonly node: ts.Node;
  /** The nearest function that is not run in place by the one around it. */
  readonly inner: ts.Node;
  /** Runs on events, timers or calls within the owner's life rather than once at its start. */
  readonly repeated: boolean;
  readonly callback?: Callback;
  readonly lifecycle?: Lifecycle;
  /** The member of the class, or of a component's options, the code is in. */
  readonly member?: ts.ClassElement | ts.ObjectLiteralElementLike;
  /** Members that end its life. */
  readonly teardowns?: readonly (ts.ClassElement | ts.ObjectLiteralElementLike)[];
  /** The member is one that begins the owner's life. */
  readonly setup?: boolean;
  /** What the factory gives back to undo it. */
  readonly cleanup?: ts.Node;
  /** The executor of a promise is around it: what resolves the promise is the end of the work. */
  readonly promise: boolean;
}

export function ownerOf(facts: Facts, node: ts.Node): Owner {
  const functions: FunctionNode[] = [];
  let promise = false;
  let repeated = false;
  for (let at = node.parent; at; at = at.parent) {
    if (ts.isClassLike(at)) return classOwner(facts, node, at, functions, promise);
    const options = functions.length > 0 && ts.isObjectLiteralExpression(at) ? componentOptions(facts, at) : undefined;
    if (options) return optionsOwner(options, node, functions, promise);
    if (!isFunctionNode(at)) continue;
    if (isMember(at)) {
      functions.push(at);
      continue;
    }
    const known = callbackOf(facts, at);
    if (known?.phase === 'teardown') return { kind: 'teardown', node: at, inner: at, repeated: false, promise };
    if (known && (known.phase === 'setup' || known.cleanup === 'returned')) return { kind: 'effect', node: at, inner: functions[0] ?? at, repeated: functions.length > 0, callback: known, promise };
    const call = wrapped(at).parent;
    if (call && ts.isNewExpression(call) && calleeName(call) === 'Promise') {
      promise = true;
      continue;
    }
    const run = known ? { kind: known.runs } : callbackRun(facts, at);
    if (run?.kind === 'once' || run?.kind === 'each') continue;
    if (isReturnedCleanup(facts, at)) return { kind: 'teardown', node: at, inner: at, repeated: false, promise };
    functions.push(at);
    if (run?.kind === 'later') repeated = true;
  }
  return functionOwner(facts, node, functions, promise, repeated);
}

/** The table's word on a function that is given to a call. */
export function callbackOf(facts: Facts, callback: FunctionNode): Callback | undefined {
  const outer = wrapped(callback);
  const call = outer.parent;
  if (!call || !isCallLike(call) || ts.isTaggedTemplateExpression(call) || call.expression === outer) return undefined;
  const position = argumentsOf(call).indexOf(outer as ts.Expression);
  const target = facts.valueOf(call.expression);
  const member = target?.kind === 'member' ? target.member : target?.kind === 'api' && ts.isCallExpression(call) ? inheritedOf(target.library, target.type, 'call') : undefined;
  if (!member || position < 0) return undefined;
  const last = argumentsOf(call).length - 1;
  return member.callbacks?.find((each) => each.argument === position || (each.argument === -1 && position === last));
}

/** A function an effect returns, or one that a framework is given to end something with. */
function isReturnedCleanup(facts: Facts, node: FunctionNode): boolean {
  const parent = wrapped(node).parent;
  if (!parent || !ts.isReturnStatement(parent)) return false;
  for (let at: ts.Node = parent; at; at = at.parent) {
    if (isFunctionNode(at)) return callbackOf(facts, at)?.cleanup === 'returned';
  }
  return false;
}

function isMember(node: FunctionNode): boolean {
  return ts.isMethodDeclaration(node) || ts.isConstructorDeclaration(node) || ts.isGetAccessorDeclaration(node) || ts.isSetAccessorDeclaration(node);
}

// — functions —

function functionOwner(facts: Facts, node: ts.Node, functions: readonly FunctionNode[], promise: boolean, repeated: boolean): Owner {
  const inner = functions[0];
  const outer = functions.at(-1);
  if (!inner || !outer) return isPerInstance(node) ? { kind: 'component', node: node.getSourceFile(), inner: node.getSourceFile(), repeated: false, promise } : { kind: 'process', node: node.getSourceFile(), inner: node.getSourceFile(), repeated, promise };
  const component = functions.find((each) => isComponent(each));
  if (component) return { kind: 'component', node: component, inner, repeated: component !== inner, promise };
  for (const each of functions) {
    const cleanup = cleanupResult(facts, each);
    if (cleanup) return { kind: 'factory', node: each, inner, repeated: each !== inner, promise, cleanup };
  }
  // What the script of a component declares belongs to the component.
  if (isPerInstance(node)) return { kind: 'component', node: node.getSourceFile(), inner, repeated: true, promise };
  return { kind: 'function', node: outer, inner, repeated, promise };
}

/** Calls that give back the function they are given, with something around it. */
const WRAPPERS = /^(?:memo|forwardRef|observer|useCallback|useEvent|useEffectEvent|debounce|throttle|with[A-Z]\w*|wrap\w*|create\w*)$/;

/** The name a function goes by. */
export function functionName(node: ts.Node): string | undefined {
  if (!isFunctionNode(node)) return undefined;
  if (node.name && !ts.isConstructorDeclaration(node)) return memberName(node.name);
  let at: ts.Node = wrapped(node);
  // `const Panel = memo(forwardRef(() => …))`
  while (ts.isCallExpression(at.parent) && at.parent.arguments[0] === at && WRAPPERS.test(nameOfAccess(unwrap(at.parent.expression)) ?? '')) at = wrapped(at.parent);
  if (ts.isVariableDeclaration(at.parent) && ts.isIdentifier(at.parent.name)) return at.parent.name.text;
  if (ts.isPropertyAssignment(at.parent)) return memberName(at.parent.name);
  return undefined;
}

function isComponent(node: FunctionNode): boolean {
  const name = functionName(node);
  if (name === undefined) return false;
  if (/^use[A-Z]/.test(name)) return true;
  return /^[A-Z]/.test(name) && returnsJsx(node);
}

function returnsJsx(node: FunctionNode): boolean {
  let found = false;
  const isJsx = (each: ts.Node): boolean => ts.isJsxElement(each) || ts.isJsxSelfClosingElement(each) || ts.isJsxFragment(each);
  if (node.body && isJsx(ts.isExpression(node.body) ? unwrap(node.body) : node.body)) return true;
  if (node.body) {
    walkOwn(node.body, (each) => {
      if (isJsx(each)) found = true;
      return !found;
    });
  }
  return found;
}

/** Names that as often undo one step of a life as end it: they release, but do not show that there is an end. */
const STEPS = new Set(['reset', 'clear', 'off', 'remove', 'end', 'cancel', 'abort', 'release', 'unregister', 'unsubscribe', 'finalize', 'detach', 'kill', 'quit']);

const ENDING_MEMBERS = new Set(teardownNames.filter((each) => !STEPS.has(each)));
const RELEASES = /^(?:remove(?:EventListener|Listener|AllListeners)|off|clear(?:Timeout|Interval|Immediate)|cancel\w*|disconnect|unobserve|unsubscribe\w*|unlisten|dispose|close|destroy|terminate|abort|forEach)$/;

/** The function or object a function gives back so that its caller can undo it. */
function cleanupResult(facts: Facts, node: FunctionNode): ts.Node | undefined {
  return facts.memo('cleanup-result', node, () => {
    for (const value of returnedValues(facts, node)) {
      if (value?.kind === 'function' && isWithinFunction(value.node, node) && releasesSomething(value.node)) return value.node;
      if (value?.kind !== 'object' || !isWithinFunction(value.node, node)) continue;
      const ending = value.node.properties.find((each) => each.name !== undefined && ENDING_MEMBERS.has(memberName(each.name) ?? ''));
      if (ending) return ending;
    }
    return undefined;
  }, undefined);
}

function returnedValues(facts: Facts, node: FunctionNode): readonly (Value | undefined)[] {
  if (!node.body) return [];
  if (!ts.isBlock(node.body)) return [facts.valueOf(node.body)];
  const values: (Value | undefined)[] = [];
  walkOwn(node.body, (each) => {
    if (ts.isReturnStatement(each) && each.expression) values.push(facts.valueOf(each.expression));
  });
  return values;
}

function isWithinFunction(node: ts.Node, around: ts.Node): boolean {
  return node !== around && node.getSourceFile() === around.getSourceFile() && node.pos >= around.pos && node.end <= around.end;
}

function releasesSomething(node: FunctionNode): boolean {
  if (node.parameters.length > 0) return false;
  let found = false;
  walk(node, (each) => {
    if (ts.isCallExpression(each) && RELEASES.test(nameOfAccess(unwrap(each.expression)) ?? '')) found = true;
    return !found;
  });
  return found;
}

// — classes —

function classOwner(facts: Facts, node: ts.Node, owner: ts.ClassLikeDeclaration, functions: readonly FunctionNode[], promise: boolean): Owner {
  const member = owner.members.find((each) => node.pos >= each.pos && node.end <= each.end);
  const inner = functions[0] ?? member ?? owner;
  const isStatic = member !== undefined && ts.canHaveModifiers(member) && ts.getModifiers(member)?.some((each) => each.kind === ts.SyntaxKind.StaticKeyword) === true;
  if (isStatic) return { kind: 'function', node: member, inner, repeated: false, promise };
  const lifecycle = lifecycleOf(facts, owner);
  const teardowns = teardownsOf(facts, owner, lifecycle);
  const name = member?.name ? memberName(member.name) : undefined;
  if (member && teardowns.includes(member)) return { kind: 'teardown', node: member, inner, repeated: false, promise };
  const construction = member !== undefined && (ts.isConstructorDeclaration(member) || (ts.isPropertyDeclaration(member) && !functions.length));
  const setup = (construction && lifecycle?.constructorIsSetup !== false) || (name !== undefined && (lifecycle?.setup.includes(name) === true || isPartner(name, teardowns)));
  return {
    kind: 'class', node: owner, inner, teardowns, setup, promise, repeated: functions.length > 1,
    ...(lifecycle ? { lifecycle } : {}), ...(member ? { member } : {}),
  };
}

/** A member of a component's options; `setup` runs once per component and is left by closures alone. */
function optionsOwner(options: ComponentOptions, node: ts.Node, functions: readonly FunctionNode[], promise: boolean): Owner {
  const member = optionMember(options, node);
  const inner = functions[0] ?? options.node;
  const name = member?.name ? memberName(member.name) : undefined;
  const teardowns = optionTeardowns(options);
  const outer = functions.at(-1) ?? options.node;
  if (name === 'setup') return { kind: 'component', node: outer, inner, repeated: outer !== inner, promise };
  if (member && teardowns.includes(member)) return { kind: 'teardown', node: member, inner, repeated: false, promise };
  return {
    kind: 'class', node: options.node, inner, lifecycle: options.lifecycle, teardowns, promise, repeated: functions.length > 1,
    setup: name !== undefined && options.lifecycle.setup.includes(name), ...(member ? { member } : {}),
  };
}

function isPartner(name: string, teardowns: readonly ts.ClassElement[]): boolean {
  return teardowns.some((each) => {
    const ending = each.name ? memberName(each.name) : undefined;
    return ending !== undefined && Object.hasOwn(setupNames, ending) && setupNames[ending]?.includes(name) === true;
  });
}

/** The framework that decides when instances of a class begin and end. */
export function lifecycleOf(facts: Facts, node: ts.ClassLikeDeclaration): Lifecycle | undefined {
  return facts.memo('lifecycle', node, () => findLifecycle(facts, node, 0), undefined);
}

/** Class hierarchies are followed this far. */
const MAX_BASES = 6;

function findLifecycle(facts: Facts, node: ts.ClassLikeDeclaration, depth: number): Lifecycle | undefined {
  const base = heritageOf(node);
  const interfaces = (node.heritageClauses ?? []).filter((clause) => clause.token === ts.SyntaxKind.ImplementsKeyword).flatMap((clause) => clause.types.map((each) => each.expression));
  const decorators = (ts.canHaveDecorators(node) ? ts.getDecorators(node) ?? [] : []).map((each) => (ts.isCallExpression(each.expression) ? each.expression.expression : each.expression));
  for (const lifecycle of lifecycles) {
    const is = (expression: ts.Expression | undefined, names: readonly string[] | undefined): boolean => expression !== undefined && names !== undefined && isNamed(facts, expression, names, lifecycle.packages);
    if (is(base, lifecycle.extends) || interfaces.some((each) => is(each, lifecycle.implements)) || decorators.some((each) => is(each, lifecycle.decorators))) return lifecycle;
  }
  const value = base && depth < MAX_BASES ? facts.valueOf(base) : undefined;
  return value?.kind === 'class' ? findLifecycle(facts, value.node, depth + 1) : undefined;
}

function teardownsOf(facts: Facts, node: ts.ClassLikeDeclaration, lifecycle: Lifecycle | undefined): readonly ts.ClassElement[] {
  const names = lifecycle ? new Set([...lifecycle.teardown, ...(lifecycle.begins === 'once' ? teardownNames : [])]) : ENDING_MEMBERS;
  const own = node.members.filter((each) => each.name !== undefined && names.has(ts.isComputedPropertyName(each.name) ? each.name.getText() : memberName(each.name) ?? '') && isBodied(each));
  if (own.length > 0 || lifecycle) return own;
  const base = heritageOf(node);
  const value = base ? facts.valueOf(base) : undefined;
  return value?.kind === 'class' && value.node !== node ? facts.memo('teardowns', value.node, () => teardownsOf(facts, (value as { node: ts.ClassLikeDeclaration }).node, undefined), []) : [];
}

function isBodied(member: ts.ClassElement): boolean {
  if (ts.isMethodDeclaration(member)) return member.body !== undefined;
  return ts.isPropertyDeclaration(member) && member.initializer !== undefined && (ts.isArrowFunction(member.initializer) || ts.isFunctionExpression(member.initializer));
}
