import { ts } from 'ts-morph';

/** A piece of a text in a label is at most so long. */
const LONGEST_PIECE = 40;

/**
 * What people call a function or class, whose text may not: `OrderService.find`, `get OrderService.total`, `routes.list`, the variable or
 * member that it is assigned to, `onClick` of JSX, and for functions that are arguments what they are given to: `items.map callback`,
 * `app.get('/users') callback`. Empty for what nothing names, such as a function that is called where it stands.
 */
export function functionLabel(node: ts.Node, file: ts.SourceFile): string {
  if (ts.isClassLike(node)) return className(node) ?? '';
  if (ts.isConstructorDeclaration(node)) return className(node.parent) ?? '';
  if (ts.isMethodDeclaration(node) || ts.isGetAccessor(node) || ts.isSetAccessor(node)) return memberLabel(node);
  if ((ts.isFunctionDeclaration(node) || ts.isFunctionExpression(node)) && node.name) return node.name.text;
  if (ts.isFunctionDeclaration(node)) return 'default';
  return assignedLabel(node, outOfWrapping(node), file);
}

/** The outermost of parentheses, `as`, `satisfies` and `!` around a node. */
function outOfWrapping(node: ts.Node): ts.Node {
  let outer = node;
  while (ts.isParenthesizedExpression(outer.parent) || ts.isAsExpression(outer.parent) || ts.isSatisfiesExpression(outer.parent) || ts.isNonNullExpression(outer.parent)) outer = outer.parent;
  return outer;
}

function assignedLabel(node: ts.Node, value: ts.Node, file: ts.SourceFile): string {
  const { parent } = value;
  if (ts.isVariableDeclaration(parent) || ts.isParameter(parent) || ts.isBindingElement(parent)) return ts.isIdentifier(parent.name) ? parent.name.text : '';
  if (ts.isPropertyDeclaration(parent)) return qualified(className(parent.parent), propertyName(parent.name));
  if (ts.isPropertyAssignment(parent)) return qualified(objectName(parent.parent), propertyName(parent.name));
  if (ts.isBinaryExpression(parent) && parent.right === value) return assignmentLabel(parent.left);
  if (ts.isExportAssignment(parent)) return 'default';
  if (ts.isJsxExpression(parent) && ts.isJsxAttribute(parent.parent)) return parent.parent.name.getText(file);
  if ((ts.isCallExpression(parent) || ts.isNewExpression(parent)) && parent.expression !== value) return callbackLabel(parent);
  return '';
}

function memberLabel(node: ts.MethodDeclaration | ts.AccessorDeclaration): string {
  const owner = ts.isClassLike(node.parent) ? className(node.parent) : ts.isObjectLiteralExpression(node.parent) ? objectName(node.parent) : undefined;
  const prefix = ts.isGetAccessor(node) ? 'get ' : ts.isSetAccessor(node) ? 'set ' : '';
  return `${prefix}${qualified(owner, propertyName(node.name))}`;
}

function className(node: ts.ClassLikeDeclaration | ts.Node): string | undefined {
  if (!ts.isClassLike(node)) return undefined;
  if (node.name) return node.name.text;
  const { parent } = outOfWrapping(node);
  if (ts.isVariableDeclaration(parent) && ts.isIdentifier(parent.name)) return parent.name.text;
  return ts.isClassDeclaration(node) || ts.isExportAssignment(parent) ? 'default' : undefined;
}

/** The variable that an object is the value of. */
function objectName(node: ts.ObjectLiteralExpression): string | undefined {
  const { parent } = outOfWrapping(node);
  return ts.isVariableDeclaration(parent) && ts.isIdentifier(parent.name) ? parent.name.text : undefined;
}

function propertyName(name: ts.PropertyName): string {
  if (ts.isComputedPropertyName(name)) return ts.isStringLiteralLike(name.expression) ? name.expression.text : '';
  return name.text;
}

function qualified(owner: string | undefined, name: string): string {
  return owner === undefined || name === '' ? name : `${owner}.${name}`;
}

/** `exports.run`, and for `this.run` the member of the class around it. */
function assignmentLabel(target: ts.Expression): string {
  if (ts.isPropertyAccessExpression(target) && target.expression.kind === ts.SyntaxKind.ThisKeyword) {
    let at: ts.Node | undefined = target;
    while (at !== undefined && !ts.isClassLike(at)) at = at.parent;
    return qualified(at && className(at), target.name.text);
  }
  return accessText(target) ?? '';
}

/** What a function is given to, with a first argument that is a text, because that tells routes, events and tests apart. */
function callbackLabel(call: ts.CallExpression | ts.NewExpression): string {
  const callee = accessText(call.expression);
  if (callee === undefined) return '';
  const first = call.arguments?.[0];
  const told = first !== undefined && ts.isStringLiteralLike(first) ? `('${shortened(first.text)}')` : '';
  return `${ts.isNewExpression(call) ? 'new ' : ''}${callee}${told} callback`;
}

/** The last two names of a chain of members: `items.map` of `this.items.map`, `then` behind a call. */
function accessText(node: ts.Expression): string | undefined {
  if (ts.isIdentifier(node)) return node.text;
  if (!ts.isPropertyAccessExpression(node)) return undefined;
  const inner = node.expression;
  const owner = ts.isIdentifier(inner) ? inner.text : ts.isPropertyAccessExpression(inner) ? inner.name.text : undefined;
  return qualified(owner, node.name.text);
}

function shortened(text: string): string {
  const line = text.replace(/\s+/g, ' ');
  return line.length > LONGEST_PIECE ? `${line.slice(0, LONGEST_PIECE - 1)}…` : line;
}
