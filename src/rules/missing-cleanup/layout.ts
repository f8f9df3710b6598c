import { ts } from 'ts-morph';
import type { TextEdit } from '../../core/finding.js';
import type { Facts } from '../../facts/facts.js';
import { isWithin } from '../../syntax/nodes.js';

/** How the code around writes its lines. */
export interface Layout {
  readonly unit: string;
  readonly semicolon: string;
  readonly newline: string;
}

export function layoutOf(file: ts.SourceFile): Layout {
  const { text } = file;
  const indented = /\n([ \t]+)\S/.exec(text)?.[1] ?? '  ';
  const ends = text.match(/;[ \t]*\r?$/gm)?.length ?? 0;
  return { unit: indented.startsWith('\t') ? '\t' : indented.length >= 8 ? '    ' : indented, semicolon: ends > 0 ? ';' : '', newline: text.includes('\r\n') ? '\r\n' : '\n' };
}

/** White space before the first character of a node's line. */
export function indentOf(node: ts.Node): string {
  const { text } = node.getSourceFile();
  const start = node.getStart();
  const line = text.lastIndexOf('\n', start - 1) + 1;
  return /^[ \t]*/.exec(text.slice(line, start))?.[0] ?? '';
}

export function insertion(file: ts.SourceFile, at: number, newText: string): TextEdit {
  return { path: file.fileName, start: at, end: at, newText };
}

export function replacement(node: ts.Node, newText: string): TextEdit {
  return { path: node.getSourceFile().fileName, start: node.getStart(), end: node.end, newText };
}

/** A name that is not used anywhere in the function or class that is to have it. */
export function freshName(facts: Facts, scope: ts.Node, wanted: string): string {
  const isTaken = (name: string): boolean => facts.bindingsOf(scope.getSourceFile()).identifiersNamed(name).some((each) => isWithin(each, scope));
  for (let count = 1; ; count++) {
    const name = count === 1 ? wanted : `${wanted}${count}`;
    if (!isTaken(name)) return name;
  }
}

/** A statement as the first one of a block, on a line of its own. */
export function atStartOf(block: ts.Block, statement: string): TextEdit {
  const file = block.getSourceFile();
  const { unit, newline } = layoutOf(file);
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
  if (!last) return atStartOf(block, statement);
  const { newline } = layoutOf(block.getSourceFile());
  const file = block.getSourceFile();
  // A comment after the last statement stays with it.
  const trailing = ts.getTrailingCommentRanges(file.text, last.end)?.at(-1)?.end ?? last.end;
  return insertion(file, trailing, `${newline}${indentOf(last)}${statement}`);
}
