import { ts } from 'ts-morph';
import type { TextEdit } from '../../../core/finding.js';
import { indentOf, indentUnit } from '../../../syntax/layout.js';
import { enclosingFunction, isFunctionNode, isWithin, statementOf } from '../../../syntax/nodes.js';

/** Where statements can run, and wait, before a loop. */
export interface PlaceBefore {
  /** White space before the statements there. */
  readonly indent: string;
  readonly unit: string;
  /** What ends a statement in this file: `;` or nothing. */
  readonly end: string;
  /** Statements before the loop, without their ends; a text of several lines is a statement of its own making. */
  insert(statements: readonly string[]): TextEdit;
  /** What else has to change so that it can be waited for there. */
  readonly edits: readonly TextEdit[];
}

/** `undefined` where nothing can wait: in a function that gives something else than a promise. */
export function placeBefore(loop: ts.Node): PlaceBefore | undefined {
  const file = loop.getSourceFile();
  const unit = indentUnit(file);
  const end = endOfStatements(file);
  const owner = enclosingFunction(loop);
  const edits = owner ? asyncEdits(owner, loop) : isModule(file) ? [] : undefined;
  if (!edits) return undefined;
  if (owner && ts.isArrowFunction(owner) && !ts.isBlock(owner.body)) {
    const { body } = owner;
    const indent = indentOf(owner) + unit;
    const closing = { path: file.fileName, start: body.end, end: body.end, newText: `${end}\n${indentOf(owner)}}` };
    const insert = (statements: readonly string[]): TextEdit => ({ path: file.fileName, start: body.getStart(file), end: body.getStart(file), newText: `{\n${lines(statements, indent, end)}${indent}return ` });
    return { indent, unit, end, insert, edits: [...edits, closing] };
  }
  const statement = statementOf(loop);
  if (!statement || (owner && !isWithin(statement, owner))) return undefined;
  const indent = indentOf(statement);
  const at = (ts.isLabeledStatement(statement.parent) ? statement.parent : statement).getStart(file);
  return { indent, unit, end, edits, insert: (statements) => ({ path: file.fileName, start: at, end: at, newText: lines(statements, indent, end).trimStart() + indent }) };
}

function lines(statements: readonly string[], indent: string, end: string): string {
  return statements.map((each) => `${indent}${/^(?:for|if)\b/.test(each) ? each : each + end}\n`).join('');
}

/** Whether the file ends its statements with semicolons. */
export function endOfStatements(file: ts.SourceFile): string {
  return /;[ \t]*\r?$/m.test(file.text) ? ';' : '';
}

function isModule(file: ts.SourceFile): boolean {
  return file.statements.some((each) => ts.isImportDeclaration(each) || ts.isExportDeclaration(each));
}

/** A function that only returns the promise of the loop becomes async: what it gives stays a promise. */
function asyncEdits(owner: ts.Node, loop: ts.Node): readonly TextEdit[] | undefined {
  if (!isFunctionNode(owner) || !ts.canHaveModifiers(owner)) return undefined;
  if (ts.getModifiers(owner)?.some((each) => each.kind === ts.SyntaxKind.AsyncKeyword)) return [];
  if ((ts.isFunctionDeclaration(owner) || ts.isFunctionExpression(owner) || ts.isMethodDeclaration(owner)) && owner.asteriskToken) return undefined;
  if (!(ts.isFunctionDeclaration(owner) || ts.isArrowFunction(owner) || ts.isFunctionExpression(owner) || ts.isMethodDeclaration(owner)) || !owner.body || !returnsPromise(owner.body, loop)) return undefined;
  const file = owner.getSourceFile();
  const before = ts.isArrowFunction(owner) ? owner.typeParameters?.[0] ?? owner.getFirstToken(file) : ts.isMethodDeclaration(owner) ? owner.name : owner.getChildren(file).find((each) => each.kind === ts.SyntaxKind.FunctionKeyword);
  const at = before?.getStart(file);
  return at === undefined ? undefined : [{ path: file.fileName, start: at, end: at, newText: 'async ' }];
}

/** `return Promise.all(…)` around the loop, and no other way out. */
function returnsPromise(body: ts.ConciseBody, loop: ts.Node): boolean {
  const isCombined = (expression: ts.Expression | undefined): boolean =>
    expression !== undefined && ts.isCallExpression(expression) && /^Promise\.(?:all|allSettled)$/.test(expression.expression.getText()) && isWithin(loop, expression);
  if (!ts.isBlock(body)) return isCombined(body);
  const returns: ts.ReturnStatement[] = [];
  const visit = (node: ts.Node): void => {
    if (isFunctionNode(node)) return;
    if (ts.isReturnStatement(node)) returns.push(node);
    ts.forEachChild(node, visit);
  };
  visit(body);
  return returns.length === 1 && body.statements.at(-1) === returns[0] && isCombined(returns[0]?.expression);
}
