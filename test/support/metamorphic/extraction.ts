import { ts } from 'ts-morph';
import { identifiersOf, type ParsedFile } from './parsed-file.js';
import type { Change } from './rewrite.js';

/** A place whose call goes into a function of its own. */
export interface ExtractedPlace {
  readonly start: number;
  readonly end: number;
}

/**
 * Puts the call at a place into a function at the end of the file, which gets what the call reads of the function around it.
 * `undefined` where that could change what happens, or what is known: `this`, an assignment or `await` within the call, a
 * receiver that the new function could not say the type of.
 */
export function extraction(file: ParsedFile, { start, end }: ExtractedPlace): Change | undefined {
  const call = callAround(file.tree, start, end);
  if (!call || !ts.isExternalModule(file.tree) || !mayBeTakenOut(call)) return undefined;
  const parameters = parametersOf(file, call);
  if (!parameters) return undefined;
  const name = 'takenOut';
  const given = parameters.map((each) => each.name).join(', ');
  const replacement = `${name}(${given})`;
  const body = file.text.slice(call.getStart(file.tree), call.end);
  const header = `\nfunction ${name}(${parameters.map((each) => each.name + each.type).join(', ')}) {\n  return `;
  return {
    path: file.path,
    replacements: [
      { start: call.getStart(file.tree), end: call.end, text: replacement },
      { start: file.text.length, end: file.text.length, text: `${header}${body};\n}\n` },
    ],
    relocations: [
      // What is said of the call is said of the call of the helper; what is said about the query itself stays with it.
      { start, end, insertion: 0, offset: 0, length: name.length },
    ],
  };
}

function callAround(tree: ts.SourceFile, start: number, end: number): ts.CallExpression | undefined {
  let found: ts.CallExpression | undefined;
  const visit = (node: ts.Node): void => {
    if (node.getStart(tree) > start || node.end < end) return;
    if (ts.isCallExpression(node) && node.expression.end === end) found = node;
    ts.forEachChild(node, visit);
  };
  visit(tree);
  // The whole chain: `db.select().from(a)` is one query.
  while (found && ts.isPropertyAccessExpression(found.parent) && ts.isCallExpression(found.parent.parent) && !/^(?:then|catch|finally)$/.test(found.parent.name.text)) found = found.parent.parent;
  return found;
}

function mayBeTakenOut(call: ts.CallExpression): boolean {
  let allowed = call.parent !== undefined && ts.isAwaitExpression(call.parent);
  const visit = (node: ts.Node): void => {
    const assigns = (ts.isBinaryExpression(node) && node.operatorToken.kind >= ts.SyntaxKind.FirstAssignment && node.operatorToken.kind <= ts.SyntaxKind.LastAssignment) || ts.isPostfixUnaryExpression(node) || (ts.isPrefixUnaryExpression(node) && (node.operator === ts.SyntaxKind.PlusPlusToken || node.operator === ts.SyntaxKind.MinusMinusToken));
    if (assigns || ts.isAwaitExpression(node) || ts.isYieldExpression(node) || ts.isFunctionLike(node) || node.kind === ts.SyntaxKind.ThisKeyword || node.kind === ts.SyntaxKind.SuperKeyword) allowed = false;
    ts.forEachChild(node, visit);
  };
  visit(call);
  return allowed && !call.questionDotToken;
}

/** Locals the call reads, with the annotation they were declared with. */
function parametersOf({ tree, checker }: ParsedFile, call: ts.CallExpression): readonly { readonly name: string; readonly type: string }[] | undefined {
  const found = new Map<string, string>();
  const receiver = rootOf(call);
  for (const identifier of identifiersOf(call)) {
    const symbol = ts.isShorthandPropertyAssignment(identifier.parent) ? checker.getShorthandAssignmentValueSymbol(identifier.parent) : checker.getSymbolAtLocation(identifier);
    const declaration = symbol?.declarations?.[0];
    if (!declaration || !isVariable(declaration) || declaration.getSourceFile() !== tree || !isInFunction(declaration)) continue;
    const type = ts.isBindingElement(declaration) ? undefined : declaration.type;
    if (identifier === receiver && !type) return undefined;
    found.set(identifier.text, type ? `: ${type.getText(tree)}` : '');
  }
  return [...found].map(([name, type]) => ({ name, type }));
}

function isVariable(node: ts.Node): node is ts.ParameterDeclaration | ts.VariableDeclaration | ts.BindingElement {
  return ts.isParameter(node) || ts.isVariableDeclaration(node) || ts.isBindingElement(node);
}

function isInFunction(node: ts.Node): boolean {
  for (let at: ts.Node | undefined = node.parent; at; at = at.parent) if (ts.isFunctionLike(at) || ts.isIterationStatement(at, false) || ts.isBlock(at)) return true;
  return false;
}

function rootOf(call: ts.CallExpression): ts.Node {
  let at: ts.Node = call.expression;
  for (;;) {
    if (ts.isPropertyAccessExpression(at) || ts.isElementAccessExpression(at) || ts.isCallExpression(at) || ts.isNonNullExpression(at) || ts.isParenthesizedExpression(at)) at = at.expression;
    else return at;
  }
}
