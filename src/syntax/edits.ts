import { ts } from 'ts-morph';
import type { TextEdit } from '../core/finding.js';
import { indentOf, indentUnit, lineBreakOf, ownStart, removalOf } from './layout.js';

/** Text put at an offset. */
export function insertion(file: ts.SourceFile, at: number, newText: string): TextEdit {
  return { path: file.fileName, start: at, end: at, newText };
}

/** Text in the place of a node; comments before it stay. */
export function replacement(node: ts.Node, newText: string): TextEdit {
  return { path: node.getSourceFile().fileName, start: node.getStart(), end: node.end, newText };
}

/** Lines before a statement or member and its comments, indented as it is. */
export function linesBefore(node: ts.Node, lines: readonly string[]): TextEdit {
  const file = node.getSourceFile();
  const indent = indentOf(node);
  return insertion(file, ownStart(node), lines.map((line, index) => line + lineBreakOf(file) + (lines[index + 1] === '' ? '' : indent)).join(''));
}

/** Lines before a statement and after the comments above it, which come to stand above the lines. */
export function linesBelowComment(statement: ts.Statement, lines: readonly string[]): TextEdit {
  const file = statement.getSourceFile();
  return insertion(file, statement.getStart(), lines.map((line) => line + lineBreakOf(file) + indentOf(statement)).join(''));
}

/** Lines after a statement or member and the comment on its line, indented as it is. */
export function linesAfter(node: ts.Node, lines: readonly string[]): TextEdit {
  const file = node.getSourceFile();
  const indent = indentOf(node);
  return insertion(file, endWithComment(node), lines.map((line) => lineBreakOf(file) + (line === '' ? '' : indent + line)).join(''));
}

/** A statement as the first one of a block, on a line of its own. */
export function atStartOf(block: ts.Block, statement: string): TextEdit {
  const file = block.getSourceFile();
  const newline = lineBreakOf(file);
  const unit = indentUnit(file);
  const first = block.statements[0];
  const inner = first ? indentOf(first) : indentOf(block) + unit;
  const open = block.getStart() + 1;
  const sameLine = !file.text.slice(open, first ? first.getStart() : block.end).includes('\n');
  if (!sameLine) return insertion(file, open, `${newline}${inner}${statement}`);
  return { path: file.fileName, start: open, end: first ? first.getStart() : block.end - 1, newText: `${newline}${indentOf(block)}${unit}${statement}${newline}${first ? indentOf(block) + unit : indentOf(block)}` };
}

/** A statement as the last one of a block. */
export function atEndOf(block: ts.Block, statement: string): TextEdit {
  const last = block.statements.at(-1);
  return last ? linesAfter(last, [statement]) : atStartOf(block, statement);
}

/** A comment after it on the same line stays with a statement. */
function endWithComment(node: ts.Node): number {
  return ts.getTrailingCommentRanges(node.getSourceFile().text, node.end)?.at(-1)?.end ?? node.end;
}

/** Moves the lines that begin in a stretch one unit deeper; those that are the text of a template stay as they are. */
export function indentLines(file: ts.SourceFile, start: number, end: number): readonly TextEdit[] {
  const templates: { readonly from: number; readonly to: number }[] = [];
  const visit = (node: ts.Node): void => {
    if (node.end <= start || node.pos >= end) return;
    if (ts.isNoSubstitutionTemplateLiteral(node) || ts.isTemplateHead(node) || ts.isTemplateMiddleOrTemplateTail(node)) templates.push({ from: node.getStart(), to: node.end });
    ts.forEachChild(node, visit);
  };
  visit(file);
  const unit = indentUnit(file);
  const edits: TextEdit[] = [];
  for (let at = file.text.indexOf('\n', start) + 1; at > 0 && at < end; at = file.text.indexOf('\n', at) + 1) {
    const isBlank = /^[ \t]*\r?(?:\n|$)/.test(file.text.slice(at, file.text.indexOf('\n', at) + 1 || undefined));
    if (!isBlank && !templates.some(({ from, to }) => at > from && at < to)) edits.push(insertion(file, at, unit));
  }
  return edits;
}

/**
 * Puts the statements of a block that follow one of them into `try`.
 * @param tail the clauses after it, a line each, one unit deeper where they begin with a space
 * @param without a statement that goes
 */
export function tryAfter(after: ts.Statement, tail: readonly string[], without?: ts.Statement): readonly TextEdit[] | undefined {
  const block = after.parent;
  if (!ts.isBlock(block)) return undefined;
  const rest = block.statements.slice(block.statements.indexOf(after) + 1).filter((each) => each !== without);
  const [first] = rest;
  const last = rest.at(-1);
  if (!first || !last) return undefined;
  const gone = without && removalOf(without);
  const edits = tryAround(first, last, [], tail).filter((each) => !gone || each.start <= gone.start || each.start >= gone.end);
  return gone ? [...edits, { path: after.getSourceFile().fileName, start: gone.start, end: gone.end, newText: '' }] : edits;
}

/** Puts statements of a block, from one to another, into `try`, with lines before it. The tail is as in `tryAfter`. */
export function tryAround(first: ts.Statement, last: ts.Statement, before: readonly string[], tail: readonly string[]): readonly TextEdit[] {
  const file = first.getSourceFile();
  const indent = indentOf(first);
  const start = ownStart(first);
  const to = endWithComment(last);
  const opening = [...before, 'try {'].map((line) => line + lineBreakOf(file) + indent).join('') + indentUnit(file);
  return [insertion(file, start, opening), ...indentLines(file, start, to), insertion(file, to, clauses(first, tail))];
}

function clauses(statement: ts.Statement, tail: readonly string[]): string {
  const file = statement.getSourceFile();
  return tail.map((line) => lineBreakOf(file) + indentOf(statement) + (line.startsWith(' ') ? indentUnit(file) + line.slice(1) : line)).join('');
}
