import { ts } from 'ts-morph';
import type { Bound } from '../knowledge/library.js';
import { argumentsOf, isCallLike, isFunctionNode, nameOfAccess, receiverOf, unwrap, walk, wrapped, type CallLike } from '../syntax/nodes.js';
import type { Declaration } from './bindings.js';
import { isBuilder, type ChainLink } from './chains.js';
import type { Facts } from './facts.js';
import type { OperationUse } from './operations.js';
import type { Value } from './value.js';
import { isUndefined, possibleValues } from './possible-values.js';

/** Whether a bound on the rows of a query is written: `undecided` when somebody else may write it, such as the caller. */
export type Boundedness = 'bounded' | 'unbounded' | 'undecided';

/** Decides for an operation whose table says `rows: 'many'`; SQL is read elsewhere (sql-text.ts). */
export function boundedness(facts: Facts, use: OperationUse): Boundedness {
  const bound = use.operation.bound ?? {};
  const links = builderLinks(facts, use.call);
  const answers = [
    ...(bound.positional !== undefined && argumentsOf(use.call)[bound.positional] !== undefined ? ['bounded' as const] : []),
    ...(bound.options ? [optionBound(facts, use, links, bound)] : []),
    ...(bound.chain ? [chainBound(facts, links, bound.chain)] : []),
    ...(bound.nested ? [nestedBound(facts, argumentsOf(use.call), bound.nested)] : []),
  ];
  return strongest(answers);
}

function strongest(answers: readonly Boundedness[]): Boundedness {
  return answers.includes('bounded') ? 'bounded' : answers.includes('undecided') ? 'undecided' : 'unbounded';
}

// — options —

function optionBound(facts: Facts, use: OperationUse, links: readonly BuilderLink[], bound: Bound): Boundedness {
  // A builder's options stand in the call that began it: `Model.find({}, null, { limit }).lean()`.
  const owner = links.find((link) => link.name === use.method && link.call) ?? undefined;
  const lists = bound.chain ? links.filter((link) => BEGINS.test(link.name)).map((link) => argumentsOf(link.call)) : [argumentsOf(owner?.call ?? use.call)];
  return strongest(lists.flatMap((list) => (bound.argument === undefined ? list : list.slice(bound.argument, bound.argument + 1)).map((argument) => optionsBound(facts, argument, bound.options ?? []))));
}

const BEGINS = /^(?:find|aggregate|select|search|query|list)/i;

/** Whether an options argument, or one object of an array of stages, has one of the properties. */
export function optionsBound(facts: Facts, argument: ts.Expression, names: readonly string[]): Boundedness {
  const values = possibleValues(facts, argument);
  const later = ts.isIdentifier(unwrap(argument)) ? assignedLater(facts, unwrap(argument) as ts.Identifier, names) : 'unbounded';
  return strongest([later, ...values.map((value) => valueBound(facts, value, names))]);
}

function valueBound(facts: Facts, value: ts.Expression, names: readonly string[]): Boundedness {
  if (isUndefined(value)) return 'unbounded';
  if (ts.isObjectLiteralExpression(value)) return objectBound(facts, value, names);
  if (ts.isArrayLiteralExpression(value)) return strongest(value.elements.map((each) => (ts.isSpreadElement(each) ? elementsBound(facts, each.expression, names) : optionsBound(facts, each, names))));
  if (ts.isCallExpression(value) && /^(?:assign|merge|defaults|extend|concat)$/.test(nameOfAccess(unwrap(value.expression)) ?? '')) {
    const receiver = receiverOf(unwrap(value.expression));
    return strongest([...(receiver && !ts.isIdentifier(receiver) ? [receiver] : []), ...value.arguments].map((each) => optionsBound(facts, each, names)));
  }
  return isPlain(value) ? 'unbounded' : 'undecided';
}

function elementsBound(facts: Facts, spread: ts.Expression, names: readonly string[]): Boundedness {
  return strongest(possibleValues(facts, spread).map((each) => valueBound(facts, each, names)));
}

function objectBound(facts: Facts, object: ts.ObjectLiteralExpression, names: readonly string[]): Boundedness {
  const answers: Boundedness[] = [];
  for (const property of object.properties) {
    if (ts.isSpreadAssignment(property)) answers.push(optionsBound(facts, property.expression, names));
    else if (property.name && names.includes(propertyName(property.name) ?? '')) {
      if (isGiven(facts, ts.isPropertyAssignment(property) ? property.initializer : property.name)) return 'bounded';
    }
    else if (property.name && ts.isComputedPropertyName(property.name) && !ts.isPropertyAccessExpression(property.name.expression)) answers.push('undecided');
  }
  return strongest(answers);
}

/** False for `undefined`, and for a value that no argument of the call under way gives. */
function isGiven(facts: Facts, value: ts.Node): boolean {
  return !ts.isExpression(value) || possibleValues(facts, value).some((each) => !isUndefined(each));
}

/** `options.take = 20`, and helpers that are handed the options and may write it. */
function assignedLater(facts: Facts, name: ts.Identifier, names: readonly string[]): Boundedness {
  const declaration = facts.declarationOf(name);
  if (!declaration || !ts.isVariableDeclaration(declaration)) return 'unbounded';
  const answers: Boundedness[] = facts.referencesOf(declaration).map((reference) => {
    const parent = reference.parent;
    if (ts.isPropertyAccessExpression(parent) && parent.expression === reference) {
      const assigned = ts.isBinaryExpression(parent.parent) && parent.parent.left === parent;
      if (assigned && names.includes(parent.name.text)) return 'bounded';
      const pushed = ts.isCallExpression(parent.parent) && /^(?:push|unshift|concat|splice)$/.test(parent.name.text) ? parent.parent : undefined;
      return pushed ? strongest(pushed.arguments.map((each) => optionsBound(facts, each, names))) : 'unbounded';
    }
    return ts.isCallExpression(parent) && parent.expression !== reference && /limit|paginat|page/i.test(nameOfAccess(unwrap(parent.expression)) ?? '') ? 'undecided' : 'unbounded';
  });
  return strongest(answers);
}

/** Values that hold no options at all: strings, numbers, arrow functions, classes named as the entity. */
function isPlain(value: ts.Expression): boolean {
  return ts.isStringLiteralLike(value) || ts.isTemplateExpression(value) || ts.isNumericLiteral(value) || value.kind === ts.SyntaxKind.TrueKeyword || value.kind === ts.SyntaxKind.FalseKeyword;
}

export function propertyName(name: ts.PropertyName): string | undefined {
  if (ts.isIdentifier(name) || ts.isStringLiteralLike(name)) return name.text;
  return ts.isComputedPropertyName(name) ? nameOfAccess(unwrap(name.expression)) : undefined;
}

// — builder chains —

/** A call of a builder chain, or a call that was handed the builder. */
export interface BuilderLink extends ChainLink {
  /** The builder is an argument of this call, not its receiver. */
  readonly handed?: boolean;
}

/** Everything called on a builder: in the chain, on the variables that hold it, and functions it is handed to. */
export function builderLinks(facts: Facts, call: CallLike): readonly BuilderLink[] {
  const chain = facts.chainOf(call);
  const links = new Map<CallLike, BuilderLink>(chain.links.map((link) => [link.call, link]));
  for (const declaration of holders(facts, call)) {
    for (const reference of facts.referencesOf(declaration)) for (const link of linksOn(reference)) if (!links.has(link.call)) links.set(link.call, link);
  }
  return [...links.values()];
}

/** The variables a builder is held in on its way to `call`, and the one its result is held in while it is still a builder. */
function holders(facts: Facts, call: CallLike): ReadonlySet<Declaration> {
  const found = new Set<Declaration>();
  const add = (expression: ts.Expression, depth: number): void => {
    let at = unwrap(expression);
    for (let next = step(at); next; next = step(at)) at = unwrap(next);
    const declaration = ts.isIdentifier(at) && depth < 6 ? facts.declarationOf(at) : undefined;
    if (!declaration || found.has(declaration) || !ts.isVariableDeclaration(declaration)) return;
    // `await` does nothing to a builder that is no promise.
    const made = declaration.initializer && withoutAwait(declaration.initializer);
    if (!made || !ts.isCallExpression(made) || !isBuilder(facts, at)) return;
    found.add(declaration);
    add(made, depth + 1);
  };
  add(call, 0);
  const parent = wrapped(call).parent;
  if (ts.isVariableDeclaration(parent)) found.add(parent);
  if (ts.isBinaryExpression(parent) && ts.isIdentifier(parent.left)) {
    const declaration = facts.declarationOf(parent.left);
    if (declaration) found.add(declaration);
  }
  return found;
}

function withoutAwait(node: ts.Expression): ts.Expression {
  const at = unwrap(node);
  return ts.isAwaitExpression(at) ? unwrap(at.expression) : at;
}

function step(at: ts.Expression): ts.Expression | undefined {
  if (ts.isAwaitExpression(at)) return at.expression;
  if (ts.isCallExpression(at)) return ts.isPropertyAccessExpression(unwrap(at.expression)) ? receiverOf(unwrap(at.expression)) : undefined;
  return ts.isPropertyAccessExpression(at) && ts.isCallExpression(unwrap(at.expression)) ? at.expression : undefined;
}

function linksOn(reference: ts.Identifier): readonly BuilderLink[] {
  const outer = wrapped(reference);
  const parent = outer.parent;
  if (ts.isCallExpression(parent) && parent.arguments.includes(outer as ts.Expression)) {
    const name = nameOfAccess(unwrap(parent.expression));
    return name === undefined || GATHERS.has(name) ? [] : [{ name, call: parent, handed: true }];
  }
  const links: BuilderLink[] = [];
  let at: ts.Node = reference;
  for (;;) {
    const access = at.parent;
    if (!ts.isPropertyAccessExpression(access) || access.expression !== at || !ts.isCallExpression(access.parent) || access.parent.expression !== access) return links;
    links.push({ name: access.name.text, call: access.parent });
    at = access.parent;
  }
}

/** Calls that take builders without changing them. */
const GATHERS = new Set(['all', 'allSettled', 'race', 'push', '$transaction', 'log', 'debug', 'batch']);

/** Chain members that run a function over the builder: what it calls counts. */
const APPLIES = /^(?:\$if|\$call|modify|\$dynamic|apply|pipe|tap)$/;

function chainBound(facts: Facts, links: readonly BuilderLink[], names: readonly string[]): Boundedness {
  return strongest(links.map((link) => linkBound(facts, link, names)));
}

function linkBound(facts: Facts, link: BuilderLink, names: readonly string[]): Boundedness {
  const given = argumentsOf(link.call);
  if (!link.handed && names.includes(link.name)) return given[0] && !isGiven(facts, given[0]) ? 'unbounded' : 'bounded';
  const callees = facts.calleesOf(link.call);
  if (callees.some((callee) => callsAny(callee, names))) return 'bounded';
  if (callees.length > 0) return 'unbounded';
  const builds = given.some((each) => holdsBuilder(facts, each));
  if (link.handed || (builds && /limit|paginat|page/i.test(link.name))) return 'undecided';
  if (!APPLIES.test(link.name)) return 'unbounded';
  // `modify(apply, …rest)` and `$if(condition, apply)`: only the function can add to the query.
  return strongest(given.slice(link.name === '$if' ? 1 : 0).slice(0, 1).map((argument) => (ts.isArrowFunction(argument) || ts.isFunctionExpression(argument) ? (callsAny(argument, names) ? 'bounded' : 'unbounded') : link.name === '$dynamic' ? 'unbounded' : referencedFunction(facts, argument, names))));
}

function holdsBuilder(facts: Facts, argument: ts.Expression): boolean {
  return facts.valueOf(argument)?.kind === 'api';
}

function referencedFunction(facts: Facts, argument: ts.Expression, names: readonly string[]): Boundedness {
  const known = facts.valueOf(argument);
  const value = known?.kind === 'function' ? known : staticInitializer(facts, argument);
  if (value?.kind === 'function') return callsAny(value.node, names) ? 'bounded' : 'unbounded';
  return 'undecided';
}

/** A function in a static field whose annotation hides it: `static archived: QueryCallback = (builder) => …`. */
function staticInitializer(facts: Facts, argument: ts.Expression): Value | undefined {
  const access = unwrap(argument);
  const owner = ts.isPropertyAccessExpression(access) ? facts.valueOf(access.expression) : undefined;
  if (!ts.isPropertyAccessExpression(access) || (owner?.kind !== 'class' && owner?.kind !== 'instance')) return undefined;
  const member = owner.node.members.find((each) => each.name !== undefined && propertyName(each.name) === access.name.text);
  return member && ts.isPropertyDeclaration(member) && member.initializer ? facts.valueOf(member.initializer) : undefined;
}

function callsAny(root: ts.Node, names: readonly string[]): boolean {
  let found = false;
  walk(root, (node) => {
    if (isCallLike(node) && !ts.isTaggedTemplateExpression(node) && names.includes(nameOfAccess(unwrap(node.expression)) ?? '')) found = true;
    return !found;
  });
  return found;
}

/** The builder is a parameter of the function, so its caller may have bounded it. */
export function startsWithParameter(facts: Facts, call: CallLike): boolean {
  const { root } = facts.chainOf(call);
  if (!ts.isIdentifier(root)) return false;
  const declaration = facts.declarationOf(root);
  if (!declaration) return false;
  if (ts.isParameter(declaration)) return isFunctionNode(declaration.parent) && facts.valueOf(root)?.kind === 'api' && isBuilder(facts, root);
  return false;
}

// — calls among the arguments —

function nestedBound(facts: Facts, given: readonly ts.Expression[], names: readonly string[]): Boundedness {
  const answers: Boundedness[] = [];
  for (const argument of given) {
    for (const value of possibleValues(facts, argument)) {
      if (callsAny(value, names)) return 'bounded';
      if (ts.isCallExpression(value)) {
        if (names.includes(nameOfAccess(unwrap(value.expression)) ?? '')) return 'bounded';
        if (value.arguments.some((each) => ts.isSpreadElement(each))) answers.push('undecided');
        answers.push(nestedBound(facts, value.arguments.filter((each) => !ts.isSpreadElement(each)), names));
      } else if (ts.isIdentifier(value) && !facts.valueOf(value)) answers.push('undecided');
    }
  }
  return strongest(answers);
}
