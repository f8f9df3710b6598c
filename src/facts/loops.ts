import { ts } from 'ts-morph';
import { iterationFunctions, iterationMembers } from '../knowledge/iteration.js';
import type { Callback } from '../knowledge/library.js';
import { awaitOf, type CallLike, type FunctionNode, isCallLike, isFunctionNode, nameOfAccess, plainText, receiverOf, unwrap, walkOwn, wrapped } from '../syntax/nodes.js';
import type { Declaration } from './bindings.js';
import type { Facts } from './facts.js';
import { loopPurpose, type LoopPurpose } from './loop-purpose.js';

export type LoopForm = 'for' | 'for-of' | 'for-in' | 'for-await' | 'while' | 'do' | 'callback';

/** Something that makes code run again. */
export interface Loop {
  readonly form: LoopForm;
  /** The statement, or the call that runs the callback. */
  readonly node: ts.Node;
  /** What an editor should point at: the keyword, `map`. */
  readonly header: { readonly file: ts.SourceFile; readonly start: number; readonly end: number };
  /** For messages: `for…of`, `map`. */
  readonly label: string;
  /** What runs again. */
  readonly body: ts.Node;
  /** Names that stand for something else in every round: the element, its parts, the index. */
  readonly elements: readonly Declaration[];
  /** A counter that no declaration introduces: `for (i = 0; …)` in a script that is not strict. */
  readonly counter?: string;
  /** What is run over, where the loop says so. */
  readonly collection: ts.Expression | undefined;
  /** Rounds are started without waiting for the one before. */
  readonly concurrent: boolean;
  readonly purpose: LoopPurpose;
}

/** How an unknown function that takes a callback is treated: see `runsCallback`. */
type CallbackRun = { readonly kind: 'each'; readonly collection: ts.Expression | undefined; readonly elements: readonly number[]; readonly concurrent: boolean } | { readonly kind: 'once' } | { readonly kind: 'later' };

/** Calls whose callback runs during the call, once. */
const IMMEDIATE = new Set(['then', 'catch', 'finally']);

export function findLoops(facts: Facts, node: ts.Node): readonly Loop[] {
  const loops: Loop[] = [];
  let child: ts.Node = node;
  for (let at = node.parent; at; child = at, at = at.parent) {
    if (isLoopStatement(at)) {
      if (repeats(at, child)) loops.push(facts.memo('loop', at, () => statementLoop(facts, at), UNKNOWN_LOOP(at)));
    } else if (isFunctionNode(at)) {
      const run = callbackRun(facts, at);
      if (run?.kind === 'each') loops.push(facts.memo('loop', at, () => callbackLoop(facts, at, run), UNKNOWN_LOOP(at)));
      else if (run?.kind !== 'once') break;
    }
  }
  return loops;
}

type LoopStatement = ts.ForStatement | ts.ForOfStatement | ts.ForInStatement | ts.WhileStatement | ts.DoStatement;

export function isLoopStatement(node: ts.Node): node is LoopStatement {
  return ts.isForStatement(node) || ts.isForOfStatement(node) || ts.isForInStatement(node) || ts.isWhileStatement(node) || ts.isDoStatement(node);
}

function repeats(loop: LoopStatement, child: ts.Node): boolean {
  if (ts.isForOfStatement(loop) || ts.isForInStatement(loop)) return child === loop.statement;
  if (ts.isForStatement(loop)) return child !== loop.initializer;
  return true;
}

function statementLoop(facts: Facts, node: LoopStatement): Loop {
  const file = node.getSourceFile();
  const start = node.getStart(file);
  const awaits = ts.isForOfStatement(node) && node.awaitModifier !== undefined;
  const form: LoopForm = ts.isForOfStatement(node) ? (awaits ? 'for-await' : 'for-of') : ts.isForInStatement(node) ? 'for-in' : ts.isForStatement(node) ? 'for' : ts.isWhileStatement(node) ? 'while' : 'do';
  const keyword = form === 'while' ? 5 : form === 'do' ? 2 : 3;
  const partial = {
    form, node, body: node.statement, concurrent: false,
    header: { file, start, end: start + keyword },
    label: form === 'for-of' ? 'for…of' : form === 'for-in' ? 'for…in' : form === 'for-await' ? 'for await' : form === 'do' ? 'do…while' : form,
    elements: statementElements(facts, node),
    ...undeclaredCounter(facts, node),
    collection: ts.isForOfStatement(node) || ts.isForInStatement(node) ? node.expression : indexedCollection(node),
  };
  return { ...partial, purpose: loopPurpose(facts, partial) };
}

function statementElements(facts: Facts, node: LoopStatement): readonly Declaration[] {
  if (ts.isWhileStatement(node) || ts.isDoStatement(node)) return [...takenInCondition(facts, node.expression), ...takenElements(node.statement), ...countedIndex(facts, node)];
  const initializer = node.initializer;
  if (!initializer) return takenElements(node.statement);
  if (ts.isVariableDeclarationList(initializer)) return initializer.declarations.flatMap(declaredNames);
  const declaration = namesIn(initializer).map((each) => facts.declarationOf(each));
  return declaration.filter((each) => each !== undefined);
}

/** `item` of `for (item of xs)`, `i` of `for (i = 0; …)`: names that were declared before, or nowhere. */
function namesIn(initializer: ts.Expression): readonly ts.Identifier[] {
  const node = unwrap(initializer);
  if (ts.isIdentifier(node)) return [node];
  if (!ts.isBinaryExpression(node)) return [];
  return node.operatorToken.kind === ts.SyntaxKind.CommaToken ? [...namesIn(node.left), ...namesIn(node.right)] : node.operatorToken.kind === ts.SyntaxKind.EqualsToken ? namesIn(node.left) : [];
}

function undeclaredCounter(facts: Facts, node: LoopStatement): Pick<Loop, 'counter'> {
  const initializer = ts.isForStatement(node) ? node.initializer : undefined;
  const name = initializer && !ts.isVariableDeclarationList(initializer) ? namesIn(initializer).find((each) => facts.declarationOf(each) === undefined) : undefined;
  return name ? { counter: name.text } : {};
}

/** `while (queue.length) { const next = queue.shift(); … }`: what is taken off a list is an element of it. */
function takenElements(body: ts.Node): readonly Declaration[] {
  const taken: Declaration[] = [];
  walkOwn(body, (node) => {
    if (!ts.isVariableDeclaration(node) || !node.initializer) return;
    if (takesOne(node.initializer, TAKING)) taken.push(...declaredNames(node));
  });
  return taken;
}

/** `while ((next = stack.pop()))`, `while ((match = pattern.exec(text)) !== null)`. */
function takenInCondition(facts: Facts, condition: ts.Expression): readonly Declaration[] {
  const taken: Declaration[] = [];
  walkOwn(condition, (node) => {
    if (!ts.isBinaryExpression(node) || node.operatorToken.kind !== ts.SyntaxKind.EqualsToken || !ts.isIdentifier(node.left) || !takesOne(node.right, TAKING_UNTIL_DONE)) return;
    const declaration = facts.declarationOf(node.left);
    if (declaration) taken.push(declaration);
  });
  return taken;
}

const TAKING = /^(?:shift|pop|next|dequeue)$/;
const TAKING_UNTIL_DONE = /^(?:shift|pop|next|dequeue|exec)$/;

function takesOne(expression: ts.Expression, names: RegExp): boolean {
  const value = unwrap(expression);
  return ts.isCallExpression(value) && names.test(nameOfAccess(unwrap(value.expression)) ?? '');
}

/** `i` of `while (i < xs.length) { …; i++; }`; in larger steps it cuts the list into pieces. */
function countedIndex(facts: Facts, node: ts.WhileStatement | ts.DoStatement): readonly Declaration[] {
  const condition = unwrap(node.expression);
  if (!indexedCollection(node) || !ts.isBinaryExpression(condition) || !ts.isIdentifier(condition.left)) return [];
  const name = condition.left.text;
  let steps = false;
  walkOwn(node, (each) => {
    if ((ts.isPostfixUnaryExpression(each) || ts.isPrefixUnaryExpression(each)) && each.operator === ts.SyntaxKind.PlusPlusToken && plainText(each.operand) === name) steps = true;
    if (ts.isBinaryExpression(each) && each.operatorToken.kind === ts.SyntaxKind.PlusEqualsToken && plainText(each.left) === name && plainText(each.right) === '1') steps = true;
  });
  const declaration = steps ? facts.declarationOf(condition.left) : undefined;
  return declaration ? [declaration] : [];
}

/** Every name a declaration introduces, destructured ones included. */
export function declaredNames(declaration: ts.VariableDeclaration | ts.ParameterDeclaration | ts.BindingElement): readonly Declaration[] {
  if (ts.isIdentifier(declaration.name)) return [declaration];
  return declaration.name.elements.flatMap((element) => (ts.isBindingElement(element) ? declaredNames(element) : []));
}

/** `xs` of `for (let i = 0; i < xs.length; i++)` and of `while (i < xs.length)`. */
function indexedCollection(node: LoopStatement): ts.Expression | undefined {
  const condition = ts.isForStatement(node) ? node.condition : ts.isWhileStatement(node) || ts.isDoStatement(node) ? node.expression : undefined;
  if (!condition || !ts.isBinaryExpression(condition)) return undefined;
  const limit = unwrap(condition.right);
  return ts.isPropertyAccessExpression(limit) && limit.name.text === 'length' ? unwrap(limit.expression) : undefined;
}

function callbackLoop(facts: Facts, callback: FunctionNode, run: Extract<CallbackRun, { kind: 'each' }>): Loop {
  const call = wrapped(callback).parent as CallLike;
  const file = call.getSourceFile();
  const callee = unwrap((call as ts.CallExpression).expression);
  const name = nameOfAccess(callee) ?? 'callback';
  const nameNode = ts.isPropertyAccessExpression(callee) ? callee.name : callee;
  const elements = run.elements.flatMap((index) => {
    const parameter = callback.parameters[index];
    return parameter ? declaredNames(parameter) : [];
  });
  const partial = {
    form: 'callback' as const, node: call as ts.Node, body: callback as ts.Node, label: name, elements, collection: run.collection,
    concurrent: run.concurrent,
    header: { file, start: nameNode.getStart(file), end: nameNode.end },
  };
  return { ...partial, purpose: loopPurpose(facts, partial) };
}

/** When a function given to a call runs: once per element, once during the call, or later; `undefined` when it is no callback. */
export function callbackRun(facts: Facts, callback: FunctionNode): CallbackRun | undefined {
  return facts.memo('callback-run', callback, () => findCallbackRun(facts, callback), undefined);
}

function findCallbackRun(facts: Facts, callback: FunctionNode): CallbackRun | undefined {
  const outer = wrapped(callback);
  const call = outer.parent;
  if (!call || !isCallLike(call) || ts.isTaggedTemplateExpression(call)) return undefined;
  if (call.expression === outer) return { kind: 'once' };
  const each = ts.isNewExpression(call) ? undefined : perElementRun(facts, call, outer as ts.Expression);
  if (each) return each;
  const callee = unwrap(call.expression);
  if (ts.isNewExpression(call)) return ts.isIdentifier(callee) && callee.text === 'Promise' ? { kind: 'once' } : { kind: 'later' };
  const name = nameOfAccess(callee);
  if (name !== undefined && IMMEDIATE.has(name)) return { kind: 'once' };
  // A wrapper whose result is waited for runs its callback meanwhile: a limiter, a span, a lock, `withTransaction`.
  return awaitOf(call) || isReturned(call) ? { kind: 'once' } : { kind: 'later' };
}

/** What tables and the language say about a function given to a call; `undefined` where neither knows the call. */
function perElementRun(facts: Facts, call: ts.CallExpression, argument: ts.Expression): CallbackRun | undefined {
  const position = call.arguments.indexOf(argument);
  if (position < 0) return undefined;
  const callee = unwrap(call.expression);
  const name = nameOfAccess(callee);
  const promiseMethod = name !== undefined && IMMEDIATE.has(name);
  const target = promiseMethod ? undefined : facts.valueOf(callee);
  if (target?.kind === 'member') {
    const fromTable = tableRun(target.member.callbacks, call, position, callee);
    if (fromTable) return fromTable;
  }
  const receiver = receiverOf(callee);
  const fixed = iterationFunctions[plainText(callee)];
  if (fixed && position === fixed.callback) return { kind: 'each', collection: call.arguments[fixed.over], elements: [0, 1], concurrent: true };
  const iteration = name !== undefined && receiver && Object.hasOwn(iterationMembers, name) ? iterationMembers[name] : undefined;
  if (!iteration || position !== 0 || target?.kind === 'member') return undefined;
  const element = iteration.element ?? 0;
  return { kind: 'each', collection: receiver, elements: [element, element + 1], concurrent: iteration.result !== 'accumulated' };
}

/** A function given by name to a call that runs it once per element. */
export interface PerElement {
  /** Which of the function's parameters is the element. */
  readonly element: number;
  readonly concurrent: boolean;
}

export function findPerElement(facts: Facts, call: ts.CallExpression, argument: ts.Expression): PerElement | undefined {
  const run = perElementRun(facts, call, argument);
  if (run?.kind !== 'each') return undefined;
  const collection = run.collection ? loopPurpose(facts, { form: 'callback', node: call, body: argument, label: '', elements: [], collection: run.collection, concurrent: run.concurrent, header: { file: call.getSourceFile(), start: 0, end: 0 } }) : undefined;
  return collection && collection.kind !== 'element' ? undefined : { element: run.elements[0] ?? 0, concurrent: run.concurrent };
}

function tableRun(callbacks: readonly Callback[] | undefined, call: ts.CallExpression, position: number, callee: ts.Expression): CallbackRun | undefined {
  const last = call.arguments.length - 1;
  const known = callbacks?.find((each) => each.argument === position || (each.argument === -1 && position === last));
  if (!known) return undefined;
  if (known.runs !== 'each') return { kind: known.runs };
  const collection = typeof known.over === 'number' ? call.arguments[known.over] : receiverOf(callee);
  const element = known.element ?? 0;
  return { kind: 'each', collection, elements: [element, element + 1], concurrent: known.concurrency !== 'serial' && iterationMembers[nameOfAccess(callee) ?? '']?.result !== 'accumulated' };
}

function isReturned(node: ts.Node): boolean {
  const outer = wrapped(node);
  const parent = outer.parent;
  return ts.isReturnStatement(parent) || (ts.isArrowFunction(parent) && parent.body === outer);
}

const UNKNOWN_LOOP = (node: ts.Node): Loop => ({
  form: 'while', node, body: node, label: 'loop', elements: [], collection: undefined, concurrent: false,
  header: { file: node.getSourceFile(), start: node.pos, end: node.pos }, purpose: { kind: 'unknown', why: 'asked while it was being classified' },
});
