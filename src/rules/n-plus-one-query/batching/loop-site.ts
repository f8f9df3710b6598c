import { ts } from 'ts-morph';
import type { TextEdit } from '../../../core/finding.js';
import type { Declaration } from '../../../facts/bindings.js';
import { collectionBound } from '../../../facts/collection-bound.js';
import type { Facts } from '../../../facts/facts.js';
import { isArray } from '../../../facts/known-arrays.js';
import { declaredNames, type Loop } from '../../../facts/loops.js';
import { isFunctionNode, isWithin, mentionsName, unwrap, walk } from '../../../syntax/nodes.js';
import { freeName, freeParameter, pluralOf } from './names.js';
import { placeBefore, type PlaceBefore } from './place-before.js';
import { isAssignment, spell, type RoundValues } from './round-values.js';

/** A loop around the query, as it can be run over once more beforehand. */
interface Level {
  readonly loop: Loop;
  /** How the element is bound: `trip`, `{ cityId }`, `[id, trip]`. */
  readonly pattern: string;
  /** The same as syntax; not there for rounds that count. */
  readonly binding?: ts.BindingName;
  readonly collection: string;
  /** It has `map`; other iterables are made an array first. */
  readonly array: boolean;
}

/** The loops that a query's elements come from, and the place before them. */
export interface LoopSite {
  readonly place: PlaceBefore;
  /** The outermost loop whose rounds the query depends on. */
  readonly loop: Loop;
  /** The query stands directly in rounds of one loop. */
  readonly nested: boolean;
  /** Rounds move their own counter, so that some elements may have none: what is read for them as well is not asked for. */
  readonly skips: boolean;
  /** Most elements there can be, where the code says so. */
  readonly bound: number | undefined;
  /**
   * The text of a list of what an expression is in each round; `undefined` when that is not known beforehand.
   * @param rounds those that get to the query, or, where more are no harm, at least those
   * @param part a property of it that is meant instead, left out where it is null
   */
  listOf(value: ts.Expression, rounds?: 'every' | 'at-least', part?: { readonly keyPart?: string; readonly keyMayBeNull?: boolean }): ListOfRounds | undefined;
  /** Whether an expression of a round is the element itself: `trip`, `trips[i]`. */
  readonly isElement: (node: ts.Expression) => boolean;
  /** Whether rounds do nothing but get to a node: conditions and locals on the way have no effect. */
  isAllThatHappens(node: ts.Node): boolean;
  /** Whether an expression of a round, but for a part of it, means the same before the loop, so that it can be moved there as it is. */
  meansTheSame(node: ts.Node, except: ts.Node): boolean;
}

/** Something of every round, as a list. */
export interface ListOfRounds {
  readonly text: string;
  /** Statements it needs before it, without their ends, and what else changes. */
  readonly statements: readonly string[];
  readonly edits: readonly TextEdit[];
}

/** Members that hand each element to their callback as its first argument. */
const ELEMENT_FIRST = /^(?:map|forEach|flatMap)$/;

/** Where to ask for all elements at once; `undefined` for loops that cannot be run over twice or have no place before them. */
export function findLoopSite(facts: Facts, call: ts.Node, key: ts.Expression): LoopSite | undefined {
  const around = facts.loopsAround(call);
  const levels = levelsOf(facts, around, key);
  const outermost = levels?.[0]?.loop;
  if (!levels || !outermost) return undefined;
  const place = placeBefore(outermost.node);
  if (!place || hasTryBetween(call, outermost.body)) return undefined;
  const values: RoundValues = {
    facts, scope: outermost.node, elements: new Set(levels.flatMap((each) => (ts.isForStatement(each.loop.node) ? [] : each.loop.elements))),
    counters: new Set(around.flatMap((each) => each.counter ?? [])), aliases: new Map(levels.flatMap((each) => aliasesOf(each))),
  };
  const collections = collectionsOf(facts, values, levels);
  if (!collections) return undefined;
  const skips = levels.some(({ loop }) => ts.isForStatement(loop.node) && assignsCounter(loop));
  return {
    place, loop: outermost, nested: levels.length > 1, skips,
    bound: levels.length === 1 && outermost.collection ? collectionBound(facts, outermost.collection) : undefined,
    listOf(value, rounds = 'at-least', { keyPart, keyMayBeNull } = {}) {
      if (skips && rounds === 'every') return undefined;
      const whole = spell(values, value);
      const text = whole === undefined || keyPart === undefined ? whole : `${whole}.${keyPart}`;
      const conditions = text === undefined ? undefined : guardsOf(values, call, outermost.body, rounds === 'every' ? undefined : text, levels.slice(1).map((each) => each.collection));
      return text === undefined || !conditions ? undefined : { ...collections, text: listText(collections.levels, text, [...conditions, ...(keyMayBeNull ? [`${text} != null`] : [])]) };
    },
    isElement: (node) => values.aliases.has(node.getText()) || (ts.isIdentifier(node) && levels.some(({ loop }) => loop.elements.some((each) => each === facts.declarationOf(node)))),
    isAllThatHappens: (node) => isAllThatHappens(values, node, outermost.body, new Set(levels.map((each) => each.loop.node))),
    meansTheSame: (node, except) => meansTheSame(values, node, except),
  };
}

/** The loops whose elements the key is made of, outermost first. */
function levelsOf(facts: Facts, around: readonly Loop[], key: ts.Expression): Level[] | undefined {
  const levels: Level[] = [];
  const sources: ts.Node[] = [key];
  for (const loop of around) {
    if (!sources.some((each) => dependsOnRound(facts, each, loop))) {
      // Rounds of another kind between (a retry, a page) would see other elements.
      if (levels.length === 0 && loop.purpose.kind !== 'element') return undefined;
      continue;
    }
    const level = levelOf(facts, loop, levels.map((each) => each.pattern));
    if (!level || loop.purpose.kind !== 'element' || !loop.collection) return undefined;
    levels.unshift(level);
    sources.push(loop.collection);
  }
  return levels.length > 0 ? levels : undefined;
}

/** Whether an expression differs from round to round. */
export function dependsOnRound(facts: Facts, node: ts.Node, { elements, counter }: Loop): boolean {
  return facts.dependsOn(node, elements) || (counter !== undefined && mentionsName(node, counter));
}

function levelOf(facts: Facts, loop: Loop, inner: readonly string[]): Level | undefined {
  if (!loop.collection) return undefined;
  const collection = loop.collection.getText();
  const common = { loop, collection, array: loop.form === 'for' || loop.form === 'callback' || isArray(facts, loop.collection) };
  if (ts.isForOfStatement(loop.node)) {
    const { initializer } = loop.node;
    const declaration = ts.isVariableDeclarationList(initializer) ? initializer.declarations[0] : undefined;
    return declaration && !loop.node.awaitModifier && !reassigns(facts, declaration) ? { ...common, pattern: declaration.name.getText(), binding: declaration.name } : undefined;
  }
  if (ts.isForStatement(loop.node)) return countsUp(loop.node) ? { ...common, pattern: freeParameter(facts, loop.node, 'element', inner) } : undefined;
  if (loop.form !== 'callback' || !isFunctionNode(loop.body) || !ELEMENT_FIRST.test(loop.label)) return undefined;
  const [parameter] = loop.body.parameters;
  return parameter && !parameter.initializer && !reassigns(facts, parameter) ? { ...common, pattern: parameter.name.getText(), binding: parameter.name } : undefined;
}

function reassigns(facts: Facts, declaration: ts.VariableDeclaration | ts.ParameterDeclaration): boolean {
  return declaredNames(declaration).some((each) => facts.isReassigned(each));
}

/** `for (let i = 0; i < xs.length; i++)` */
function countsUp({ initializer, incrementor }: ts.ForStatement): boolean {
  const list = initializer && ts.isVariableDeclarationList(initializer) ? initializer.declarations : undefined;
  const first = list ? (list.length === 1 ? list[0]?.initializer : undefined) : initializer && ts.isBinaryExpression(initializer) && isAssignment(initializer) ? initializer.right : undefined;
  return first?.getText() === '0' && incrementor !== undefined && /^(?:\w+\+\+|\+\+\w+|\w+ \+= 1)$/.test(incrementor.getText());
}

/** The name that counts, declared or not. */
function counterOf({ elements: [index], counter }: Loop): string | undefined {
  return counter ?? (index?.name && ts.isIdentifier(index.name) ? index.name.text : undefined);
}

/** Rounds that move their own counter leave elements out, as do loops within that count with the same name. */
function assignsCounter(loop: Loop): boolean {
  const name = counterOf(loop);
  let assigns = false;
  walk(loop.body, (node) => {
    const target = ts.isBinaryExpression(node) && isAssignment(node) ? node.left : ts.isPrefixUnaryExpression(node) || ts.isPostfixUnaryExpression(node) ? node.operand : undefined;
    if (target && ts.isIdentifier(target) && target.text === name && !ts.isPrefixUnaryExpression(node)) assigns = true;
    if (target && ts.isPrefixUnaryExpression(node) && /^(?:\+\+|--)/.test(node.getText()) && target.getText() === name) assigns = true;
    return !assigns;
  });
  return assigns;
}

/** In a counted loop `trips[i]` is the element. */
function aliasesOf({ loop, pattern, collection }: Level): readonly (readonly [string, string])[] {
  const index = counterOf(loop);
  if (!ts.isForStatement(loop.node) || index === undefined) return [];
  const text = `${collection}[${index}]`;
  return [[text, pattern], [`${text}!`, pattern]];
}

/** What is run over as it can be said before the outermost loop; an outermost one that is computed gets a name. */
function collectionsOf(facts: Facts, values: RoundValues, levels: readonly Level[]): (Omit<ListOfRounds, 'text'> & { readonly levels: readonly Level[] }) | undefined {
  const [outermost, ...inner] = levels;
  if (!outermost?.loop.collection) return undefined;
  const spelled: Level[] = [];
  for (const level of inner) {
    const text = level.loop.collection && spell(values, level.loop.collection);
    if (text === undefined) return undefined;
    spelled.push({ ...level, collection: /^[\w$.[\]!?()'"]+$/.test(text) ? text : `(${text})` });
  }
  if (isStable(outermost.loop.collection)) return { levels: [outermost, ...spelled], statements: [], edits: [] };
  const { collection } = outermost.loop;
  const file = collection.getSourceFile();
  const name = freeName(facts, collection, pluralOf(/^\w+$/.test(outermost.pattern) ? outermost.pattern : 'element'));
  if (ts.isForStatement(outermost.loop.node)) return undefined;
  const edits = [{ path: file.fileName, start: collection.getStart(), end: collection.end, newText: name }];
  return { levels: [{ ...outermost, collection: name }, ...spelled], statements: [`const ${name} = ${collection.getText()}`], edits };
}

/** A name, or properties of a name: evaluating it twice gives the same and costs nothing. */
function isStable(expression: ts.Expression): boolean {
  const inner = unwrap(expression);
  if (ts.isPropertyAccessExpression(inner)) return isStable(inner.expression);
  return ts.isIdentifier(inner) || inner.kind === ts.SyntaxKind.ThisKeyword;
}

/** `trips.map((trip) => trip.cityId)`, with the conditions on which a round gets to the query. */
function listText(levels: readonly Level[], value: string, conditions: readonly string[]): string {
  return [...levels].reverse().reduce((body, { pattern, binding, collection, array }, index) => {
    const parameter = `(${binding ? patternFor(binding, [body, ...conditions].join(' ')) : pattern})`;
    if (index > 0) return `${array ? collection : `[...${collection}]`}.flatMap(${parameter} => ${body})`;
    if (conditions.length > 0) return `${array ? collection : `[...${collection}]`}.flatMap(${parameter} => (${conditions.join(' && ')} ? [${value}] : []))`;
    if (value === pattern) return array ? collection : `[...${collection}]`;
    const result = value.startsWith('{') ? `(${value})` : value;
    return array ? `${collection}.map(${parameter} => ${result})` : `Array.from(${collection}, ${parameter} => ${result})`;
  }, value);
}

/** A binding without the names that a text does not use. */
function patternFor(name: ts.BindingName, text: string): string {
  const isUsed = (each: ts.BindingElement): boolean => declaredNames(each).some(({ name: declared }) => declared && usesWord(text, declared.getText()));
  if (ts.isObjectBindingPattern(name)) {
    const used = name.elements.filter(isUsed);
    // What is named beside a rest is left out of it.
    return used.length === name.elements.length || used.some((each) => each.dotDotDotToken) ? name.getText() : `{ ${used.map((each) => each.getText()).join(', ')} }`;
  }
  if (!ts.isArrayBindingPattern(name)) return name.getText();
  const kept = name.elements.map((each) => (ts.isBindingElement(each) && isUsed(each) ? each.getText() : ''));
  while (kept.at(-1) === '') kept.pop();
  return `[${kept.join(', ')}]`;
}

function usesWord(text: string, word: string): boolean {
  return text.split(/[^\p{ID_Continue}$]+/u).includes(word);
}

/**
 * The conditions between the loop and the query that speak of what the key is taken from: without them the key may not even
 * be there (`if (trip.city)` before `trip.city.id`). Others only leave rows unread, which are now read for nothing.
 * `undefined` when such a condition cannot be asked beforehand.
 */
function guardsOf(values: RoundValues, call: ts.Node, body: ts.Node, key: string | undefined, inner: readonly string[]): readonly string[] | undefined {
  const owners = key === undefined ? undefined : ownersOf(key);
  const guards: string[] = [];
  for (let at = call; at !== body && at.parent; at = at.parent) {
    const { parent } = at;
    const conditions: { readonly node: ts.Expression; readonly holds: boolean }[] = [];
    if (ts.isIfStatement(parent) && parent.expression !== at) conditions.push({ node: parent.expression, holds: parent.thenStatement === at });
    if (ts.isConditionalExpression(parent) && parent.condition !== at) conditions.push({ node: parent.condition, holds: parent.whenTrue === at });
    if (ts.isBinaryExpression(parent) && parent.right === at && parent.operatorToken.kind === ts.SyntaxKind.AmpersandAmpersandToken) conditions.push({ node: parent.left, holds: true });
    if (ts.isBlock(parent)) conditions.push(...earlyExits(parent, at).map((node) => ({ node, holds: false })));
    for (const { node, holds } of conditions) {
      // What an inner loop runs over may not even be there without it.
      if (inner.some((collection) => ownersOf(collection).some((owner) => mentionsPath(node, owner)))) return undefined;
      if (owners && !owners.some((owner) => mentionsPath(node, owner))) continue;
      const text = spell(values, node);
      if (text === undefined) return undefined;
      const simple = ts.isIdentifier(node) || ts.isPropertyAccessExpression(node);
      guards.unshift(holds ? (simple || ts.isPrefixUnaryExpression(node) ? text : `(${text})`) : negated(node, text));
    }
  }
  return guards;
}

function negated(node: ts.Expression, text: string): string {
  if (ts.isPrefixUnaryExpression(node) && node.operator === ts.SyntaxKind.ExclamationToken) return text.slice(1).trim();
  if (ts.isBinaryExpression(node) && /^[!=]==?$/.test(node.operatorToken.getText())) {
    const operator = node.operatorToken.getText();
    const opposite = `${operator.startsWith('!') ? '=' : '!'}${operator.slice(1)}`;
    // Only where the text is the one that was written.
    if (text === node.getText()) return `${node.left.getText()} ${opposite} ${node.right.getText()}`;
  }
  return ts.isIdentifier(node) || ts.isPropertyAccessExpression(node) ? `!${text}` : `!(${text})`;
}

/** Conditions of `if (…) continue;` and `if (…) return;` before a statement of a block. */
function earlyExits(block: ts.Block, statement: ts.Node): readonly ts.Expression[] {
  const before = block.statements.slice(0, block.statements.indexOf(statement as ts.Statement));
  return before.flatMap((each) => (ts.isIfStatement(each) && !each.elseStatement && leaves(each.thenStatement) ? [each.expression] : []));
}

function leaves(statement: ts.Statement): boolean {
  const last = ts.isBlock(statement) ? statement.statements.at(-1) : statement;
  return last !== undefined && (ts.isContinueStatement(last) || ts.isReturnStatement(last) || ts.isThrowStatement(last) || ts.isBreakStatement(last));
}

/** Of `trip.city.id` itself and `trip.city`, but not `trip`, of which every condition speaks; a plain name is its own owner. */
function ownersOf(key: string): readonly string[] {
  const names = key.replace(/[!?]/g, '').split('.');
  return names.length === 1 ? names : names.slice(1).map((_, index) => names.slice(0, index + 2).join('.'));
}

function mentionsPath(node: ts.Node, path: string): boolean {
  let found = false;
  const visit = (each: ts.Node): void => {
    if ((ts.isIdentifier(each) || ts.isPropertyAccessExpression(each)) && each.getText().replace(/[!?]/g, '') === path) found = true;
    if (!found) ts.forEachChild(each, visit);
  };
  visit(node);
  return found;
}

/** Every statement on the way from the body to a node is a local that can be spelled, a condition, or an early end of the round. */
function isAllThatHappens(values: RoundValues, node: ts.Node, body: ts.Node, loops: ReadonlySet<ts.Node>): boolean {
  for (let at = node; at !== body; at = at.parent) {
    const { parent } = at;
    if (ts.isBlock(parent)) {
      if (!parent.statements.every((each) => each === at || isHarmlessStatement(values, each))) return false;
    } else if (ts.isIfStatement(parent)) {
      if (parent.elseStatement) return false;
    } else if (parent !== body && !loops.has(parent) && !isFunctionNode(parent) && !ts.isCallExpression(parent) && !ts.isAwaitExpression(parent) && !ts.isExpressionStatement(parent)) return false;
  }
  return true;
}

function isHarmlessStatement(values: RoundValues, statement: ts.Statement): boolean {
  if (ts.isVariableStatement(statement)) return statement.declarationList.declarations.every(({ initializer }) => initializer !== undefined && spell(values, initializer) !== undefined);
  if (!ts.isIfStatement(statement) || statement.elseStatement) return false;
  const exit = ts.isBlock(statement.thenStatement) && statement.thenStatement.statements.length === 1 ? statement.thenStatement.statements[0] : statement.thenStatement;
  return exit !== undefined && (ts.isContinueStatement(exit) || (ts.isReturnStatement(exit) && !exit.expression && isFunctionNode(statement.parent.parent)));
}

/** A failure that a round takes care of must not end all of them. */
function hasTryBetween(call: ts.Node, body: ts.Node): boolean {
  for (let at = call; at !== body && at.parent; at = at.parent) if (ts.isTryStatement(at.parent) && at.parent.tryBlock === at) return true;
  return false;
}

/** No name of the loop, and none that the rounds change; parameters of callbacks within the expression come along. */
function meansTheSame({ facts, scope, counters }: RoundValues, node: ts.Node, except: ts.Node): boolean {
  let same = true;
  const visit = (each: ts.Node): void => {
    if (each === except) return;
    if (ts.isAwaitExpression(each) || ts.isYieldExpression(each)) same = false;
    if (ts.isIdentifier(each) && isReference(each)) {
      const declaration: Declaration | undefined = facts.declarationOf(each);
      if (!declaration && counters.has(each.text)) same = false;
      if (declaration && !isWithin(declaration, node)) {
        if (isWithin(declaration, scope)) same = false;
        else if (facts.isReassigned(declaration) && facts.referencesOf(declaration).some((reference) => isWithin(reference, scope) && reference.parent !== each.parent)) same = false;
      }
    }
    if (same) ts.forEachChild(each, visit);
  };
  visit(node);
  return same;
}

function isReference(node: ts.Identifier): boolean {
  const { parent } = node;
  return !((ts.isPropertyAccessExpression(parent) && parent.name === node) || (ts.isPropertyAssignment(parent) && parent.name === node));
}
