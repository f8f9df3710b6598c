import { ts } from 'ts-morph';
import type { Library, Member } from '../knowledge/library.js';
import { enclosingClass, enclosingFunction, type FunctionNode, isFunctionNode, nameOfAccess, plainText, unwrap, walkOwn, wrapped } from '../syntax/nodes.js';
import type { Declaration } from './bindings.js';
import type { Facts } from './facts.js';
import { checkedValue } from './checked-values.js';
import { valueForArguments } from './argument-values.js';
import { callbackParameterValue } from './callback-parameters.js';
import { injectedValue } from './injected-values.js';
import { inferredValue } from './inferred-values.js';
import { findImport, requiredValue } from './module-values.js';
import { shapeValue } from './shape-values.js';
import { signatureValue } from './signature-values.js';
import { derived, inheritedOf, type ApiValue, type Proof, type Value } from './value.js';

/** Follows an expression to what it evaluates to: names to declarations, members through types, calls to what they return. */
export function findValue(facts: Facts, expression: ts.Expression): Value | undefined {
  if (ts.isAsExpression(expression) || ts.isSatisfiesExpression(expression) || ts.isTypeAssertionExpression(expression)) {
    const written = ts.isSatisfiesExpression(expression) ? undefined : facts.typeValueOf(expression.type);
    return written ?? facts.valueOf(expression.expression);
  }
  const node = unwrap(expression);
  if (node !== expression) return facts.valueOf(node);
  if (ts.isIdentifier(node)) return identifierValue(facts, node);
  if (ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node)) return accessValue(facts, node);
  if (ts.isCallExpression(node)) return callValue(facts, node);
  if (ts.isNewExpression(node)) return constructedValue(facts, node);
  if (ts.isTaggedTemplateExpression(node)) return applied(facts, facts.valueOf(node.tag), undefined);
  if (ts.isAwaitExpression(node)) return awaitedValue(facts.valueOf(node.expression));
  if (node.kind === ts.SyntaxKind.ThisKeyword) {
    const owner = enclosingClass(node);
    return owner ? { kind: isInStatic(node, owner) ? 'class' : 'instance', node: owner } : undefined;
  }
  if (node.kind === ts.SyntaxKind.SuperKeyword) return superValue(facts, node);
  if (ts.isObjectLiteralExpression(node)) return { kind: 'object', node };
  if (ts.isArrayLiteralExpression(node)) return { kind: 'array', element: node.elements[0] && !ts.isSpreadElement(node.elements[0]) ? facts.valueOf(node.elements[0]) : undefined };
  if (ts.isArrowFunction(node) || ts.isFunctionExpression(node)) return { kind: 'function', node };
  if (ts.isClassExpression(node)) return { kind: 'class', node };
  if (ts.isConditionalExpression(node)) return facts.valueOf(node.whenTrue) ?? facts.valueOf(node.whenFalse);
  if (ts.isBinaryExpression(node)) return binaryValue(facts, node);
  return undefined;
}

/** What awaiting a value gives: a builder's rows; other values are seen without their promise already. */
export function awaitedValue(value: Value | undefined): Value | undefined {
  const awaited = value?.kind === 'api' ? inheritedOf(value.library, value.type, 'awaited') : undefined;
  if (value?.kind !== 'api' || !awaited) return value;
  if (awaited.returnsEach !== undefined) return { kind: 'array', element: derived(value, awaited.returnsEach, value.entity) };
  return awaited.returns === undefined ? undefined : derived(value, awaited.returns, value.entity);
}

/** `this` of a static member is the class itself. */
function isInStatic(node: ts.Node, owner: ts.ClassLikeDeclaration): boolean {
  let member = node;
  while (member.parent !== owner) member = member.parent;
  return ts.canHaveModifiers(member) && (ts.getModifiers(member)?.some((each) => each.kind === ts.SyntaxKind.StaticKeyword) ?? false);
}

function binaryValue(facts: Facts, node: ts.BinaryExpression): Value | undefined {
  switch (node.operatorToken.kind) {
    case ts.SyntaxKind.QuestionQuestionToken:
    case ts.SyntaxKind.BarBarToken:
      return facts.valueOf(node.left) ?? facts.valueOf(node.right);
    case ts.SyntaxKind.AmpersandAmpersandToken:
    case ts.SyntaxKind.CommaToken:
    case ts.SyntaxKind.EqualsToken:
    case ts.SyntaxKind.QuestionQuestionEqualsToken:
    case ts.SyntaxKind.BarBarEqualsToken:
      return facts.valueOf(node.right);
    default:
      return undefined;
  }
}

function identifierValue(facts: Facts, node: ts.Identifier): Value | undefined {
  const declaration = facts.declarationOf(node);
  if (!declaration) {
    if (node.text === 'globalThis' || node.text === 'global') return undefined;
    const known = facts.knowledge.globalValue(node.text);
    return known ? memberValue(known.library, known.entry, node.text, 'declaration') : undefined;
  }
  return declarationValue(facts, declaration) ?? assignedValue(facts, declaration) ?? shapeValue(facts, node);
}

/** The value a declaration gives its name. */
export function declarationValue(facts: Facts, declaration: Declaration): Value | undefined {
  return facts.memo('declaration', declaration, () => findDeclarationValue(facts, declaration), undefined);
}

function findDeclarationValue(facts: Facts, declaration: Declaration): Value | undefined {
  if (ts.isVariableDeclaration(declaration)) {
    if (declaration.type) {
      const written = facts.typeValueOf(declaration.type);
      if (written) return written;
    }
    if (declaration.initializer) return facts.valueOf(declaration.initializer);
    const loop = declaration.parent.parent;
    return ts.isForOfStatement(loop) ? elementOf(facts.valueOf(loop.expression)) : undefined;
  }
  if (ts.isBindingElement(declaration)) return bindingValue(facts, declaration);
  if (ts.isParameter(declaration)) return parameterValue(facts, declaration);
  if (ts.isFunctionDeclaration(declaration) || ts.isFunctionExpression(declaration)) return { kind: 'function', node: declaration };
  if (ts.isClassLike(declaration)) return { kind: 'class', node: declaration };
  if (ts.isImportClause(declaration) || ts.isImportSpecifier(declaration) || ts.isNamespaceImport(declaration) || ts.isImportEqualsDeclaration(declaration)) return findImport(facts, declaration);
  return undefined;
}

/** `let db; … db = connect()`: the first assignment whose value is known. */
function assignedValue(facts: Facts, declaration: Declaration): Value | undefined {
  if (!ts.isVariableDeclaration(declaration) || declaration.initializer && declaration.initializer.kind !== ts.SyntaxKind.NullKeyword) return undefined;
  for (const reference of facts.referencesOf(declaration)) {
    const parent = reference.parent;
    if (ts.isBinaryExpression(parent) && parent.left === reference && parent.operatorToken.kind >= ts.SyntaxKind.FirstAssignment && parent.operatorToken.kind <= ts.SyntaxKind.LastAssignment) {
      const value = facts.valueOf(parent.right);
      if (value) return value;
    }
  }
  return undefined;
}

function bindingValue(facts: Facts, element: ts.BindingElement): Value | undefined {
  const pattern = element.parent;
  const holder = pattern.parent;
  const whole = ts.isBindingElement(holder) ? bindingValue(facts, holder) : declarationValue(facts, holder);
  if (ts.isArrayBindingPattern(pattern) && !ts.isBindingElement(holder) && holder.type) {
    const typed = facts.tupleElementOf(holder.type, pattern.elements.indexOf(element));
    if (typed) return typed;
  }
  if (whole === undefined || element.dotDotDotToken) return element.initializer ? facts.valueOf(element.initializer) : undefined;
  if (ts.isArrayBindingPattern(pattern)) {
    const from = ts.isVariableDeclaration(holder) && holder.initializer ? tupleElement(facts, holder.initializer, pattern.elements.indexOf(element)) : undefined;
    return from ?? elementOf(whole);
  }
  const key = element.propertyName ?? element.name;
  return ts.isIdentifier(key) || ts.isStringLiteralLike(key) ? facts.memberOf(whole, key.text) : undefined;
}

/** `[a, b]` or `Promise.all([a, b])` taken apart by position. */
function tupleElement(facts: Facts, initializer: ts.Expression, index: number): Value | undefined {
  let tuple = unwrap(initializer);
  if (ts.isAwaitExpression(tuple)) tuple = unwrap(tuple.expression);
  if (ts.isCallExpression(tuple) && nameOfAccess(tuple.expression) === 'all' && tuple.arguments[0]) tuple = unwrap(tuple.arguments[0]);
  const element = ts.isArrayLiteralExpression(tuple) ? tuple.elements[index] : undefined;
  return element && !ts.isSpreadElement(element) ? facts.valueOf(element) : undefined;
}

function parameterValue(facts: Facts, parameter: ts.ParameterDeclaration): Value | undefined {
  const decorated = decoratedValue(facts, parameter);
  if (decorated) return decorated;
  if (parameter.type) {
    const written = facts.typeValueOf(parameter.type);
    if (written) return written;
  }
  if (parameter.initializer) {
    const initial = facts.valueOf(parameter.initializer);
    if (initial) return initial;
  }
  const owner = parameter.parent;
  if (!isFunctionNode(owner)) return undefined;
  const fromCall = callbackParameterValue(facts, owner, parameter);
  if (fromCall !== undefined || parameter.type) return fromCall;
  return argumentValue(facts, owner, owner.parameters.indexOf(parameter));
}

/** An unannotated parameter of a function called by name in its own file: what its callers pass. */
function argumentValue(facts: Facts, owner: FunctionNode, index: number): Value | undefined {
  const declared = ts.isFunctionDeclaration(owner) ? owner : ts.isVariableDeclaration(owner.parent) ? owner.parent : undefined;
  if (!declared) return undefined;
  for (const reference of facts.referencesOf(declared)) {
    const call = reference.parent;
    const argument = ts.isCallExpression(call) && call.expression === reference ? call.arguments[index] : undefined;
    const value = argument ? facts.valueOf(argument) : undefined;
    if (value) return value;
  }
  return undefined;
}

/** `@InjectRepository(User) repo`: what the decorator says a parameter or property is given. */
export function decoratedValue(facts: Facts, node: ts.ParameterDeclaration | ts.PropertyDeclaration): Value | undefined {
  for (const decorator of ts.getDecorators(node) ?? []) {
    const call = decorator.expression;
    const name = ts.isCallExpression(call) ? call.expression : call;
    const declaration = ts.isIdentifier(name) ? facts.declarationOf(name) : undefined;
    if (!declaration || !ts.isImportSpecifier(declaration)) continue;
    const specifier = declaration.parent.parent.parent.moduleSpecifier;
    const known = ts.isStringLiteral(specifier) ? facts.knowledge.decorated(specifier.text, (declaration.propertyName ?? declaration.name).text) : undefined;
    if (!known) continue;
    const entity = ts.isCallExpression(call) ? call.arguments[0] : undefined;
    return { kind: 'api', library: known.library, type: known.entry, proof: 'declaration', ...(entity ? { entity: entityGiven(entity) } : {}) };
  }
  return undefined;
}

/** `User`, and `User.name` where a decorator takes the name of the class. */
function entityGiven(given: ts.Expression): string {
  const entity = unwrap(given);
  return plainText(ts.isPropertyAccessExpression(entity) && entity.name.text === 'name' ? entity.expression : entity);
}

function accessValue(facts: Facts, node: ts.PropertyAccessExpression | ts.ElementAccessExpression): Value | undefined {
  const name = nameOfAccess(node);
  const owner = unwrap(node.expression);
  if (ts.isIdentifier(owner) && (owner.text === 'globalThis' || owner.text === 'window' || owner.text === 'self' || owner.text === 'global') && name !== undefined && !facts.declarationOf(owner)) {
    const known = facts.knowledge.globalValue(name);
    if (known) return memberValue(known.library, known.entry, name, 'declaration');
  }
  const whole = facts.valueOf(node.expression);
  if (whole && name === undefined) return computedMember(facts, whole);
  const member = whole && name !== undefined ? facts.memberOf(whole, name) : undefined;
  // A package that no table describes may hand on the client of one that a table does.
  if ((member && member.kind !== 'external') || whole?.kind === 'array') return member;
  return checkedMember(facts, node, name) ?? shapeValue(facts, node) ?? member;
}

/** Where declarations and data flow ended: the checker's word on the receiver, asked only when the answer can matter. */
function checkedMember(facts: Facts, node: ts.PropertyAccessExpression | ts.ElementAccessExpression, name: string | undefined): Value | undefined {
  if (!facts.oracle || name === undefined || !ts.isCallExpression(node.parent) || node.parent.expression !== node) return undefined;
  const waited = isWaitedFor(node.parent);
  // `push`, `get` and `find` are nearly always a collection's own; a store's are waited for.
  if (facts.knowledge.isCollectionMember(name) ? !waited : !facts.knowledge.mayHaveEffect(name) && !ts.isAwaitExpression(node.parent.parent)) return undefined;
  const receiver = checkedValue(facts, node.expression);
  return receiver ? facts.memberOf(receiver, name) : undefined;
}

/** Awaited, returned or given to a promise combinator. */
function isWaitedFor(call: ts.CallExpression): boolean {
  const parent = wrapped(call).parent;
  return ts.isAwaitExpression(parent) || ts.isReturnStatement(parent) || (ts.isArrowFunction(parent) && parent.body === wrapped(call)) || ts.isArrayLiteralExpression(parent) || (ts.isPropertyAccessExpression(parent) && /^(?:then|catch|finally)$/.test(parent.name.text));
}

/** `models[name]`: the catch-all member, or an element of an array. */
function computedMember(facts: Facts, whole: Value): Value | undefined {
  if (whole.kind === 'array') return whole.element;
  if (whole.kind !== 'api') return undefined;
  const any = inheritedOf(whole.library, whole.type, 'anyMember');
  return any ? memberOfApi(whole, any, '*') : undefined;
}

function callValue(facts: Facts, node: ts.CallExpression): Value | undefined {
  const callee = unwrap(node.expression);
  if (callee.kind === ts.SyntaxKind.ImportKeyword || (ts.isIdentifier(callee) && callee.text === 'require' && !facts.declarationOf(callee))) return requiredValue(facts, node);
  const name = nameOfAccess(callee);
  if (ts.isPropertyAccessExpression(callee)) {
    const base = unwrap(callee.expression);
    if (ts.isIdentifier(base) && base.text === 'Promise' && node.arguments[0]) return name === 'resolve' ? facts.valueOf(node.arguments[0]) : promiseCombination(facts, node.arguments[0]);
    if (name === 'catch' || name === 'finally') return facts.valueOf(callee.expression);
    if (name === 'then') return thenValue(facts, node);
    if (name === 'bind') return facts.valueOf(callee.expression);
  }
  const target = calledValue(facts, callee);
  const result = applied(facts, target, node);
  if (result) return result;
  return arrayMethodValue(facts, callee, name, node) ?? signatureValue(facts, node) ?? injectedValue(facts, node);
}

/** What a callee stands for. `require('pkg')` and `import * as` that are called themselves are the package's default export. */
export function calledValue(facts: Facts, callee: ts.Expression): Value | undefined {
  const value = facts.valueOf(callee);
  const known = value?.kind === 'external' && value.name === '*' ? facts.knowledge.exportOf(value.specifier, 'default') : undefined;
  return known ? memberValue(known.library, known.entry, 'default', 'flow') : value;
}

/** What `.then(callback)` resolves to. */
function thenValue(facts: Facts, node: ts.CallExpression): Value | undefined {
  const callback = node.arguments[0] ? facts.valueOf(node.arguments[0]) : undefined;
  return callback?.kind === 'function' ? returnedValue(facts, callback.node) : undefined;
}

function promiseCombination(facts: Facts, argument: ts.Expression): Value | undefined {
  const value = facts.valueOf(argument);
  return value?.kind === 'array' ? value : undefined;
}

const SAME_ELEMENTS = new Set(['filter', 'slice', 'concat', 'reverse', 'sort', 'toSorted', 'toReversed', 'values', 'flat']);
const ONE_ELEMENT = new Set(['find', 'at', 'pop', 'shift', 'findLast']);

function arrayMethodValue(facts: Facts, callee: ts.Expression, name: string | undefined, node: ts.CallExpression): Value | undefined {
  if (!ts.isPropertyAccessExpression(callee) || name === undefined) return undefined;
  const base = facts.valueOf(callee.expression);
  if (base?.kind !== 'array') return undefined;
  if (SAME_ELEMENTS.has(name)) return base;
  if (ONE_ELEMENT.has(name)) return base.element;
  if (name !== 'map' && name !== 'flatMap') return undefined;
  const callback = node.arguments[0] ? facts.valueOf(node.arguments[0]) : undefined;
  return { kind: 'array', element: callback?.kind === 'function' ? returnedValue(facts, callback.node) : undefined };
}

/** The result of calling a value. */
export function applied(facts: Facts, target: Value | undefined, node: ts.CallExpression | undefined): Value | undefined {
  if (!target) return undefined;
  if (target.kind === 'function') return (node ? inferredValue(facts, target.node, node) : undefined) ?? returnedValue(facts, target.node) ?? (node ? valueForArguments(facts, target.node, node) : undefined);
  if (target.kind === 'member') return memberResult(facts, target.receiver, target.member, target.name, node);
  if (target.kind === 'api') {
    const call = inheritedOf(target.library, target.type, 'call');
    return call ? memberResult(facts, target, call, '', node) : undefined;
  }
  return undefined;
}

export function memberResult(facts: Facts, receiver: ApiValue, member: Member, name: string, node: ts.CallExpression | undefined): Value | undefined {
  // A transaction gives what its callback gives.
  const transaction = member.callbacks?.find((each) => each.transaction && each.runs === 'once');
  if (transaction && member.returns === undefined && node) {
    const callback = node.arguments.at(transaction.argument);
    const value = callback ? facts.valueOf(callback) : undefined;
    if (value?.kind === 'function') return returnedValue(facts, value.node);
  }
  if (member.returnsEach !== undefined) return { kind: 'array', element: derived(receiver, member.returnsEach, receiver.entity) };
  if (member.returns === undefined) return undefined;
  const type = member.returns === 'self' ? receiver.type : member.returns;
  const result = derived(receiver, type, entityOf(receiver, member, name, node) ?? receiver.entity);
  const builds = member.operation !== undefined && (member.operation.lazy === true || inheritedOf(receiver.library, type, 'awaited') !== undefined);
  return { ...result, pending: [...(receiver.pending ?? []), ...(builds && member.operation ? [member.operation] : [])] };
}

/** Entities are named by an argument (`repo(User)`, `db('users')`) where the resulting type says so. */
function entityOf(receiver: ApiValue, member: Member, name: string, node: ts.CallExpression | undefined): string | undefined {
  const type = member.returns === undefined || member.returns === 'self' ? undefined : receiver.library.types[member.returns];
  if (type?.entity !== 'argument') return undefined;
  const argument = node?.arguments[0] ? unwrap(node.arguments[0]) : undefined;
  if (!argument) return undefined;
  if (ts.isStringLiteralLike(argument)) return argument.text;
  return ts.isIdentifier(argument) || ts.isPropertyAccessExpression(argument) ? plainText(argument) : undefined;
}

/** A member as read, not called. */
export function memberOfApi(receiver: ApiValue, member: Member, name: string): Value {
  if (member.type !== undefined && !member.operation && !member.acquires && !member.callbacks && member.returns === undefined) {
    const names = receiver.library.types[member.type]?.entity === 'member';
    return derived(receiver, member.type, names && name !== '*' ? name : receiver.entity);
  }
  return { kind: 'member', member, name, receiver };
}

/** An export or global as a value: one with only a type is that type, otherwise something to call. */
export function memberValue(library: Library, member: Member, name: string, proof: Proof): Value {
  const holder: ApiValue = { kind: 'api', library, type: '', proof };
  return memberOfApi(holder, member, name);
}

/** What a function gives back: its written return type, else what its own `return`s evaluate to. */
export function returnedValue(facts: Facts, node: FunctionNode): Value | undefined {
  return facts.memo('returned', node, () => {
    if (node.type) {
      const written = facts.typeValueOf(node.type);
      if (written) return written;
    }
    if (!node.body) return undefined;
    if (!ts.isBlock(node.body)) return facts.valueOf(node.body);
    let value: Value | undefined;
    walkOwn(node.body, (each) => {
      if (!value && ts.isReturnStatement(each) && each.expression) value = facts.valueOf(each.expression);
    });
    return value;
  }, undefined);
}

function constructedValue(facts: Facts, node: ts.NewExpression): Value | undefined {
  const target = facts.valueOf(node.expression);
  if (target?.kind === 'class') return { kind: 'instance', node: target.node };
  if (target?.kind === 'api') {
    const construct = inheritedOf(target.library, target.type, 'construct');
    // A command is its own class and value: `new GetCommand(…)`.
    if (construct?.returns === undefined) return inheritedOf(target.library, target.type, 'performed') ? target : undefined;
    const named = node.arguments?.[0];
    const entity = target.entity ?? (target.library.types[construct.returns]?.entity === 'argument' && named ? plainText(unwrap(named)) : undefined);
    return derived(target, construct.returns, entity);
  }
  return undefined;
}

function superValue(facts: Facts, node: ts.Node): Value | undefined {
  const owner = enclosingClass(node);
  const parent = owner ? heritageOf(owner) : undefined;
  const value = parent ? facts.valueOf(parent) : undefined;
  if (value?.kind === 'class') return enclosingFunction(node) && ts.isCallExpression(node.parent) ? value : { kind: 'instance', node: value.node };
  return value;
}

/** The expression a class extends. */
export function heritageOf(node: ts.ClassLikeDeclaration): ts.Expression | undefined {
  return node.heritageClauses?.find((clause) => clause.token === ts.SyntaxKind.ExtendsKeyword)?.types[0]?.expression;
}

export function elementOf(value: Value | undefined): Value | undefined {
  return value?.kind === 'array' ? value.element : undefined;
}

