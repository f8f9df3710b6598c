import { ts } from 'ts-morph';
import type { TextEdit } from '../../../core/finding.js';
import type { Declaration } from '../../../facts/bindings.js';
import type { Facts } from '../../../facts/facts.js';
import { loadOfRow, type LoadOfRow } from '../../../facts/relation-loads.js';
import type { OperationUse } from '../../../facts/operations.js';
import { rowsSourceOf } from '../../../facts/rows-source.js';
import { awaitOf, isFunctionNode, isWithin, receiverOf, unwrap, walk, wrapped } from '../../../syntax/nodes.js';
import type { FixProposal } from '../../rule.js';
import { hasEffects } from './differences.js';
import { insteadOfLoop, performedStatement } from './instead-of-loop.js';
import { findLoopSite, type LoopSite } from './loop-site.js';
import { loaderOfRows } from './rows-loader.js';

/** A load of a row's relations, and what loads those of all rows. */
export interface LoadInLoop extends LoadOfRow {
  readonly site: LoopSite;
  /** Code that, awaited, loads them for the rows of a list. */
  many(rows: string): string;
  /** Name of the method for the title: `populate`. */
  readonly method: string;
  readonly differs: readonly string[];
}

export function loadInLoop(facts: Facts, use: OperationUse): LoadInLoop | undefined {
  const found = loadOfRow(facts, use);
  const site = found && findLoopSite(facts, found.call, found.row);
  // Rows of an inner loop may be there only once those of the outer one have been loaded.
  if (!found || !site || site.nested || !site.isElement(found.row) || !site.meansTheSame(found.call, found.row)) return undefined;
  const { load, call, row } = found;
  if (typeof load.row === 'number') {
    const place = load.row;
    const callee = call.expression.getText();
    return { ...found, site, method: use.method, differs: [], many: (rows) => `${callee}(${call.arguments.map((each, index) => (index === place ? rows : each.getText())).join(', ')})` };
  }
  const loader = load.many && site.loop.collection && loaderOfRows(facts, load.many, use, { rows: site.loop.collection, row, near: site.loop.node });
  if (!load.many || !loader || call.arguments.length > (load.many.arguments === undefined ? load.many.most ?? Infinity : 0)) return undefined;
  const { method } = load.many;
  const others = load.many.arguments === undefined ? call.arguments.map((each) => each.getText()) : [filled(load.many.arguments, found)];
  return { ...found, site, method, differs: loader.differs, many: (rows) => `${loader.text}.${method}(${[rows, ...others].join(', ')})` };
}

function filled(code: string, { row, relations }: LoadOfRow): string {
  return code.replaceAll('$row', row.getText()).replaceAll('$relation', relations?.[0] ?? '');
}

/** One load for all rows before the loop, or in its place. */
export function loadFix(facts: Facts, found: LoadInLoop): FixProposal | undefined {
  const edits = insteadOfResults(facts, found) ?? insteadOfRounds(found) ?? beforeLoop(found);
  return edits && {
    title: `Load them all with one \`${found.method}\``, queries: '1 + N → 2',
    differs: [...differencesOfLoading(facts, found), ...found.differs], edits,
  };
}

/** The loop does nothing else. */
function insteadOfRounds({ call, row, site, many }: LoadInLoop): readonly TextEdit[] | undefined {
  const performed = performedStatement(call);
  return performed && insteadOfLoop(site, performed.node, row, (rows) => [`await ${many(rows)}`]);
}

/** `await Promise.all(docs.map((doc) => doc.populate('author')))`, whose results are the rows: what loads all gives them as well. */
function insteadOfResults(facts: Facts, { call, load, row, site, many }: LoadInLoop): readonly TextEdit[] | undefined {
  const { node, collection } = site.loop;
  const joint = wrapped(node).parent;
  if (load.gives !== '$row' || !collection || !ts.isCallExpression(node) || !ts.isCallExpression(joint) || joint.expression.getText() !== 'Promise.all' || site.loop.label !== 'map') return undefined;
  const awaited = awaitOf(call) ?? call;
  const callback = wrapped(awaited).parent;
  if (!ts.isArrowFunction(callback) || wrapped(callback).parent !== node || unwrap(row) !== row || callback.parameters.length !== 1) return undefined;
  const taker = awaitOf(joint) ?? joint;
  const { parent } = wrapped(taker);
  // What is left is the statement that is nothing but the loop, or a promise that goes elsewhere.
  if (ts.isExpressionStatement(parent) || !(ts.isAwaitExpression(taker) || ts.isReturnStatement(parent) || ts.isArrowFunction(parent))) return undefined;
  const list = site.listOf(row, 'every');
  if (!list || list.statements.length > 0 || list.text !== collection.getText()) return undefined;
  const file = joint.getSourceFile();
  return [{ path: file.fileName, start: joint.getStart(file), end: joint.end, newText: many(isLastUse(facts, collection) ? list.text : `[...${list.text}]`) }];
}

/** A local list that nothing else uses may be the list of results itself. */
function isLastUse(facts: Facts, list: ts.Expression): boolean {
  const name = unwrap(list);
  const declaration = ts.isIdentifier(name) ? facts.declarationOf(name) : undefined;
  return declaration !== undefined && ts.isVariableDeclaration(declaration) && ts.isIdentifier(declaration.name) && facts.referencesOf(declaration).every((each) => each === name);
}

function beforeLoop({ call, load, row, relations, site, many }: LoadInLoop): readonly TextEdit[] | undefined {
  const list = site.listOf(row, 'every');
  const file = call.getSourceFile();
  const awaited = awaitOf(call);
  const statement = awaited && wrapped(awaited).parent;
  const edits: TextEdit[] = [];
  if (statement && ts.isExpressionStatement(statement)) {
    if (!ts.isBlock(statement.parent)) return undefined;
    edits.push({ path: file.fileName, ...lineOf(statement), newText: '' });
  } else if (load.gives !== undefined) {
    const replaced = awaited ?? call;
    if (!awaited && !ts.isArrowFunction(wrapped(call).parent) && !ts.isReturnStatement(wrapped(call).parent)) return undefined;
    const newText = filled(load.gives, { load, call, row, relations });
    const place = ts.isParenthesizedExpression(replaced.parent) ? replaced.parent : replaced;
    edits.push({ path: file.fileName, start: place.getStart(file), end: place.end, newText });
  } else if (!load.once) return undefined;
  return list && [...site.place.edits, site.place.insert([...list.statements, `await ${many(list.text)}`]), ...list.edits, ...edits];
}

/** A statement with its line, where it has one of its own. */
function lineOf(statement: ts.Statement): { readonly start: number; readonly end: number } {
  const { text } = statement.getSourceFile();
  const start = statement.getStart();
  const line = text.lastIndexOf('\n', start - 1) + 1;
  const space = /^[ \t]*(?:\r?\n)?/.exec(text.slice(statement.end))?.[0] ?? '';
  const alone = space.endsWith('\n') && text.slice(line, start).trim() === '';
  return alone ? { start: line, end: statement.end + space.length } : { start, end: statement.end + space.replace(/\r?\n$/, '').length };
}

function differencesOfLoading(facts: Facts, { call, row, site }: LoadInLoop): readonly string[] {
  const { body } = site.loop;
  return [
    ...(hasEffects(facts, body, call) ? ['all of it is loaded before the first round: what changes meanwhile is not seen'] : []),
    ...(leavesLoop(body) ? ['it is loaded for rows that the loop does not get to, too'] : []),
    ...(isLookedAtBefore(facts, call, row, site) ? ['a round finds it loaded before it has asked for it'] : []),
  ];
}

/** `break`, `return` or `throw` of a round; what leaves an inner loop or function is taken for one as well. */
function leavesLoop(body: ts.Node): boolean {
  let leaves = false;
  walk(body, (node) => {
    if (ts.isBreakStatement(node) || ts.isThrowStatement(node) || (ts.isReturnStatement(node) && !isFunctionNode(body))) leaves = true;
    return !leaves;
  });
  return leaves;
}

/** Whether a round does anything with rows, but for reading properties of another name, before it loads its own. */
function isLookedAtBefore(facts: Facts, call: ts.CallExpression, row: ts.Expression, { loop }: LoopSite): boolean {
  const relation = receiverOf(unwrap(call.expression));
  const named = relation && relation !== unwrap(row) ? relation.getText() : undefined;
  const looks = (name: ts.Identifier): boolean => {
    const access = wrapped(name).parent;
    if (!ts.isPropertyAccessExpression(access) || unwrap(access.expression) !== name) return true;
    const outer = wrapped(access).parent;
    const called = ts.isCallExpression(outer) && unwrap(outer.expression) === access;
    // Which properties a load by name fills may not be written out.
    return called || named === undefined || access.getText() === named;
  };
  return namesOf(facts, row, loop.collection).some((each) => facts.referencesOf(each).some((name) => isWithin(name, loop.body) && name.pos < call.pos && !isWithin(name, call) && looks(name)));
}

/** What the row and the list of them are called. */
function namesOf(facts: Facts, row: ts.Expression, rows: ts.Expression | undefined): readonly Declaration[] {
  const element = unwrap(row);
  const own = ts.isIdentifier(element) ? facts.declarationOf(element) : undefined;
  return [...(own ? [own] : []), ...(rows ? rowsSourceOf(facts, rows).names : [])];
}
