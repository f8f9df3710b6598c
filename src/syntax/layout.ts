import { ts } from 'ts-morph';
import { walk } from './nodes.js';

/** White space before a statement on its line. */
export function indentOf(node: ts.Node): string {
  const { text } = node.getSourceFile();
  const start = node.getStart();
  const line = text.lastIndexOf('\n', start - 1) + 1;
  return /^[ \t]*/.exec(text.slice(line, start))?.[0] ?? '';
}

/** How the file ends its lines. */
export function lineBreakOf(file: ts.SourceFile): string {
  return file.text.includes('\r\n') ? '\r\n' : '\n';
}

/** The quotes most strings of the file are in. */
export function quoteOf({ text }: ts.SourceFile): '"' | "'" {
  return (text.match(/"/g) ?? []).length > (text.match(/'/g) ?? []).length ? '"' : "'";
}

/** What the file indents by. */
export function indentUnit(file: ts.SourceFile): string {
  return /^(\t| {2,8})\S/m.exec(file.text)?.[1] ?? '  ';
}

/** Moves the lines after the first one deeper, unless they are the text of a template. */
export function indented(node: ts.Node | undefined, text: string, unit: string): string {
  if (!text.includes('\n') || (node && hasLongTemplate(node))) return text;
  return text.replace(/\n(?=[^\n])/g, `\n${unit}`);
}

function hasLongTemplate(node: ts.Node): boolean {
  let found = false;
  const visit = (each: ts.Node): void => {
    if ((ts.isTemplateExpression(each) || ts.isNoSubstitutionTemplateLiteral(each)) && each.getText().includes('\n')) found = true;
  };
  visit(node);
  walk(node, visit);
  return found;
}

/** Comments before a statement and after it on its line. */
export function commentsAround(statement: ts.Statement): readonly string[] {
  const { text } = statement.getSourceFile();
  const own = startOf(statement);
  const leading = (ts.getLeadingCommentRanges(text, statement.getFullStart()) ?? []).filter((each) => each.pos >= own);
  const trailing = ts.getTrailingCommentRanges(text, statement.end) ?? [];
  return [...leading, ...trailing].map((each) => text.slice(each.pos, each.end));
}

/** A statement with the line breaks and comments before it, so that nothing but it goes. */
export function removalOf(statement: ts.Statement): { readonly start: number; readonly end: number } {
  const { text } = statement.getSourceFile();
  return { start: startOf(statement), end: ts.getTrailingCommentRanges(text, statement.end)?.at(-1)?.end ?? statement.end };
}

/** The removal of several statements of one list, without leaving a blank line at its beginning. */
export function removalsOf(statements: readonly ts.Statement[]): readonly { readonly start: number; readonly end: number }[] {
  const [first] = statements;
  if (!first) return [];
  const list = (first.parent as ts.Block).statements;
  const { text } = first.getSourceFile();
  const kept = list.findIndex((each) => !statements.includes(each));
  return statements.map((each) => {
    const { start, end } = removalOf(each);
    const blank = list[kept - 1] === each ? /^(?:[ \t]*\r?\n)+(?=[ \t]*\r?\n)/.exec(text.slice(end)) : undefined;
    return { start, end: end + (blank?.[0].length ?? 0) };
  });
}

/** Whether a blank line stands above a statement and its comments. */
export function isSetApart(statement: ts.Statement): boolean {
  return /^[ \t]*\r?\n[ \t]*\r?\n/.test(statement.getSourceFile().text.slice(startOf(statement), statement.getStart()));
}

/** After what belongs to the statement before, its comment on the same line included. */
function startOf(statement: ts.Statement): number {
  const full = statement.getFullStart();
  const { text } = statement.getSourceFile();
  return ts.getTrailingCommentRanges(text, full)?.at(-1)?.end ?? full;
}

/** A replacement within a text; offsets are those of the file. */
export interface Replacement {
  readonly start: number;
  readonly end: number;
  readonly newText: string;
}

/** The text of a node as it reads at another indentation, with replacements made within it. Lines within template literals stay as they are. */
export function textAt(node: ts.Node, indent: string, replacements: readonly Replacement[] = []): string {
  const file = node.getSourceFile();
  return stretchAt(node, node.getStart(file), node.end, indent, replacements);
}

/** The same of a stretch of the file, `around` being a node that holds it. */
export function stretchAt(around: ts.Node, start: number, end: number, indent: string, replacements: readonly Replacement[] = []): string {
  const { text } = around.getSourceFile();
  const own = indentAt(text, start);
  const literals = longTemplatesIn(around);
  const moves: Replacement[] = [];
  for (let at = text.indexOf('\n', start); at >= 0 && at < end; at = text.indexOf('\n', at + 1)) {
    const line = at + 1;
    const fixed = literals.some((each) => each.start < line && line < each.end) || replacements.some((each) => each.start < line && line <= each.end);
    if (!fixed && line + own.length <= end && text.startsWith(own, line) && text[line] !== '\n' && text[line] !== '\r') moves.push({ start: line, end: line + own.length, newText: indent });
  }
  let result = '';
  let at = start;
  for (const each of [...moves, ...replacements].sort((a, b) => a.start - b.start || a.end - b.end)) {
    if (each.start < at || each.end > end) continue;
    result += text.slice(at, each.start) + each.newText;
    at = each.end;
  }
  return result + text.slice(at, end);
}

function indentAt(text: string, at: number): string {
  const line = text.lastIndexOf('\n', at - 1) + 1;
  return /^[ \t]*/.exec(text.slice(line, at))?.[0] ?? '';
}

function longTemplatesIn(node: ts.Node): readonly { readonly start: number; readonly end: number }[] {
  const found: { readonly start: number; readonly end: number }[] = [];
  const visit = (each: ts.Node): void => {
    if (ts.isTemplateExpression(each) || ts.isNoSubstitutionTemplateLiteral(each)) found.push({ start: each.getStart(), end: each.end });
  };
  visit(node);
  walk(node, visit);
  return found;
}

/** Comments in a stretch that holds nothing else but punctuation and keywords. */
export function commentsIn(file: ts.SourceFile, start: number, end: number): readonly string[] {
  return file.text.slice(start, end).match(/\/\*[\s\S]*?\*\/|\/\/[^\r\n]*/g) ?? [];
}

/** What ends a statement in this file: a semicolon, unless it does without. */
export function statementEnd(file: ts.SourceFile): ';' | '' {
  const ended = file.statements.filter((each) => ts.isVariableStatement(each) || ts.isExpressionStatement(each) || ts.isImportDeclaration(each) || ts.isExportDeclaration(each));
  const sample = ended.length > 0 ? ended : statementsWithin(file);
  return sample.length === 0 || sample.some((each) => file.text[each.end - 1] === ';') ? ';' : '';
}

function statementsWithin(file: ts.SourceFile): readonly ts.Node[] {
  const found: ts.Node[] = [];
  walk(file, (node) => {
    if (ts.isVariableStatement(node) || ts.isExpressionStatement(node) || ts.isReturnStatement(node)) found.push(node);
    return found.length < 20;
  });
  return found;
}

/** Where a statement or member begins with the comments that belong to it; what stands on its own above it is left out. */
export function ownStart(node: ts.Node): number {
  const { text } = node.getSourceFile();
  let start = node.getStart();
  const comments = ts.getLeadingCommentRanges(text, node.getFullStart()) ?? [];
  for (const each of [...comments].reverse()) {
    const line = text.slice(text.lastIndexOf('\n', each.pos - 1) + 1, each.pos);
    if (/\n[ \t]*\r?\n/.test(text.slice(each.end, start)) || line !== indentOf(node)) break;
    start = each.pos;
  }
  return start;
}

/** Text of a node moved from one indentation to a shallower one; `undefined` where a template stands in the way. */
export function shallower(node: ts.Node, text: string, from: string, to: string): string | undefined {
  if (!text.includes('\n')) return text;
  if (hasLongTemplate(node) || !from.startsWith(to)) return undefined;
  return text.split('\n').map((line, index) => (index > 0 && line.startsWith(from) ? to + line.slice(from.length) : line)).join('\n');
}
