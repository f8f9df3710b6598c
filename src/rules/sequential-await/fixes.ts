import { ts } from 'ts-morph';
import { wordsOf } from '../../facts/call-names.js';
import type { AwaitedWork } from '../../facts/await-steps.js';
import { declaredNames } from '../../facts/loops.js';
import { calleeName, calleeOf, enclosingFunction, isCallLike, isWithin, nameOfAccess, receiverOf, unwrap, walkOwn } from '../../syntax/nodes.js';
import type { FixProposal, RuleContext } from '../rule.js';
import type { SequentialAwaits } from './detect.js';
import { commentsAround, indented, indentOf, indentUnit, removalOf } from '../../syntax/layout.js';

/** One element of the `Promise.all` to be: what is started, and the name or pattern that takes its result. */
interface Element {
  readonly work: AwaitedWork;
  readonly target: string;
  /** The statement only binds the result, and goes into the joint statement whole. */
  readonly whole: ts.Statement | undefined;
  /** What is started: the operand, or `wide ? load() : []` for an await in one arm. */
  readonly started: ts.Expression;
}

/** Where every await has one way through it and stands in a statement of one list, the run can be rewritten. */
export function canJoin({ run }: SequentialAwaits): boolean {
  const hosts = run.works.map((work) => work.host);
  return run.works.every((work) => work.conditions.length === 0 || armOf(work) !== undefined) && hosts.every((host) => isStatement(host) && host.parent === hosts[0]?.parent);
}

export function joinFixes(data: SequentialAwaits, context: RuleContext): readonly FixProposal[] {
  if (!canJoin(data)) return [];
  const taken = new Set<string>();
  const elements = data.run.works.map((work) => elementOf(work, context, taken));
  const place = placeOf(data, elements, context);
  if (!place) return [];
  const { file, path } = context;
  const joint = jointStatement(elements, context, place);
  const edits = elements.flatMap(({ work, whole, target }) => {
    if (whole === place) return [];
    if (whole) return [{ path, ...removalOf(whole), newText: '' }];
    const property = work.node.parent;
    const shorthand = ts.isPropertyAssignment(property) && property.initializer === work.node && property.name.getText() === target;
    const replaced = shorthand ? property : ts.isParenthesizedExpression(property) ? property : work.node;
    return [{ path, start: replaced.getStart(file), end: replaced.end, newText: target }];
  });
  const replaces = elements.some((each) => each.whole === place);
  const start = place.getStart(file);
  edits.push({ path, start, end: replaces ? place.end : start, newText: replaces ? joint : `${joint}\n${indentOf(place)}` });
  return [{ title: 'Start these awaits together with `Promise.all`', differs: isSafe(data, elements) ? [] : [differenceOf(data)], edits }];
}

function isStatement(node: ts.Node): node is ts.Statement {
  return ts.isStatement(node) && (ts.isBlock(node.parent) || ts.isSourceFile(node.parent) || ts.isCaseOrDefaultClause(node.parent));
}

function elementOf(work: AwaitedWork, context: RuleContext, taken: Set<string>): Element {
  const host = work.host as ts.Statement;
  const started = armOf(work) ?? work.node.expression;
  if (ts.isExpressionStatement(host) && host.expression === work.node) return { work, target: '', whole: host, started };
  const bound = bindingOf(host, armOf(work) ?? work.node);
  if (bound) return { work, target: bound.name.getText(), whole: host, started };
  return { work, target: freshName(work, context, taken), whole: undefined, started };
}

/** `const x = wide ? await load() : []`: without its `await` the whole is a promise or a value, and `Promise.all` takes either. */
function armOf(work: AwaitedWork): ts.ConditionalExpression | undefined {
  const parent = work.node.parent;
  if (!ts.isConditionalExpression(parent) || parent.condition === work.node || !isStatement(work.host) || !bindingOf(work.host, parent)) return undefined;
  let awaits = 0;
  walkOwn(parent, (node) => {
    if (ts.isAwaitExpression(node)) awaits++;
  });
  return awaits === 1 ? parent : undefined;
}

/** `const x = await work()` and nothing more. An annotated name keeps its statement: a tuple would have to spell all types. */
function bindingOf(host: ts.Statement, initializer: ts.Expression): ts.VariableDeclaration | undefined {
  if (!ts.isVariableStatement(host) || (host.modifiers?.length ?? 0) > 0 || host.declarationList.declarations.length !== 1) return undefined;
  const [declaration] = host.declarationList.declarations;
  return declaration && declaration.initializer === initializer && !declaration.type && (host.declarationList.flags & ts.NodeFlags.BlockScoped) !== 0 ? declaration : undefined;
}

/** After the property it is for, else after what is asked for: `getUserRoles` gives `userRoles`, `order.count` gives `orderCount`. */
function freshName(work: AwaitedWork, { facts, file }: RuleContext, taken: Set<string>): string {
  const parent = work.node.parent;
  const key = ts.isPropertyAssignment(parent) && ts.isIdentifier(parent.name) ? parent.name.text : undefined;
  const base = key ?? saidName(work.operand);
  const scope = outermostFunction(work.node) ?? file;
  const isFree = (name: string): boolean => !taken.has(name) && !RESERVED.has(name) && facts.bindingsOf(file).identifiersNamed(name).every((each) => isKey(each) || !isWithin(each, scope));
  let name = base;
  for (let count = 1; !isFree(name); count++) name = count === 1 ? `${base}Result` : `${base}Result${count}`;
  taken.add(name);
  return name;
}

const SAYS_HOW = new Set(['many', 'first', 'unique', 'one', 'all', 'by', 'id', 'or', 'throw', 'raw', 'async', 'pk', 'fail', 'unsafe']);

function saidName(operand: ts.Expression): string {
  const call = unwrap(operand);
  if (!isCallLike(call)) return 'result';
  const [verb = '', ...rest] = wordsOf(calleeName(call) ?? '');
  const nouns = rest.filter((word) => !SAYS_HOW.has(word));
  const receiver = receiverOf(unwrap(calleeOf(call)));
  const owner = nouns.length === 0 && receiver ? wordsOf(nameOfAccess(receiver) ?? '') : [];
  const words = nouns.length > 0 ? nouns : verb === 'count' ? [...owner, 'count'] : owner;
  const name = words.map((word, index) => (index === 0 ? word : word.charAt(0).toUpperCase() + word.slice(1))).join('');
  return /^[a-z]\w*$/.test(name) ? name : 'result';
}

function outermostFunction(node: ts.Node): ts.Node | undefined {
  let found: ts.Node | undefined;
  for (let at = enclosingFunction(node); at; at = enclosingFunction(at)) found = at;
  return found;
}

const RESERVED = new Set(['default', 'class', 'function', 'new', 'delete', 'in', 'of', 'for', 'if', 'case', 'return', 'this', 'package', 'import', 'export', 'enum', 'all']);

function isKey(identifier: ts.Identifier): boolean {
  const parent = identifier.parent;
  return (ts.isPropertyAccessExpression(parent) && parent.name === identifier) || (ts.isPropertyAssignment(parent) && parent.name === identifier) || ts.isPropertySignature(parent);
}

/**
 * The statement the joint one takes the place of: the first, unless a later call needs a local that is declared between;
 * then the last, provided that nothing between needs the results.
 */
function placeOf(data: SequentialAwaits, elements: readonly Element[], { facts }: RuleContext): ts.Statement | undefined {
  const hosts = elements.map((each) => each.work.host as ts.Statement);
  const [first] = hosts;
  const last = hosts.at(-1);
  if (!first || !last) return undefined;
  const list = (first.parent as ts.Block).statements;
  const between = list.slice(list.indexOf(first), list.indexOf(last)).filter((each) => !hosts.includes(each));
  const declared = between.flatMap((each) => (ts.isVariableStatement(each) ? each.declarationList.declarations.flatMap(declaredNames) : []));
  const needsLocals = elements.some((each) => facts.dependsOn(each.work.operand, declared));
  if (!needsLocals && !between.some((each) => assigns(each))) return first;
  const results = elements.flatMap((each) => each.work.results);
  const removable = elements.every((each) => each.whole !== undefined || each.work.host === last);
  return removable && between.every((each) => !facts.dependsOn(each, results) && !containsAwait(each) && !assigns(each)) ? last : undefined;
}

function assigns(statement: ts.Statement): boolean {
  let found = false;
  walkOwn(statement, (node) => {
    if (ts.isBinaryExpression(node) && node.operatorToken.kind >= ts.SyntaxKind.FirstAssignment && node.operatorToken.kind <= ts.SyntaxKind.LastAssignment) found = true;
    if (ts.isExpressionStatement(node)) found = true;
  });
  return found || ts.isExpressionStatement(statement) && ts.isBinaryExpression(unwrap(statement.expression));
}

function containsAwait(statement: ts.Statement): boolean {
  let found = false;
  walkOwn(statement, (node) => {
    if (ts.isAwaitExpression(node)) found = true;
  });
  return found;
}

function jointStatement(elements: readonly Element[], { file }: RuleContext, place: ts.Statement): string {
  const indent = indentOf(place);
  const unit = indentUnit(file);
  const targets = elements.map((each) => each.target);
  while (targets.at(-1) === '') targets.pop();
  const constant = elements.every(({ whole }) => !whole || !ts.isVariableStatement(whole) || (whole.declarationList.flags & ts.NodeFlags.Const) !== 0);
  const head = targets.length === 0 ? 'await Promise.all([' : `${constant ? 'const' : 'let'} [${targets.join(', ')}] = await Promise.all([`;
  const end = /;\s*$/.test(place.getText()) || elements.some((each) => each.work.host.getText().endsWith(';')) ? ']);' : '])';
  const calls = elements.map((each) => startedText(each, file));
  const comments = elements.map(({ whole }) => (whole && whole !== place ? commentsAround(whole) : []));
  const line = `${head}${calls.join(', ')}${end}`;
  if (indent.length + line.length <= 100 && !line.includes('\n') && comments.every((each) => each.length === 0)) return line;
  const inside = indent + unit;
  const lines = calls.flatMap((call, index) => [...(comments[index] ?? []).map((comment) => inside + comment), `${inside}${indented(elements[index]?.started, call, unit)},`]);
  return `${head}\n${lines.join('\n')}\n${indent}${end}`;
}

function startedText({ work, started }: Element, file: ts.SourceFile): string {
  if (started === work.node.expression) return started.getText(file);
  const text = started.getText(file);
  const at = work.node.getStart(file) - started.getStart(file);
  return text.slice(0, at) + text.slice(at + work.node.expression.getStart(file) - work.node.getStart(file));
}

function differenceOf({ run }: SequentialAwaits): string {
  if (run.kind === 'writes') return 'if one fails, the others have already started';
  if (run.doubts.length === 0) return 'what stands between them runs before or after all of them';
  if (run.works.some((work) => work.conditions.length > 0) && run.works.every((work) => work.effect.proof === 'proven')) return 'one that depends on a condition may start for nothing';
  return 'if one of them does more than read, as its name says, the others no longer see what it did';
}

/** Reads that are known to be reads, with nothing else that runs between them. */
function isSafe({ run, start, end }: SequentialAwaits, elements: readonly Element[]): boolean {
  if (run.kind !== 'reads' || run.doubts.length > 0) return false;
  const list = (elements[0]?.work.host.parent as ts.Block).statements;
  const file = list[0]?.getSourceFile();
  let calls = 0;
  for (const statement of list) {
    if (!file || statement.end <= start || statement.getStart(file) >= end) continue;
    const visit = (node: ts.Node): boolean => {
      if (elements.some((each) => isWithin(node, each.work.node))) return false;
      if (isCallLike(node)) calls++;
      return true;
    };
    if (visit(statement)) walkOwn(statement, visit);
  }
  return calls === 0;
}
