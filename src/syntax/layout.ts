import { ts } from 'ts-morph';
import { walk } from './nodes.js';

/** White space before a statement on its line. */
export function indentOf(node: ts.Node): string {
  const { text } = node.getSourceFile();
  const start = node.getStart();
  const line = text.lastIndexOf('\n', start - 1) + 1;
  return /^[ \t]*/.exec(text.slice(line, start))?.[0] ?? '';
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

/** After what belongs to the statement before, its comment on the same line included. */
function startOf(statement: ts.Statement): number {
  const full = statement.getFullStart();
  const { text } = statement.getSourceFile();
  return ts.getTrailingCommentRanges(text, full)?.at(-1)?.end ?? full;
}
