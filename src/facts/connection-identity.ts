import { ts } from 'ts-morph';
import { argumentsOf, calleeOf, enclosingClass, enclosingFunction, isFunctionNode, isWithin, nameOfAccess, propertyOf, receiverOf, unwrap, wrapped, type CallLike, type FunctionNode } from '../syntax/nodes.js';
import type { Declaration } from './bindings.js';
import type { Facts } from './facts.js';
import { originOf } from './possible-values.js';
import { inheritedOf, type ApiValue, type Value } from './value.js';

/** A connection, transaction or session, told apart from others by where it comes from. */
export interface Connection {
  /** The same for every expression that stands for it. */
  readonly key: string;
  /** As the code around the first call names it: `tx`, `this.client`. */
  readonly text: string;
  /** What it is reached from; `undefined` for `this`. */
  readonly root: Declaration | undefined;
  /** What it is for its library, where that is known. */
  readonly value: ApiValue | undefined;
  /** Links that are no more than likely, in words. */
  readonly inferred: readonly string[];
}

/** Where an expression leads: a name and properties of it, an object written out, or nothing, where an argument is left out. */
type Origin =
  | { readonly kind: 'place'; readonly root: Declaration | undefined; readonly owner: ts.Node; readonly members: readonly string[]; readonly level: number; readonly value: ApiValue | undefined; readonly inferred: readonly string[] }
  | { readonly kind: 'object'; readonly node: ts.ObjectLiteralExpression; readonly level: number }
  | { readonly kind: 'made'; readonly at: ts.Expression; readonly level: number }
  | { readonly kind: 'absent' };
type Place = Extract<Origin, { kind: 'place' }>;

/** Names a connection passes through before it is not followed further. */
const MAX_STEPS = 16;

/**
 * The one connection that the last call of a path uses through an expression in it, parameters replaced by the arguments of the
 * calls before. `undefined` for a pool, and for what only lives within a function that was called.
 * @param isOption the expression is known to be a connection if it is anything
 */
export function connectionThrough(facts: Facts, expression: ts.Expression, path: readonly CallLike[], isOption: boolean): Connection | undefined {
  return connectionAt(new Trail(facts, path).follow(expression, lastLevel(path), 0), isOption);
}

/** As `connectionThrough`, for what an options object given to the last call holds under a name, spreads included. */
export function connectionInOptions(facts: Facts, options: ts.Expression, name: string, path: readonly CallLike[]): Connection | undefined {
  const trail = new Trail(facts, path);
  const whole = trail.follow(options, lastLevel(path), 0);
  return whole?.kind === 'object' ? connectionAt(trail.member(whole, name, 0), true) : undefined;
}

function lastLevel(path: readonly CallLike[]): number {
  return Math.max(0, path.length - 1);
}

function connectionAt(origin: Origin | undefined, isOption: boolean): Connection | undefined {
  const place = origin?.kind === 'place' ? origin : undefined;
  if (!place || (place.value ? place.value.serial !== true : !isOption)) return undefined;
  if (place.level > 0 && !isModuleLevel(place.root)) return undefined;
  const inferred = place.value === undefined ? [...place.inferred, 'that a transaction is passed follows from the name of the option'] : place.inferred;
  return { key: keyOf(place), text: textOf(place), root: place.root, value: place.value, inferred: [...new Set(inferred)] };
}

function keyOf({ owner, members }: Place): string {
  return [`${owner.getSourceFile().fileName}:${owner.pos}`, ...members].join('.');
}

function textOf({ root, members }: Place): string {
  // What is taken out of a pattern goes by its own name.
  const name = root === undefined ? ['this'] : root.name && ts.isIdentifier(root.name) ? [root.name.text] : [];
  return [...name, ...members].join('.');
}

function isModuleLevel(declaration: Declaration | undefined): boolean {
  return declaration !== undefined && enclosingFunction(declaration) === undefined && enclosingClass(declaration) === undefined;
}

/** Follows an expression to its origin along the calls that led to it; level 0 is the code around the first call. */
class Trail {
  constructor(private readonly facts: Facts, private readonly path: readonly CallLike[]) {}

  follow(expression: ts.Expression, level: number, step: number): Origin | undefined {
    if (step > MAX_STEPS) return undefined;
    const node = unwrap(expression);
    if (ts.isAwaitExpression(node)) return this.follow(node.expression, level, step + 1);
    if (ts.isObjectLiteralExpression(node)) return { kind: 'object', node, level };
    if (ts.isNewExpression(node)) return { kind: 'made', at: node, level };
    if (ts.isIdentifier(node)) return node.text === 'undefined' ? { kind: 'absent' } : this.known(node, this.name(node, level, step));
    if (node.kind === ts.SyntaxKind.ThisKeyword) return this.self(node, level, step);
    if (ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node)) return this.access(node, level, step);
    if (ts.isCallExpression(node) || ts.isTaggedTemplateExpression(node)) return this.call(node, level, step);
    if (ts.isConditionalExpression(node)) return either(this.follow(node.whenTrue, level, step + 1), this.follow(node.whenFalse, level, step + 1));
    if (ts.isBinaryExpression(node) && isAlternative(node.operatorToken.kind)) {
      const first = this.follow(node.left, level, step + 1);
      // What an argument that was given holds is what counts; one left out leaves the other.
      return first === undefined || first.kind === 'absent' ? this.follow(node.right, level, step + 1) : first;
    }
    return undefined;
  }

  /** The value of the outermost expression on the way decides: a parameter written as a transaction may be given a pool. */
  private known(node: ts.Expression, origin: Origin | undefined): Origin | undefined {
    if (origin?.kind !== 'place' || origin.value !== undefined) return origin;
    const value = this.facts.valueOf(node);
    if (value?.kind !== 'api') return origin;
    const lent = value.serial === true && inheritedOf(value.library, value.type, 'lent') === true && !this.isGiven(origin);
    return { ...origin, value, inferred: lent ? [...origin.inferred, 'the type of the parameter also takes a client that is no transaction'] : origin.inferred };
  }

  /** The place is what a library's call handed to a callback, so that its type is no mere annotation. */
  private isGiven({ root }: Place): boolean {
    return root !== undefined && !(ts.isParameter(root) && root.type !== undefined && !ts.isCallExpression(wrapped(root.parent).parent));
  }

  private self(node: ts.Expression, level: number, step: number): Origin | undefined {
    const call = level > 0 ? this.path[level - 1] : undefined;
    const owner = methodAround(node);
    const receiver = call && owner && this.runs(call, owner) ? receiverOf(unwrap(calleeOf(call))) : undefined;
    if (receiver) return receiver.kind === ts.SyntaxKind.SuperKeyword ? this.self(receiver, level - 1, step + 1) : this.follow(receiver, level - 1, step + 1);
    const around = enclosingClass(node);
    return around ? { kind: 'place', root: undefined, owner: around, members: [], level, value: undefined, inferred: [] } : undefined;
  }

  private name(node: ts.Identifier, level: number, step: number): Origin | undefined {
    const declaration = originOf(this.facts, node);
    return declaration ? this.declared(declaration, level, step) : undefined;
  }

  private declared(declaration: Declaration, level: number, step: number): Origin | undefined {
    const here: Origin = { kind: 'place', root: declaration, owner: declaration, members: [], level, value: undefined, inferred: [] };
    if (ts.isParameter(declaration)) return this.parameter(declaration, level, step) ?? here;
    if (ts.isBindingElement(declaration)) return this.binding(declaration, level, step) ?? here;
    if (!ts.isVariableDeclaration(declaration) || !declaration.initializer || this.facts.isReassigned(declaration)) return here;
    const origin = this.follow(declaration.initializer, level, step + 1);
    return origin === undefined || origin.kind === 'made' ? here : origin;
  }

  private parameter(declaration: ts.ParameterDeclaration, level: number, step: number): Origin | undefined {
    const owner = declaration.parent;
    if (!isFunctionNode(owner)) return undefined;
    const call = level > 0 ? this.path[level - 1] : undefined;
    if (call && this.runs(call, owner)) {
      const given = argumentsOf(call)[owner.parameters.indexOf(declaration)];
      if (given) return ts.isSpreadElement(given) ? undefined : this.follow(given, level - 1, step + 1);
      return declaration.initializer ? this.follow(declaration.initializer, level, step + 1) : { kind: 'absent' };
    }
    const outer = this.outerTransaction(owner, level, step);
    if (outer) return outer;
    const absent = declaration.questionToken !== undefined || declaration.initializer !== undefined || (declaration.type !== undefined && this.mayBeOther(declaration.type, 0));
    return { kind: 'place', root: declaration, owner: declaration, members: [], level, value: undefined, inferred: absent ? ['a caller may leave it out, or pass something else'] : [] };
  }

  /** A transaction within a transaction is a savepoint on the same connection. */
  private outerTransaction(callback: FunctionNode, level: number, step: number): Origin | undefined {
    const call = wrapped(callback).parent;
    if (!call || !ts.isCallExpression(call)) return undefined;
    const target = this.facts.valueOf(unwrap(call.expression));
    const receiver = receiverOf(unwrap(call.expression));
    if (target?.kind !== 'member' || !target.receiver.serial || !receiver || !target.member.callbacks?.some((each) => each.transaction)) return undefined;
    return this.follow(receiver, level, step + 1);
  }

  /** A type that something else than one connection has as well: `Database | Transaction`, `Transaction | undefined`. */
  private mayBeOther(type: ts.TypeNode, depth: number): boolean {
    if (ts.isParenthesizedTypeNode(type)) return this.mayBeOther(type.type, depth);
    if (ts.isUnionTypeNode(type)) return type.types.some((each) => !isSerial(this.facts.typeValueOf(each)));
    if (depth > 4 || !ts.isTypeReferenceNode(type) || !ts.isIdentifier(type.typeName)) return false;
    const declaration = this.facts.declarationOf(type.typeName, 'type') ? originOf(this.facts, type.typeName) ?? this.facts.declarationOf(type.typeName, 'type') : undefined;
    return declaration !== undefined && ts.isTypeAliasDeclaration(declaration) && this.mayBeOther(declaration.type, depth + 1);
  }

  private binding(element: ts.BindingElement, level: number, step: number): Origin | undefined {
    const pattern = element.parent;
    const key = element.propertyName ?? element.name;
    if (!ts.isObjectBindingPattern(pattern) || element.dotDotDotToken || !(ts.isIdentifier(key) || ts.isStringLiteralLike(key))) return undefined;
    const holder = pattern.parent;
    const whole = ts.isBindingElement(holder) ? this.binding(holder, level, step + 1)
      : ts.isParameter(holder) ? this.parameter(holder, level, step + 1)
      : holder.initializer ? this.follow(holder.initializer, level, step + 1) : undefined;
    const inner = whole ? this.member(whole, key.text, step) : undefined;
    if (inner?.kind === 'absent' && element.initializer) return this.follow(element.initializer, level, step + 1);
    return inner?.kind === 'place' && element.initializer ? { ...inner, inferred: [...inner.inferred, 'it has a default for callers that leave it out'] } : inner;
  }

  member(whole: Origin, name: string, step: number): Origin | undefined {
    if (whole.kind === 'place') return { ...whole, members: [...whole.members, name], value: undefined };
    if (whole.kind !== 'object') return whole.kind === 'absent' ? whole : undefined;
    const own = propertyOf(whole.node, name);
    if (own) return this.follow(own, whole.level, step + 1);
    for (const property of [...whole.node.properties].reverse()) {
      const spread = ts.isSpreadAssignment(property) ? this.follow(property.expression, whole.level, step + 1) : undefined;
      const found = spread ? this.member(spread, name, step + 1) : undefined;
      if (found && found.kind !== 'absent') return found;
    }
    return { kind: 'absent' };
  }

  private access(node: ts.PropertyAccessExpression | ts.ElementAccessExpression, level: number, step: number): Origin | undefined {
    const value = this.facts.valueOf(node);
    const owner = this.facts.valueOf(node.expression);
    // A part of a connection is the connection, as is a model or repository of it.
    const leads = owner?.kind === 'api' && (owner.serial === true || !isSerial(value));
    if (leads) return leaves(owner, value) ? undefined : this.follow(node.expression, level, step + 1);
    const name = nameOfAccess(node);
    const whole = name === undefined ? undefined : this.follow(node.expression, level, step + 1);
    const inner = whole && name !== undefined ? this.member(whole, name, step) : undefined;
    const optional = ts.isPropertyAccessExpression(node) && node.questionDotToken !== undefined && inner?.kind === 'place';
    return this.known(node, optional ? { ...inner, inferred: [...inner.inferred, 'it may be absent'] } : inner);
  }

  private call(node: ts.CallExpression | ts.TaggedTemplateExpression, level: number, step: number): Origin | undefined {
    const callee = unwrap(calleeOf(node));
    const receiver = receiverOf(callee);
    const result = this.facts.valueOf(node);
    const target = this.facts.valueOf(receiver ?? callee);
    if (target?.kind === 'api' && (target.serial === true || !isSerial(result))) return leaves(target, result) ? undefined : this.follow(receiver ?? callee, level, step + 1);
    return isSerial(result) ? { kind: 'made', at: node, level } : undefined;
  }

  private runs(call: CallLike, owner: FunctionNode): boolean {
    return this.facts.calleesOf(call).includes(owner);
  }
}

function either(first: Origin | undefined, second: Origin | undefined): Origin | undefined {
  const found = first?.kind === 'place' && first.value?.serial === true ? first : second;
  return found?.kind === 'place' ? { ...found, inferred: [...found.inferred, 'a condition decides whether it is used'] } : found;
}

function isAlternative(operator: ts.SyntaxKind): boolean {
  return operator === ts.SyntaxKind.QuestionQuestionToken || operator === ts.SyntaxKind.BarBarToken;
}

function isSerial(value: Value | undefined): value is ApiValue {
  return value?.kind === 'api' && value.serial === true;
}

/** From one connection back to the pool: `queryRunner.connection`, `em.fork()`. */
function leaves(from: ApiValue, to: Value | undefined): boolean {
  return from.serial === true && to?.kind === 'api' && to.serial !== true;
}

/** The member whose `this` is meant: arrows pass it through. */
function methodAround(node: ts.Node): FunctionNode | undefined {
  let owner = enclosingFunction(node);
  while (owner && ts.isArrowFunction(owner) && !ts.isPropertyDeclaration(owner.parent)) owner = enclosingFunction(owner);
  return owner;
}

/** Whether a connection is another one whenever this code runs: it is taken, or begun, inside. */
export function isBornIn(connection: Connection, scope: ts.Node): boolean {
  return connection.root !== undefined && isWithin(connection.root, scope);
}
