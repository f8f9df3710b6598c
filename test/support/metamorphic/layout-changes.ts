import { ts } from 'ts-morph';
import { tokensOf, type ParsedFile } from './parsed-file.js';
import type { Change, Replacement } from './rewrite.js';

/** What is between two tokens. */
interface Gap {
  readonly before: ts.Node;
  readonly after: ts.Node;
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

const { SyntaxKind } = ts;
/** Suppressions belong to their line. */
const DIRECTIVE = /perf-review-/;

function gapsOf({ tree, text }: ParsedFile): readonly Gap[] {
  const tokens = tokensOf(tree);
  return tokens.slice(1).flatMap((after, index) => {
    const before = tokens[index];
    if (!before || isMarkupText(before) || isMarkupText(after)) return [];
    const [start, end] = [before.end, after.getStart(tree)];
    const gap = { before, after, start, end, text: text.slice(start, end) };
    return DIRECTIVE.test(gap.text) || DIRECTIVE.test(lineBefore(text, start)) ? [] : [gap];
  });
}

function lineBefore(text: string, at: number): string {
  const start = text.lastIndexOf('\n', at - 1);
  return start < 0 ? '' : text.slice(text.lastIndexOf('\n', start - 1) + 1, start);
}

/** White space is text in markup; a tag's own brackets stand next to it. */
function isMarkupText(node: ts.Node): boolean {
  return node.kind === SyntaxKind.JsxText || node.kind === SyntaxKind.JsxTextAllWhiteSpaces;
}

const change = (file: ParsedFile, ...replacements: readonly Replacement[]): Change => ({ path: file.path, replacements });

/** A comment and blank lines before every statement and member that begins a line. */
export function addedLines(file: ParsedFile): readonly Change[] {
  const begins = (node: ts.Node): boolean => {
    const start = node.getStart(file.tree);
    for (let at: ts.Node = node; at.parent && at.getStart(file.tree) === start; at = at.parent) if (ts.isStatement(at) || ts.isClassElement(at) || ts.isObjectLiteralElement(at)) return true;
    return false;
  };
  return gapsOf(file).filter((gap) => gap.text.includes('\n') && begins(gap.after)).map((gap, index) => {
    const at = gap.start + gap.text.lastIndexOf('\n') + 1;
    return change(file, { start: at, end: at, text: index % 2 === 0 ? '\n\n// Remark.\n\n' : '  /* A remark;\n with a call(). */\n' });
  });
}

/** Comments between tokens of a line. */
export function addedComments(file: ParsedFile): readonly Change[] {
  return gapsOf(file).filter((gap) => !gap.text.includes('\n')).filter(mayHoldComment).map((gap) => change(file, { start: gap.start, end: gap.start, text: ' /* remark */ ' }));
}

function mayHoldComment({ before, after }: Gap): boolean {
  // `<div/* a */ b>` and the inside of templates' marks are left alone.
  return !inTagName(before) && !inTagName(after) && !isTemplatePart(before) && !isTemplatePart(after);
}

function inTagName(node: ts.Node): boolean {
  return node.parent !== undefined && (ts.isJsxOpeningLikeElement(node.parent) || ts.isJsxClosingElement(node.parent) || ts.isJsxOpeningFragment(node.parent) || ts.isJsxClosingFragment(node.parent) || ts.isJsxAttribute(node.parent) || ts.isJsxExpression(node.parent));
}

function isTemplatePart(node: ts.Node): boolean {
  return node.kind === SyntaxKind.TemplateHead || node.kind === SyntaxKind.TemplateMiddle || node.kind === SyntaxKind.TemplateTail;
}

/** Lines broken after tokens that cannot end a statement, and before the dots of chains. */
export function brokenLines(file: ParsedFile): readonly Change[] {
  return gapsOf(file).filter((gap) => !gap.text.includes('\n') && !gap.text.includes('/')).filter(mayBreak).map((gap) => change(file, { start: gap.end, end: gap.end, text: '\n      ' }));
}

const BREAKS_AFTER: ReadonlySet<ts.SyntaxKind> = new Set([
  SyntaxKind.OpenParenToken, SyntaxKind.OpenBracketToken, SyntaxKind.OpenBraceToken, SyntaxKind.CommaToken, SyntaxKind.SemicolonToken, SyntaxKind.EqualsToken, SyntaxKind.EqualsGreaterThanToken,
  SyntaxKind.AmpersandAmpersandToken, SyntaxKind.BarBarToken, SyntaxKind.QuestionQuestionToken, SyntaxKind.PlusToken, SyntaxKind.AwaitKeyword, SyntaxKind.NewKeyword,
]);

function mayBreak({ before, after }: Gap): boolean {
  if (inTagName(before) || inTagName(after) || isTemplatePart(before) || isTemplatePart(after)) return false;
  if (after.kind === SyntaxKind.DotToken || after.kind === SyntaxKind.QuestionDotToken) return before.kind !== SyntaxKind.NumericLiteral;
  return BREAKS_AFTER.has(before.kind) && !(before.kind === SyntaxKind.OpenBraceToken && isTemplatePart(before.parent));
}

/** Lines joined where the token before cannot end a statement, or ends it visibly. */
export function joinedLines(file: ParsedFile): readonly Change[] {
  const joins: ReadonlySet<ts.SyntaxKind> = new Set([...BREAKS_AFTER, SyntaxKind.ColonToken, SyntaxKind.QuestionToken]);
  return gapsOf(file).filter((gap) => /^\s*\n\s*$/.test(gap.text) && (joins.has(gap.before.kind) || gap.after.kind === SyntaxKind.DotToken || (gap.before.kind === SyntaxKind.CloseBraceToken && gap.before.parent !== undefined && ts.isBlock(gap.before.parent) && gap.after.kind === SyntaxKind.CloseBraceToken)))
    .map((gap) => change(file, { start: gap.start, end: gap.end, text: gap.after.kind === SyntaxKind.DotToken ? '' : ' ' }));
}

/** Other indentation. */
export function reindented(file: ParsedFile): readonly Change[] {
  return gapsOf(file).filter((gap) => /\n[ \t]*$/.test(gap.text)).map((gap) => change(file, { start: gap.start + gap.text.lastIndexOf('\n') + 1, end: gap.end, text: gap.text.slice(gap.text.lastIndexOf('\n') + 1).replaceAll('  ', '\t') }));
}

/** Windows' line ends, in templates too: the language reads them there as one. */
export function windowsLines(file: ParsedFile): readonly Change[] {
  const breaks = [...file.text.matchAll(/(?<!\r)\n/g)].map(({ index }) => ({ start: index, end: index, text: '\r' }));
  return breaks.length === 0 ? [] : [change(file, ...breaks)];
}

/** Double quotes for single ones, templates for strings. */
export function otherQuotes(file: ParsedFile): readonly Change[] {
  return tokensOf(file.tree).filter(ts.isStringLiteral).filter((each) => !/[\\"'`$\n]/.test(each.text) && !ts.isJsxAttribute(each.parent)).map((each, index) => {
    const quote = index % 2 === 0 && mayBeTemplate(each) ? '`' : each.getText().startsWith("'") ? '"' : "'";
    const at = each.getStart();
    return change(file, { start: at, end: each.end, text: `${quote}${each.text}${quote}` });
  });
}

function mayBeTemplate({ parent }: ts.Node): boolean {
  if (ts.isCallExpression(parent)) return parent.expression.kind !== SyntaxKind.ImportKeyword && !(ts.isIdentifier(parent.expression) && parent.expression.text === 'require');
  return ts.isVariableDeclaration(parent) || ts.isPropertyAssignment(parent) || ts.isArrayLiteralExpression(parent);
}

/** Semicolons taken away where a line ends with the statement and the next one cannot continue it. */
export function omittedSemicolons(file: ParsedFile): readonly Change[] {
  return gapsOf(file).filter(({ before, after, text }) => before.kind === SyntaxKind.SemicolonToken && (text.includes('\n') || after.kind === SyntaxKind.CloseBraceToken || after.kind === SyntaxKind.EndOfFileToken) && endsStatement(before) && !/^[[(`+\-*/.,<]/.test(after.getText(file.tree)))
    .map(({ before }) => change(file, { start: before.getStart(file.tree), end: before.end, text: '' }));
}

function endsStatement({ parent, end }: ts.Node): boolean {
  if (parent.end !== end) return false;
  if (ts.isReturnStatement(parent)) return parent.expression !== undefined;
  return ts.isExpressionStatement(parent) || ts.isVariableStatement(parent) || ts.isImportDeclaration(parent) || ts.isThrowStatement(parent);
}

/** Parentheses around expressions that do not need them. */
export function addedParentheses(file: ParsedFile): readonly Change[] {
  const found: Change[] = [];
  const visit = (node: ts.Node): void => {
    if (mayStandInParentheses(node)) found.push(change(file, { start: node.getStart(file.tree), end: node.getStart(file.tree), text: '(' }, { start: node.end, end: node.end, text: ')' }));
    ts.forEachChild(node, visit);
  };
  visit(file.tree);
  return found;
}

/** The values of variables, properties, arguments and returns, what is awaited, and what is looped over. */
function mayStandInParentheses(node: ts.Node): boolean {
  const { parent } = node;
  if (!parent || !ts.isExpression(node) || ts.isSpreadElement(node) || ts.isParenthesizedExpression(node) || ts.isOmittedExpression(node)) return false;
  if (ts.isVariableDeclaration(parent) || ts.isPropertyAssignment(parent) || ts.isPropertyDeclaration(parent)) return parent.initializer === node;
  if (ts.isCallExpression(parent)) return parent.expression !== node && parent.expression.kind !== SyntaxKind.ImportKeyword && !(ts.isIdentifier(parent.expression) && parent.expression.text === 'require');
  if (ts.isForOfStatement(parent)) return parent.expression === node;
  return ts.isAwaitExpression(parent) || ts.isReturnStatement(parent);
}
