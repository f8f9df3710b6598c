import { ts } from 'ts-morph';
import { commentsOf } from '../syntax/tokens.js';

/** Whether two texts differ in their layout alone: the same tree but for parentheses, the same comments. */
export function isSameProgram(a: ts.SourceFile, b: ts.SourceFile): boolean {
  return isSameList(signature(a), signature(b)) && isSameList(comments(a), comments(b));
}

function isSameList(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((each, index) => each === b[index]);
}

function comments(file: ts.SourceFile): readonly string[] {
  // Lines of a comment move with the code.
  return commentsOf(file).map((each) => each.replace(/\s+/g, ' ').trim()).sort();
}

function signature(file: ts.SourceFile): readonly string[] {
  const words: string[] = [];
  const visit = (node: ts.Node): void => {
    const word = wordOf(node);
    if (word !== undefined) words.push(word);
    ts.forEachChild(node, visit);
  };
  ts.forEachChild(file, visit);
  return words;
}

/** `undefined` for what layout may add and take away. */
function wordOf(node: ts.Node): string | undefined {
  if (ts.isParenthesizedExpression(node) || ts.isEmptyStatement(node) || ts.isParenthesizedTypeNode(node)) return undefined;
  if (ts.isJsxText(node)) {
    const text = node.text.replace(/\s+/g, ' ').trim();
    return text === '' ? undefined : text;
  }
  // Names of properties may gain and lose quotes.
  if (ts.isIdentifier(node) || ts.isStringLiteralLike(node)) return `'${node.text}`;
  if (ts.isNumericLiteral(node) || ts.isPrivateIdentifier(node) || ts.isRegularExpressionLiteral(node)) return node.text;
  if (ts.isTemplateHead(node) || ts.isTemplateMiddleOrTemplateTail(node)) return node.text;
  if (ts.isVariableDeclarationList(node)) return `list ${node.flags & ts.NodeFlags.BlockScoped}`;
  if (ts.isPrefixUnaryExpression(node) || ts.isPostfixUnaryExpression(node)) return `${node.kind} ${node.operator}`;
  return String(node.kind);
}
