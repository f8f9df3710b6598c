import { ts } from 'ts-morph';
import { isFunctionNode, propertyOf, unwrap, walkOwn } from '../syntax/nodes.js';
import { isWrite, type Declaration } from './bindings.js';
import type { Facts } from './facts.js';
import { importedName } from './module-values.js';

/** The arguments of a call, in place of the parameters of the function it runs; a parameter that was given nothing has `undefined`. */
export type Frame = ReadonlyMap<Declaration, ts.Expression | undefined>;

let frame: Frame | undefined;

/** Runs `work` as if the function's parameters were the arguments of one call: for wrappers, whose caller decides. */
export function withArguments<T>(given: Frame, work: () => T): T {
  const before = frame;
  frame = given;
  try {
    return work();
  } finally {
    frame = before;
  }
}

/** A value that passes through more names than this is not followed further. */
const MAX_DEPTH = 8;

/**
 * The expressions a value may have been made from: names replaced by what they were given, branches taken apart, functions
 * of the project by what they return. An expression that leads no further (a parameter, a foreign call) stands for itself.
 */
export function possibleValues(facts: Facts, expression: ts.Expression, depth = 0): readonly ts.Expression[] {
  const node = unwrap(expression);
  if (depth > MAX_DEPTH) return [node];
  const follow = (each: ts.Expression): readonly ts.Expression[] => possibleValues(facts, each, depth + 1);
  if (ts.isAwaitExpression(node)) return follow(node.expression);
  if (ts.isConditionalExpression(node)) return [...follow(node.whenTrue), ...follow(node.whenFalse)];
  if (ts.isBinaryExpression(node)) {
    const operator = node.operatorToken.kind;
    if (operator === ts.SyntaxKind.QuestionQuestionToken || operator === ts.SyntaxKind.BarBarToken) return [...follow(node.left), ...follow(node.right)];
    if (operator === ts.SyntaxKind.AmpersandAmpersandToken) return follow(node.right);
    return [node];
  }
  if (ts.isIdentifier(node)) {
    const given = givenTo(facts, node);
    return given === undefined ? [node] : given.flatMap(follow);
  }
  if (ts.isPropertyAccessExpression(node)) {
    const fromFrame = frame ? framedProperty(facts, node, depth) : undefined;
    if (fromFrame) return fromFrame;
    const owner = facts.valueOf(node.expression);
    const property = owner?.kind === 'object' ? propertyOf(owner.node, node.name.text) : undefined;
    return property ? follow(property) : [node];
  }
  if (ts.isCallExpression(node)) {
    const returned = facts.calleesOf(node).flatMap((callee) => returnsOf(callee));
    return returned.length > 0 ? returned.flatMap(follow) : [node];
  }
  return [node];
}

/** `options.limit` where `options` is what a call under way was given: nothing, when that object has no such property. */
function framedProperty(facts: Facts, node: ts.PropertyAccessExpression, depth: number): readonly ts.Expression[] | undefined {
  const declaration = ts.isIdentifier(unwrap(node.expression)) ? facts.declarationOf(unwrap(node.expression) as ts.Identifier) : undefined;
  if (!declaration || !frame?.has(declaration)) return undefined;
  return propertiesOf(facts, possibleValues(facts, node.expression, depth + 1), node.name.text, depth);
}

function propertiesOf(facts: Facts, owners: readonly ts.Expression[], name: string, depth: number): readonly ts.Expression[] | undefined {
  const found: ts.Expression[] = [];
  for (const owner of owners) {
    if (isUndefined(owner)) continue;
    if (!ts.isObjectLiteralExpression(owner) || owner.properties.some((each) => ts.isSpreadAssignment(each))) return undefined;
    const property = propertyOf(owner, name);
    if (property) found.push(...possibleValues(facts, property, depth + 1));
  }
  return found;
}

/** A name taken out of a parameter: `({ where, take }) => …`. */
function framedBinding(facts: Facts, element: ts.BindingElement): readonly ts.Expression[] | undefined {
  const parameter = element.parent.parent;
  if (!ts.isParameter(parameter) || !frame?.has(parameter) || element.dotDotDotToken) return undefined;
  const key = element.propertyName ?? element.name;
  const argument = frame.get(parameter);
  const found = ts.isIdentifier(key) ? propertiesOf(facts, argument ? possibleValues(facts, argument, 1) : [], key.text, 1) : undefined;
  return found?.length === 0 && element.initializer ? [element.initializer] : found;
}

/** Expressions a name was ever given, or `undefined` when somebody else decides (parameter, destructuring, global). */
function givenTo(facts: Facts, name: ts.Identifier): readonly ts.Expression[] | undefined {
  const declaration = originOf(facts, name);
  if (declaration && frame && ts.isBindingElement(declaration)) return framedBinding(facts, declaration);
  if (declaration && frame?.has(declaration)) {
    const given = frame.get(declaration) ?? (ts.isParameter(declaration) ? declaration.initializer : undefined);
    return given ? [given] : [];
  }
  if (!declaration || !ts.isVariableDeclaration(declaration) || !ts.isIdentifier(declaration.name)) return undefined;
  const assigned = facts.referencesOf(declaration).flatMap((reference) => (isWrite(reference) && ts.isBinaryExpression(reference.parent) && reference.parent.operatorToken.kind === ts.SyntaxKind.EqualsToken ? [reference.parent.right] : []));
  const all = [...(declaration.initializer ? [declaration.initializer] : []), ...assigned].filter((each) => !isWithinOwn(each, name));
  return all.length > 0 ? all : undefined;
}

/** `options = { ...options, take }` must not be followed into itself for ever. */
function isWithinOwn(expression: ts.Expression, name: ts.Identifier): boolean {
  return name.getSourceFile() === expression.getSourceFile() && name.pos >= expression.pos && name.end <= expression.end;
}

/** The declaration a name leads to, imports followed to the file that declares it. */
export function originOf(facts: Facts, name: ts.Identifier): Declaration | undefined {
  const declaration = facts.declarationOf(name);
  if (!declaration || !(ts.isImportSpecifier(declaration) || ts.isImportClause(declaration))) return declaration;
  const imported = importedName(declaration);
  const resolution = imported ? facts.resolve(imported.specifier, declaration.getSourceFile()) : undefined;
  return (imported && resolution?.kind === 'source' ? facts.exportedDeclaration(resolution.path, imported.name) : undefined) ?? declaration;
}

/** What a function hands back, by its own `return` statements. */
function returnsOf(callee: ts.Node): readonly ts.Expression[] {
  if (!isFunctionNode(callee) || !callee.body) return [];
  if (!ts.isBlock(callee.body)) return [callee.body];
  const returned: ts.Expression[] = [];
  walkOwn(callee.body, (node) => {
    if (ts.isReturnStatement(node) && node.expression) returned.push(node.expression);
  });
  return returned;
}

/** True when an expression is written out or followed to something written out: nobody outside decides its shape. */
export function isUndefined(node: ts.Expression): boolean {
  return (ts.isIdentifier(node) && node.text === 'undefined') || node.kind === ts.SyntaxKind.NullKeyword;
}
