import { ts } from 'ts-morph';
import type { TextEdit } from '../../core/finding.js';
import type { AskedNumber, CountedAnswer } from '../../facts/counted-answer.js';
import type { CountWriting } from '../../knowledge/query-writing.js';
import { enclosingFunction } from '../../syntax/nodes.js';

type Reading = NonNullable<CountWriting['answer']>;

/** Wherever the number of the rows is asked of an answer, the number that the answer says; `undefined` where it cannot be said there. */
export function answerEdits({ held, element, numbers }: CountedAnswer, reading: Reading): readonly TextEdit[] | undefined {
  if (held?.type) return undefined;
  const taken = element && takenElement(element, reading);
  if (element && !taken) return undefined;
  const edits = numbers.map((each) => numberEdits(each, taken?.name, reading));
  return edits.every((each) => each !== undefined) ? [...(taken ? [taken.edit] : []), ...edits.flat()] : undefined;
}

/** What is different where there is no number to be had. */
export function answerRemarks({ numbers }: CountedAnswer, { missing }: Reading): readonly string[] {
  return missing && numbers.some((each) => each.kind === 'number' && ts.isPropertyAccessExpression(each.node) && each.node.expression === each.of)
    ? ['where the rows are missing, 0 is taken for their number; before, reading `length` of nothing threw'] : [];
}

/** `count` of `const { count, error } = …` in place of `data`. */
function takenElement(element: ts.BindingElement, { reads }: Reading): { readonly name: string; readonly edit: TextEdit } | undefined {
  const property = /^\.(\w+)$/.exec(reads)?.[1];
  if (property === undefined) return undefined;
  const scope = (enclosingFunction(element) ?? element.getSourceFile()).getText();
  const name = [property, `${element.name.getText()}Count`].find((each) => !new RegExp(`\\b${each}\\b`).test(scope));
  if (name === undefined) return undefined;
  return { name, edit: { path: element.getSourceFile().fileName, start: element.getStart(), end: element.end, newText: name === property ? name : `${property}: ${name}` } };
}

function numberEdits({ kind, node, of }: AskedNumber, name: string | undefined, { reads, missing }: Reading): readonly TextEdit[] | undefined {
  const tail = tailOf(kind, node, missing === true);
  if (tail === undefined) return undefined;
  const [open, close] = tail !== '' && needsParentheses(node, tail.includes('===')) ? ['(', ')'] : ['', ''];
  const path = node.getSourceFile().fileName;
  if (name !== undefined) return [{ path, start: node.getStart(), end: node.end, newText: `${open}${name}${tail}${close}` }];
  const before = { path, start: node.getStart(), end: of.getStart(), newText: open };
  return [...(before.start === before.end && open === '' ? [] : [before]), { path, start: of.end, end: node.end, newText: `${reads}${tail}${close}` }];
}

function tailOf(kind: AskedNumber['kind'], node: ts.Expression, missing: boolean): string | undefined {
  switch (kind) {
    case 'empty': return ' === 0';
    case 'missing': return missing ? ' === null' : undefined;
    case 'number': return missing ? ' ?? 0' : '';
    default: return missing ? (isReplacedWhenMissing(node) ? '' : ' ?? undefined') : undefined;
  }
}

/** `data?.length ?? 0`: nothing is nothing, whatever stands for it. */
function isReplacedWhenMissing(node: ts.Expression): boolean {
  const { parent } = node;
  return ts.isBinaryExpression(parent) && parent.left === node && (parent.operatorToken.kind === ts.SyntaxKind.QuestionQuestionToken || parent.operatorToken.kind === ts.SyntaxKind.BarBarToken);
}

/** Whether `a ?? b`, or `a === b` for a comparison, has to stand in parentheses to take the place of an expression without an operator. */
export function needsParentheses(node: ts.Node, comparison = false): boolean {
  const { parent } = node;
  if (ts.isCallExpression(parent)) return parent.expression === node;
  if (ts.isBinaryExpression(parent)) return !comparison || !/^(?:\|\||&&|=)$/.test(parent.operatorToken.getText());
  return ts.isPrefixUnaryExpression(parent) || ts.isPropertyAccessExpression(parent) || ts.isElementAccessExpression(parent) || ts.isAsExpression(parent) || ts.isSatisfiesExpression(parent)
    || ts.isNonNullExpression(parent) || ts.isTypeOfExpression(parent) || ts.isVoidExpression(parent) || ts.isTypeAssertionExpression(parent);
}
