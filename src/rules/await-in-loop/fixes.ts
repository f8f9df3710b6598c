import { ts } from 'ts-morph';
import { collectionBound } from '../../facts/collection-bound.js';
import { isArray } from '../../facts/known-arrays.js';
import type { IndependentRounds } from '../../facts/independent-rounds.js';
import { indented, indentOf, indentUnit } from '../../syntax/layout.js';
import { enclosingFunction, isFunctionNode, isJavaScript, isWithin, unwrap, walkOwn } from '../../syntax/nodes.js';
import type { FixProposal, RuleContext } from '../rule.js';

/** How many rounds run together where nobody knows how many there are. */
const AT_ONCE = 10;

/** More rounds than this are not started at once, however well known their number is. */
const FEW = 24;

/** A loop over elements whose body is a block: what else it takes is found out when the fix is computed. */
export function canSpread({ loop }: IndependentRounds): boolean {
  return ts.isForOfStatement(loop.node) && ts.isBlock(loop.node.statement) && ts.isVariableDeclarationList(loop.node.initializer) && !ts.isLabeledStatement(loop.node.parent);
}

export function spreadFixes(data: IndependentRounds, context: RuleContext): readonly FixProposal[] {
  const node = data.loop.node;
  if (!canSpread(data) || !ts.isForOfStatement(node) || !ts.isBlock(node.statement)) return [];
  const form = answersFirst(data, node, node.statement, context) ?? mappedResults(node, node.statement, context) ?? wholeRounds(node, node.statement, context);
  if (!form) return [];
  const text = node.expression.getText(context.file);
  // What is not known to be an array is made one: a Set, a Map or a generator is run over too.
  const collection = isArray(context.facts, node.expression) ? text : `[...${text}]`;
  const indent = indentOf(node);
  const unit = indentUnit(context.file);
  const few = isSmall(data, context);
  const edit = (newText: string) => [{ path: context.path, start: node.getStart(context.file), end: node.end, newText }];
  const safe = few && data.doubts.length === 0 && form.keepsOrder;
  const differs = [...(data.doubts.length === 0 && data.kind === 'reads' ? [] : ['a round no longer sees what the one before did']), 'if one fails, others have already started'];
  const together: FixProposal = { title: 'Run all rounds together with `Promise.all`', differs: safe ? [] : differs, edits: edit(form.write(collection, indent)) };
  if (few) return [together];
  const bounded = chunked(node, form, context, indent, unit);
  const remote = data.awaits.some((each) => each.effect.uses.length === 0 || each.effect.uses.some((use) => use.operation.channel !== 'fs'));
  const inChunks: readonly FixProposal[] = bounded === undefined ? [] : [{ title: `Run ${AT_ONCE} rounds at a time with \`Promise.all\``, differs, edits: edit(bounded) }];
  return remote ? inChunks : [...inChunks, together];
}

/** A rewritten loop, given what it runs over. */
interface Form {
  readonly keepsOrder: boolean;
  write(collection: string, indent: string): string;
}

/**
 * One await, asked for before anything else happens in a round: all answers are fetched together, and the rest of the body
 * stays a loop, so that its effects keep their order.
 */
function answersFirst({ awaits }: IndependentRounds, node: ts.ForOfStatement, body: ts.Block, { file }: RuleContext): Form | undefined {
  const [only] = awaits;
  const [first, ...rest] = body.statements;
  const element = elementName(node);
  if (!only || awaits.length !== 1 || !first || rest.length === 0 || element === undefined || countAwaits(body) !== 1) return undefined;
  if (!ts.isVariableStatement(first) || first.declarationList.declarations.length !== 1) return undefined;
  const [declaration] = first.declarationList.declarations;
  if (!declaration || declaration.initializer !== only.node || declaration.type) return undefined;
  // A mere push into a list is shorter as a `map`.
  if (rest.length === 1 && isPush(rest[0])) return undefined;
  const constant = isJavaScript(file) ? '' : ' as const';
  const answers = freeName(node, 'answers');
  const kept = file.text.slice(first.end, body.end);
  return {
    keepsOrder: true,
    write: (collection, indent) => [
      `const ${answers} = await Promise.all(${collection}.map(async (${element}) => [${element}, ${only.node.getText(file)}]${constant}));`,
      `${indent}for (const [${element}, ${declaration.name.getText(file)}] of ${answers}) {${kept}`,
    ].join('\n'),
  };
}

function elementName(node: ts.ForOfStatement): string | undefined {
  const [declaration] = (node.initializer as ts.VariableDeclarationList).declarations;
  return declaration && ts.isIdentifier(declaration.name) ? declaration.name.text : undefined;
}

function countAwaits(body: ts.Node): number {
  let count = 0;
  walkOwn(body, (each) => {
    if (ts.isAwaitExpression(each)) count++;
  });
  return count;
}

/** `out.push(value)` at the end of a body that always gets there: the values are mapped, and pushed in order. */
function mappedResults(node: ts.ForOfStatement, body: ts.Block, { file }: RuleContext): Form | undefined {
  const last = body.statements.at(-1);
  const push = last && isPush(last) ? (unwrap(last.expression) as ts.CallExpression) : undefined;
  const value = push?.arguments[0];
  if (!last || !push || !value || push.arguments.length !== 1 || ts.isSpreadElement(value) || hasContinue(body)) return undefined;
  const list = push.expression.getText(file);
  if (countPushes(body) !== 1 || assignsOutside(body)) return undefined;
  const parameter = (node.initializer as ts.VariableDeclarationList).declarations[0]?.name.getText(file) ?? 'each';
  const text = value.getText(file);
  const plain = ts.isAwaitExpression(value) ? value.expression.getText(file) : undefined;
  return {
    keepsOrder: true,
    write: (collection) => {
      if (body.statements.length === 1 && plain !== undefined && countAwaits(value) === 0) return `${list}(...(await Promise.all(${collection}.map((${parameter}) => ${plain}))));`;
      const head = file.text.slice(body.getStart(file), last.getStart(file));
      const tail = file.text.slice(last.end, body.end);
      return `${list}(...(await Promise.all(${collection}.map(async (${parameter}) => ${head}return ${plain ?? text};${tail}))));`;
    },
  };
}

function isPush(statement: ts.Statement | undefined): statement is ts.ExpressionStatement {
  if (!statement || !ts.isExpressionStatement(statement)) return false;
  const call = unwrap(statement.expression);
  return ts.isCallExpression(call) && ts.isPropertyAccessExpression(call.expression) && ts.isIdentifier(call.expression.expression) && call.expression.name.text === 'push';
}

function countPushes(body: ts.Node): number {
  let count = 0;
  walkOwn(body, (each) => {
    if (ts.isExpressionStatement(each) && isPush(each)) count++;
  });
  return count;
}

/** Every round becomes a call of an async function; answers are put where they belong in the order they come. */
function wholeRounds(node: ts.ForOfStatement, body: ts.Block, { file }: RuleContext): Form | undefined {
  if (countPushes(body) > 0 || assignsOutside(body)) return undefined;
  const parameter = (node.initializer as ts.VariableDeclarationList).declarations[0]?.name.getText(file) ?? 'each';
  const text = withoutContinue(file, body);
  return { keepsOrder: !fills(body), write: (collection) => `await Promise.all(${collection}.map(async (${parameter}) => ${text}));` };
}

/** Keys of objects and maps keep the order in which they were added. */
function fills(body: ts.Node): boolean {
  let found = false;
  walkOwn(body, (each) => {
    if (ts.isElementAccessExpression(each) && ts.isBinaryExpression(each.parent) && each.parent.left === each) found = true;
    if (ts.isCallExpression(each) && ts.isPropertyAccessExpression(each.expression) && /^(?:set|add)$/.test(each.expression.name.text)) found = true;
  });
  return found;
}

function hasContinue(body: ts.Node): boolean {
  return continuesOf(body).length > 0;
}

/** `continue` of the loop itself, not of loops within. */
function continuesOf(body: ts.Node): readonly ts.ContinueStatement[] {
  const found: ts.ContinueStatement[] = [];
  const step = (node: ts.Node): void => {
    if (isFunctionNode(node) || ts.isIterationStatement(node, false)) return;
    if (ts.isContinueStatement(node)) found.push(node);
    ts.forEachChild(node, step);
  };
  step(body);
  return found;
}

function withoutContinue(file: ts.SourceFile, body: ts.Block): string {
  let text = '';
  let at = body.getStart(file);
  for (const each of continuesOf(body)) {
    text += `${file.text.slice(at, each.getStart(file))}return${each.getText(file).endsWith(';') ? ';' : ''}`;
    at = each.end;
  }
  return text + file.text.slice(at, body.end);
}

/** A counter or sum read before an await and written after it would lose what other rounds added meanwhile. */
function assignsOutside(body: ts.Node): boolean {
  let found = false;
  walkOwn(body, (each) => {
    const target = ts.isBinaryExpression(each) && each.operatorToken.kind >= ts.SyntaxKind.FirstAssignment && each.operatorToken.kind <= ts.SyntaxKind.LastAssignment ? unwrap(each.left)
      : (ts.isPrefixUnaryExpression(each) || ts.isPostfixUnaryExpression(each)) && (each.operator === ts.SyntaxKind.PlusPlusToken || each.operator === ts.SyntaxKind.MinusMinusToken) ? unwrap(each.operand) : undefined;
    if (target && ts.isIdentifier(target) && !declaredWithin(target, body)) found = true;
  });
  return found;
}

function declaredWithin(name: ts.Identifier, body: ts.Node): boolean {
  let found = false;
  walkOwn(body, (each) => {
    if (ts.isVariableDeclaration(each) && ts.isIdentifier(each.name) && each.name.text === name.text && isWithin(each, body)) found = true;
  });
  return found;
}

function chunked(node: ts.ForOfStatement, form: Form, { file, facts }: RuleContext, indent: string, unit: string): string | undefined {
  const simple = /^[\w$]+(?:\.[\w$]+)*$/.test(node.expression.getText(file)) && isArray(facts, node.expression);
  if (new RegExp(`\\bstart\\b`).test(node.getText(file))) return undefined;
  const list = simple ? node.expression.getText(file) : freeName(node, 'elements');
  const before = simple ? '' : `const ${list} = [...${node.expression.getText(file)}];\n${indent}`;
  const inner = indented(node, form.write(`${list}.slice(start, start + ${AT_ONCE})`, indent), unit);
  return `${before}for (let start = 0; start < ${list}.length; start += ${AT_ONCE}) {\n${indent}${unit}${inner}\n${indent}}`;
}

/** A name nobody uses in the function yet. */
function freeName(node: ts.Node, name: string): string {
  const scope = (enclosingFunction(node) ?? node.getSourceFile()).getText();
  let free = name;
  for (let count = 2; new RegExp(`\\b${free}\\b`).test(scope); count++) free = `${name}${count}`;
  return free;
}

function isSmall({ loop }: IndependentRounds, { facts }: RuleContext): boolean {
  if (loop.purpose.kind === 'constant') return true;
  const bound = loop.collection ? collectionBound(facts, loop.collection) : undefined;
  return bound !== undefined && bound <= FEW;
}
