import { ts } from 'ts-morph';
import type { TextEdit } from '../../../core/finding.js';
import { atEndOf, atStartOf, insertion, linesBefore, replacement } from '../../../syntax/edits.js';
import { statementEnd, indentOf, indentUnit, lineBreakOf } from '../../../syntax/layout.js';
import { unwrap, walkOwn } from '../../../syntax/nodes.js';

/**
 * Has every way out of a block that lies behind a position return a cleanup with this code in it: the cleanups that are there
 * get it, bare returns and the end of the block get one. `undefined` where what is returned cannot be added to.
 * @param strict every return needs a value: those before the position give `undefined`, unless some have a value and the others none
 */
export function addCleanup(block: ts.Block, position: number, lines: readonly string[], strict: boolean): readonly TextEdit[] | undefined {
  const edits: TextEdit[] = [];
  const end = statementEnd(block.getSourceFile());
  const returns = returnsOf(block);
  const mixed = returns.some(hasValue);
  if (lines.length === 0) return edits;
  for (const each of returns) {
    if (each.pos < position) {
      if (strict && !mixed && !each.expression) edits.push(replacement(each, `return undefined${end}`));
      continue;
    }
    const added = hasValue(each) ? addToCleanup(each, lines) : [replacement(each, `return ${cleanupText(each, lines)}${end}`)];
    if (!added) return undefined;
    edits.push(...added);
  }
  return isEndReached(block) ? [...edits, atEndOf(block, `return ${cleanupText(block.statements.at(-1) ?? block, lines)}${end}`)] : edits;
}

function returnsOf(block: ts.Block): readonly ts.ReturnStatement[] {
  const found: ts.ReturnStatement[] = [];
  walkOwn(block, (node) => {
    if (ts.isReturnStatement(node)) found.push(node);
  });
  return found;
}

function hasValue({ expression }: ts.ReturnStatement): boolean {
  return expression !== undefined && expression.kind !== ts.SyntaxKind.NullKeyword && !(ts.isIdentifier(expression) && expression.text === 'undefined');
}

/** Whether control may run off the end of a block. */
export function isEndReached(block: ts.Block): boolean {
  const last = block.statements.at(-1);
  if (!last) return true;
  if (ts.isReturnStatement(last) || ts.isThrowStatement(last)) return false;
  if (!ts.isIfStatement(last) || !last.elseStatement) return true;
  return [last.thenStatement, last.elseStatement].some((each) => (ts.isBlock(each) ? isEndReached(each) : !ts.isReturnStatement(each)));
}

function addToCleanup(existing: ts.ReturnStatement, lines: readonly string[]): readonly TextEdit[] | undefined {
  const cleanup = existing.expression ? unwrap(existing.expression) : undefined;
  if (!cleanup || !existing.expression) return undefined;
  if (ts.isArrowFunction(cleanup) || ts.isFunctionExpression(cleanup)) return addToFunction(cleanup, lines);
  if (ts.isIdentifier(cleanup) || (ts.isPropertyAccessExpression(cleanup) && !cleanup.questionDotToken)) return [replacement(existing.expression, cleanupText(existing, [`${cleanup.getText()}()`, ...lines]))];
  if (!ts.isCallExpression(cleanup)) return undefined;
  const end = statementEnd(existing.getSourceFile());
  return [linesBefore(existing, [`const stop = ${cleanup.getText()}${end}`]), replacement(existing.expression, cleanupText(existing, ['stop()', ...lines]))];
}

/** Puts code into a function that ends something, at its end where that is always reached. */
export function addToFunction(cleanup: ts.ArrowFunction | ts.FunctionExpression | ts.FunctionDeclaration | ts.MethodDeclaration, lines: readonly string[]): readonly TextEdit[] | undefined {
  const { body } = cleanup;
  if (!body) return undefined;
  const file = cleanup.getSourceFile();
  const end = statementEnd(file);
  if (!ts.isBlock(body)) return ts.isArrowFunction(cleanup) ? [blockBody(cleanup, [body.getText(), ...lines])] : undefined;
  if (body.statements.length === 0) return [insertion(file, body.getStart() + 1, ` ${lines.join('; ')}${end} `)];
  const first = body.statements[0];
  const text = lines.map((line) => `${line}${end}`).join(`${lineBreakOf(file)}${first ? indentOf(first) : ''}`);
  const oneLine = first && !file.text.slice(body.getStart(), first.getStart()).includes('\n');
  if (oneLine) return [insertion(file, body.statements.at(-1)?.end ?? body.end, ` ${lines.join('; ')}${end}`)];
  return [returnsOf(body).length > 0 ? atStartOf(body, text) : atEndOf(body, text)];
}

/** `() => clearTimeout(timeout)`; on lines of its own where there is more. */
export function cleanupText(at: ts.Node, lines: readonly string[]): string {
  return lines.length === 1 && lines[0] !== undefined && !/^(?:if|for|void) ?\b/.test(lines[0]) ? `() => ${lines[0]}` : `() => ${functionBody(at, lines)}`;
}

/** An arrow with a block of these statements instead of its expression, on the line of the arrow. */
export function blockBody(arrow: ts.ArrowFunction, lines: readonly string[]): TextEdit {
  return { path: arrow.getSourceFile().fileName, start: arrow.equalsGreaterThanToken.end, end: arrow.body.end, newText: ` ${functionBody(arrow, lines)}` };
}

/** A block with these statements. */
export function functionBody(at: ts.Node, lines: readonly string[]): string {
  const file = at.getSourceFile();
  const indent = indentOf(at);
  const newline = lineBreakOf(file);
  const end = statementEnd(file);
  return `{${newline}${lines.map((line) => `${indent}${indentUnit(file)}${line}${end}${newline}`).join('')}${indent}}`;
}
