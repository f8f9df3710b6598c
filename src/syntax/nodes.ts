import { ts } from 'ts-morph';

/** A call, construction or tagged template: whatever runs foreign code at this place. */
export type CallLike = ts.CallExpression | ts.NewExpression | ts.TaggedTemplateExpression;

/** Written without types: what a repair adds there must do without them too. */
export function isJavaScript(file: ts.SourceFile): boolean {
  return (file.flags & ts.NodeFlags.JavaScriptFile) !== 0;
}

export function isCallLike(node: ts.Node): node is CallLike {
  return ts.isCallExpression(node) || ts.isNewExpression(node) || ts.isTaggedTemplateExpression(node);
}

/** What is called: `a.b` of `a.b(c)`, the tag of a template. */
export function calleeOf(call: CallLike): ts.Expression {
  return ts.isTaggedTemplateExpression(call) ? call.tag : call.expression;
}

export function argumentsOf(call: CallLike): readonly ts.Expression[] {
  if (ts.isTaggedTemplateExpression(call)) return ts.isTemplateExpression(call.template) ? call.template.templateSpans.map((span) => span.expression) : [];
  return call.arguments ?? [];
}

/** True when the text of a node holds this word, comments included. Sought no further than the node: to look on to the end of the file for each of its nodes takes the square of its size. */
export function mentions(node: ts.Node, word: string): boolean {
  return node.getSourceFile().text.slice(node.pos, node.end).includes(word);
}

/** Whether a node reads or writes a variable of that name, whatever declares it; names of members do not count. */
export function mentionsName(node: ts.Node, name: string): boolean {
  let found = false;
  const visit = (each: ts.Node): void => {
    if (ts.isIdentifier(each) && each.text === name && !(ts.isPropertyAccessExpression(each.parent) && each.parent.name === each) && !(ts.isPropertyAssignment(each.parent) && each.parent.name === each)) found = true;
    if (!found) ts.forEachChild(each, visit);
  };
  visit(node);
  return found;
}

/** The words of a node without comments and layout, to compare what two nodes say or to look for a name: `a.b(c)` however it is broken into lines. */
export function plainText(node: ts.Node): string {
  const file = node.getSourceFile();
  const text = node.getText(file);
  if (!/\s|\/[/*]/.test(text)) return text;
  let plain = '';
  const append = (each: ts.Node): void => {
    if (ts.isJSDoc(each)) return;
    const children = each.getChildren(file);
    if (children.length > 0) return children.forEach(append);
    const word = each.getText(file);
    plain += /[\w$]$/.test(plain) && /^[\w$]/.test(word) ? ` ${word}` : word;
  };
  append(node);
  return plain;
}

/** Strips what does not change the value: parentheses, `as`, `satisfies`, `!`, type assertions. */
export function unwrap(node: ts.Expression): ts.Expression {
  let inner = node;
  while (ts.isParenthesizedExpression(inner) || ts.isAsExpression(inner) || ts.isSatisfiesExpression(inner) || ts.isNonNullExpression(inner) || ts.isTypeAssertionExpression(inner)) {
    inner = inner.expression;
  }
  return inner;
}

/** The outermost node that has the same value: the inverse of `unwrap`. */
export function wrapped(node: ts.Node): ts.Node {
  let outer = node;
  while (ts.isParenthesizedExpression(outer.parent) || ts.isAsExpression(outer.parent) || ts.isSatisfiesExpression(outer.parent) || ts.isNonNullExpression(outer.parent) || ts.isTypeAssertionExpression(outer.parent)) {
    outer = outer.parent;
  }
  return outer;
}

/** Last name of a callee: `c` of `a.b.c(…)`, `f` of `f(…)`, `'k'` of `a['k'](…)`. */
export function calleeName(call: CallLike): string | undefined {
  const callee = unwrap(calleeOf(call));
  return nameOfAccess(callee);
}

export function nameOfAccess(node: ts.Expression): string | undefined {
  if (ts.isIdentifier(node)) return node.text;
  if (ts.isPropertyAccessExpression(node)) return node.name.text;
  if (ts.isElementAccessExpression(node) && ts.isStringLiteralLike(node.argumentExpression)) return node.argumentExpression.text;
  return undefined;
}

/** `a.b` of `a.b.c`, for both dot and bracket access. */
export function receiverOf(node: ts.Expression): ts.Expression | undefined {
  return ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node) ? unwrap(node.expression) : undefined;
}

export type FunctionNode =
  | ts.FunctionDeclaration | ts.FunctionExpression | ts.ArrowFunction | ts.MethodDeclaration
  | ts.ConstructorDeclaration | ts.GetAccessorDeclaration | ts.SetAccessorDeclaration;

export function isFunctionNode(node: ts.Node): node is FunctionNode {
  switch (node.kind) {
    case ts.SyntaxKind.FunctionDeclaration:
    case ts.SyntaxKind.FunctionExpression:
    case ts.SyntaxKind.ArrowFunction:
    case ts.SyntaxKind.MethodDeclaration:
    case ts.SyntaxKind.Constructor:
    case ts.SyntaxKind.GetAccessor:
    case ts.SyntaxKind.SetAccessor:
      return true;
    default:
      return false;
  }
}

/** Nearest function around a node, not counting the node itself. */
export function enclosingFunction(node: ts.Node): FunctionNode | undefined {
  for (let at = node.parent; at; at = at.parent) if (isFunctionNode(at)) return at;
  return undefined;
}

export function enclosingClass(node: ts.Node): ts.ClassLikeDeclaration | undefined {
  for (let at = node.parent; at; at = at.parent) {
    if (ts.isClassLike(at)) return at;
    // `this` of a plain function is its caller's affair; arrows and members pass the class's through.
    if (ts.isFunctionDeclaration(at) || (ts.isFunctionExpression(at) && !ts.isPropertyAssignment(at.parent))) return undefined;
  }
  return undefined;
}

export function isWithin(node: ts.Node, ancestor: ts.Node): boolean {
  return node.getSourceFile() === ancestor.getSourceFile() && node.pos >= ancestor.pos && node.end <= ancestor.end;
}

/** Calls back for every node below `root`, `root` excluded. Return `false` from `visit` to leave a subtree out. */
export function walk(root: ts.Node, visit: (node: ts.Node) => boolean | void): void {
  const step = (node: ts.Node): void => {
    if (visit(node) !== false) ts.forEachChild(node, step);
  };
  ts.forEachChild(root, step);
}

/** As `walk`, but stays out of functions: only what runs when `root` runs. */
export function walkOwn(root: ts.Node, visit: (node: ts.Node) => boolean | void): void {
  walk(root, (node) => (visit(node) === false ? false : !isFunctionNode(node) && !ts.isClassLike(node)));
}

/** `await` around a node, through value-preserving wrappers. */
export function awaitOf(node: ts.Node): ts.AwaitExpression | undefined {
  const parent = wrapped(node).parent;
  return ts.isAwaitExpression(parent) ? parent : undefined;
}

/** The outermost call of the chain a call belongs to: `a.b().c()` for `a.b()`. */
export function chainTop(call: CallLike): CallLike {
  let top = call;
  for (;;) {
    const access = wrapped(top).parent;
    if (!(ts.isPropertyAccessExpression(access) || ts.isElementAccessExpression(access)) || unwrap(access.expression) !== top) return top;
    const next = wrapped(access).parent;
    if (!ts.isCallExpression(next) || unwrap(next.expression) !== access) return top;
    top = next;
  }
}

/** Statement that directly holds a node, in a block, clause or file. */
export function statementOf(node: ts.Node): ts.Statement | undefined {
  for (let at: ts.Node | undefined = node; at; at = at.parent) {
    if (ts.isStatement(at) && at.parent && (ts.isBlock(at.parent) || ts.isSourceFile(at.parent) || ts.isCaseOrDefaultClause(at.parent) || ts.isModuleBlock(at.parent))) return at;
  }
  return undefined;
}

/** Value of a property of an object literal: the initializer, or the name itself for `{ take }`. `undefined` when absent. */
export function propertyOf(object: ts.ObjectLiteralExpression, name: string): ts.Expression | undefined {
  for (const property of object.properties) {
    if (!property.name || !(ts.isIdentifier(property.name) || ts.isStringLiteralLike(property.name)) || property.name.text !== name) continue;
    if (ts.isPropertyAssignment(property)) return property.initializer;
    if (ts.isShorthandPropertyAssignment(property)) return property.name;
  }
  return undefined;
}
