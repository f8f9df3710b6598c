import { ts } from 'ts-morph';
import { bounding } from '../knowledge/iteration.js';
import { calleeName, isWithin, nameOfAccess, plainText, unwrap, walk, walkOwn } from '../syntax/nodes.js';
import type { Declaration } from './bindings.js';
import type { Facts } from './facts.js';
import type { Loop } from './loops.js';

/**
 * Why code runs again. element: once per item of data, whose number nobody bounds · constant: once per item of a short
 * list written in the code · chunk: once per slice of a list · page: each round asks for the next page or cursor ·
 * poll: until something changes · retry: until it works · unknown: none could be shown.
 */
export interface LoopPurpose {
  readonly kind: 'element' | 'constant' | 'chunk' | 'page' | 'poll' | 'retry' | 'unknown';
  /** For evidence: what in the code shows it. */
  readonly why: string;
}

type Unclassified = Omit<Loop, 'purpose'>;

const CHUNK_NAME = /chunk|batch|partition|splitEvery/i;
const SLEEP_NAME = /^(?:sleep|delay|wait|setTimeout|pause|backoff|timeout)|(?:Sleep|Delay|Backoff)$/;
const CURSOR_NAME = /cursor|offset|skip|page|after|before|continuation|next|token|marker|lastId|startKey|exclusiveStart|hasMore|take|limit/i;
const ATTEMPT_NAME = /attempt|retr(?:y|ies)|tries/i;

export function loopPurpose(facts: Facts, loop: Unclassified): LoopPurpose {
  if (loop.collection) {
    const collection = unwrap(loop.collection);
    const constant = constantList(facts, collection, 0);
    if (constant !== undefined) return { kind: 'constant', why: constant };
    if (isChunked(facts, collection, 0)) return { kind: 'chunk', why: 'the loop runs over slices of a list' };
    const paged = loop.form === 'for-await' ? streamed(facts, collection) : undefined;
    if (paged) return paged;
  }
  if (loop.form === 'for') return countedPurpose(facts, loop, loop.node as ts.ForStatement);
  if (loop.form === 'while' || loop.form === 'do') return conditionPurpose(facts, loop, loop.node as ts.WhileStatement | ts.DoStatement);
  return { kind: 'element', why: 'once per element' };
}

/** Most that a list written out in code may hold and still count as short: beyond it somebody pasted data. */
const SHORT_LIST = 24;

function constantList(facts: Facts, collection: ts.Expression, depth: number): string | undefined {
  if (depth > 4) return undefined;
  if (ts.isArrayLiteralExpression(collection)) {
    const short = collection.elements.length <= SHORT_LIST && !collection.elements.some((each) => ts.isSpreadElement(each));
    return short && collection.elements.length > 0 ? `a list of ${collection.elements.length} written in the code` : undefined;
  }
  if (ts.isCallExpression(collection)) {
    const callee = unwrap(collection.expression);
    const name = nameOfAccess(callee);
    const receiver = ts.isPropertyAccessExpression(callee) ? unwrap(callee.expression) : undefined;
    if (receiver && ts.isIdentifier(receiver) && receiver.text === 'Object' && collection.arguments[0] && /^(?:keys|values|entries)$/.test(name ?? '')) return constantObject(facts, unwrap(collection.arguments[0]));
    if (receiver && /^(?:filter|map|slice|entries|values|keys|sort|toSorted|reverse|concat)$/.test(name ?? '') && name !== 'concat') return constantList(facts, receiver, depth + 1);
    return undefined;
  }
  if (ts.isNewExpression(collection) && ts.isIdentifier(collection.expression) && /^(?:Set|Map)$/.test(collection.expression.text) && collection.arguments?.[0]) return constantList(facts, unwrap(collection.arguments[0]), depth + 1);
  const initializer = constantInitializer(facts, collection);
  return initializer ? constantList(facts, initializer, depth + 1) : undefined;
}

function constantObject(facts: Facts, object: ts.Expression): string | undefined {
  const value = ts.isObjectLiteralExpression(object) ? object : constantInitializer(facts, object);
  if (value && ts.isObjectLiteralExpression(value)) return value.properties.some((each) => ts.isSpreadAssignment(each) || (each.name !== undefined && ts.isComputedPropertyName(each.name))) ? undefined : 'the keys of an object written in the code';
  if (!ts.isIdentifier(object)) return undefined;
  const declaration = facts.declarationOf(object);
  return declaration && ts.isEnumDeclaration(importTarget(facts, declaration)) ? 'the members of an enum' : undefined;
}

/** The initializer of a name that is never assigned again nor added to. */
function constantInitializer(facts: Facts, expression: ts.Expression): ts.Expression | undefined {
  if (!ts.isIdentifier(expression)) return undefined;
  const declared = facts.declarationOf(expression);
  const declaration = declared ? importTarget(facts, declared) : undefined;
  if (!declaration || !ts.isVariableDeclaration(declaration) || !declaration.initializer || facts.isReassigned(declaration)) return undefined;
  const grows = facts.referencesOf(declaration).some((each) => {
    const access = each.parent;
    if (ts.isElementAccessExpression(access) && access.expression === each) return ts.isBinaryExpression(access.parent) && access.parent.left === access;
    return ts.isPropertyAccessExpression(access) && access.expression === each && /^(?:push|unshift|splice|add|set)$/.test(access.name.text);
  });
  return grows ? undefined : unwrap(declaration.initializer);
}

function importTarget(facts: Facts, declaration: Declaration): Declaration {
  if (!(ts.isImportSpecifier(declaration) || ts.isImportClause(declaration))) return declaration;
  const statement = ts.isImportClause(declaration) ? declaration.parent : declaration.parent.parent.parent;
  if (!ts.isStringLiteral(statement.moduleSpecifier)) return declaration;
  const resolution = facts.resolve(statement.moduleSpecifier.text, declaration.getSourceFile());
  const name = ts.isImportClause(declaration) ? 'default' : (declaration.propertyName ?? declaration.name).text;
  return (resolution.kind === 'source' ? facts.exportedDeclaration(resolution.path, name) : undefined) ?? declaration;
}

/** `chunk(xs, 100)`, a variable that holds one, a generator of batches, or a slice-wise `Array.from`. */
function isChunked(facts: Facts, collection: ts.Expression, depth: number): boolean {
  if (depth > 4) return false;
  if (ts.isCallExpression(collection)) {
    const name = calleeName(collection) ?? '';
    if (bounding['functions']?.includes(name) && name !== 'slice' && name !== 'take') return true;
    if (CHUNK_NAME.test(name)) return true;
    const callee = unwrap(collection.expression);
    return ts.isPropertyAccessExpression(callee) && /^(?:entries|values|map|filter)$/.test(callee.name.text) && isChunked(facts, unwrap(callee.expression), depth + 1);
  }
  if (ts.isIdentifier(collection)) {
    const declaration = facts.declarationOf(collection);
    if (declaration && ts.isVariableDeclaration(declaration) && declaration.initializer && isChunked(facts, unwrap(declaration.initializer), depth + 1)) return true;
    return /^(?:chunks|batches|pages|partitions)$/i.test(collection.text) || /(?:Chunks|Batches|Pages)$/.test(collection.text);
  }
  return false;
}

/** `for await` over a cursor or generator runs per page or row of a stream; over an array it is an ordinary loop. */
function streamed(facts: Facts, collection: ts.Expression): LoopPurpose | undefined {
  if (!ts.isCallExpression(collection)) return undefined;
  const name = calleeName(collection) ?? '';
  if (CHUNK_NAME.test(name) || /page|paginate|scan/i.test(name)) return { kind: 'page', why: 'the loop runs over pages' };
  return undefined;
}

/** A counted loop: over an index, in steps of a size, by page number, or for a number of attempts. */
function countedPurpose(facts: Facts, loop: Unclassified, node: ts.ForStatement): LoopPurpose {
  if (!node.condition && !node.incrementor) return conditionPurpose(facts, loop, node);
  const step = node.incrementor ? unwrap(node.incrementor) : undefined;
  if (step && ts.isBinaryExpression(step) && step.operatorToken.kind === ts.SyntaxKind.PlusEqualsToken && plainText(step.right) !== '1') return { kind: 'chunk', why: `the loop advances by ${step.right.getText()} at a time` };
  const names = loop.elements.map((each) => (each.name && ts.isIdentifier(each.name) ? each.name.text : ''));
  if (names.some((name) => ATTEMPT_NAME.test(name)) || ATTEMPT_NAME.test(node.condition ? plainText(node.condition) : '')) return { kind: 'retry', why: 'the loop counts attempts' };
  if (names.some((name) => /page|offset|skip|cursor/i.test(name)) || feedsPaging(facts, loop)) return { kind: 'page', why: 'each round asks for another page' };
  const limit = node.condition && ts.isBinaryExpression(node.condition) && countsUp(node.condition.operatorToken.kind) ? unwrap(node.condition.right) : undefined;
  if (limit && ts.isNumericLiteral(limit) && Number(limit.text) <= SHORT_LIST) return { kind: 'constant', why: `the loop runs ${limit.text} times` };
  return { kind: 'element', why: 'once per element' };
}

function countsUp(operator: ts.SyntaxKind): boolean {
  return operator === ts.SyntaxKind.LessThanToken || operator === ts.SyntaxKind.LessThanEqualsToken;
}

/** The index stands in an option that names a page. */
function feedsPaging(facts: Facts, loop: Unclassified): boolean {
  let found = false;
  walk(loop.body, (node) => {
    if (found || !ts.isPropertyAssignment(node) || !ts.isIdentifier(node.name) || !/^(?:skip|offset|page|pageNumber|cursor|from)$/.test(node.name.text)) return;
    if (facts.dependsOn(node.initializer, loop.elements)) found = true;
  });
  return found;
}

function conditionPurpose(facts: Facts, loop: Unclassified, node: ts.WhileStatement | ts.DoStatement | ts.ForStatement): LoopPurpose {
  const body = node.statement;
  if (loop.elements.length > 0) return { kind: 'element', why: 'once per item taken off a list' };
  const condition = ts.isForStatement(node) ? node.condition : node.expression;
  const conditionText = condition ? plainText(condition) : 'true';
  let sleeps = false;
  let catches = false;
  walkOwn(body, (each) => {
    if (ts.isCallExpression(each) && SLEEP_NAME.test(calleeName(each) ?? '')) sleeps = true;
    if (ts.isTryStatement(each) && each.catchClause) catches = true;
  });
  if (ATTEMPT_NAME.test(conditionText) || (catches && hasIdentifier(body, ATTEMPT_NAME))) return { kind: 'retry', why: 'the loop counts attempts' };
  const carried = carriedNames(facts, body);
  if (carried.some((name) => CURSOR_NAME.test(name)) || CURSOR_NAME.test(conditionText) || hasOption(body)) return { kind: 'page', why: 'what a round returns decides the next one' };
  if (sleeps) return { kind: catches ? 'retry' : 'poll', why: 'the loop waits between rounds' };
  if (ts.isForStatement(node) && carried.length > 0) return { kind: 'unknown', why: 'each round depends on the one before' };
  return { kind: 'unknown', why: carried.length > 0 ? 'each round depends on the one before' : 'the loop runs until a condition holds' };
}

/** Names declared outside a loop body and assigned inside it: state that goes from round to round. */
export function carriedNames(facts: Facts, body: ts.Node): readonly string[] {
  const names = new Set<string>();
  walkOwn(body, (node) => {
    if (!ts.isBinaryExpression(node) || node.operatorToken.kind < ts.SyntaxKind.FirstAssignment || node.operatorToken.kind > ts.SyntaxKind.LastAssignment) return;
    const target = unwrap(node.left);
    const identifiers = ts.isIdentifier(target) ? [target] : ts.isObjectLiteralExpression(target) ? target.properties.map((each) => each.name).filter((each): each is ts.Identifier => each !== undefined && ts.isIdentifier(each)) : [];
    for (const identifier of identifiers) {
      const declaration = facts.declarationOf(identifier);
      if (declaration && !isWithin(declaration, body)) names.add(identifier.text);
    }
  });
  return [...names];
}

function hasIdentifier(body: ts.Node, pattern: RegExp): boolean {
  let found = false;
  walkOwn(body, (node) => {
    if (ts.isIdentifier(node) && pattern.test(node.text)) found = true;
  });
  return found;
}

/** A paging option next to a size is a page loop even when the names of its variables do not say so. */
function hasOption(body: ts.Node): boolean {
  const seen = new Set<string>();
  walkOwn(body, (node) => {
    if ((ts.isPropertyAssignment(node) || ts.isShorthandPropertyAssignment(node)) && ts.isIdentifier(node.name)) seen.add(node.name.text);
    if (ts.isPropertyAccessExpression(node)) seen.add(node.name.text);
  });
  const size = ['take', 'limit', 'first', 'pageSize', 'perPage', 'per_page', 'MaxKeys', 'Limit', 'maxResults', 'COUNT'].some((name) => seen.has(name));
  const position = ['skip', 'offset', 'cursor', 'after', 'page', 'startAfter', 'ExclusiveStartKey', 'ContinuationToken', 'pageToken', 'search_after'].some((name) => seen.has(name));
  return position || (size && /\bbreak\b|\.length\b/.test(plainText(body)));
}
