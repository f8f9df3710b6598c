import { ts } from 'ts-morph';
import { isWrite, type Declaration } from '../../facts/bindings.js';
import type { Facts } from '../../facts/facts.js';
import { declaredNames } from '../../facts/loops.js';
import { walk, walkOwn } from '../../syntax/nodes.js';
import type { Element } from './elements.js';

/** Where the joint statement goes, and what has to make way for it. */
export interface Placement {
  /** The statement of the run that it replaces, or stands before. */
  readonly at: ts.Statement;
  /** Statements before `at` that need a result: they go behind the joint statement, in their order. */
  readonly moved: readonly ts.Statement[];
  /** Statements between the first and the last of the run that now run before any of it is started. */
  readonly earlier: readonly ts.Statement[];
  /** Those that now run when all of it is over. */
  readonly later: readonly ts.Statement[];
}

/**
 * The joint statement goes where the first await stood; or, where a later call needs a local that is declared between, to the
 * first await behind that declaration. What needs a result meanwhile is moved behind it, as long as nothing it is moved past
 * has to do with it. `undefined` when there is no such order.
 */
export function placementOf(facts: Facts, elements: readonly Element[]): Placement | undefined {
  const hosts = elements.map((each) => each.work.host as ts.Statement);
  const [first] = hosts;
  const last = hosts.at(-1);
  if (!first || !last) return undefined;
  const list = [...(first.parent as ts.Block).statements];
  const range = list.slice(list.indexOf(first), list.indexOf(last) + 1);
  const wholes = new Set(elements.map((each) => each.whole));
  const between = range.filter((each) => !wholes.has(each));
  const needed = between.filter((each) => elements.some(({ started }) => facts.dependsOn(started, declaredBy(each))));
  const border = needed.at(-1);
  const at = border ? hosts.find((each) => list.indexOf(each) > list.indexOf(border)) : first;
  if (!at) return undefined;
  const results = elements.flatMap((each) => each.work.results);
  const before = between.filter((each) => list.indexOf(each) < list.indexOf(at));
  const moved = before.filter((each) => hosts.includes(each) || facts.dependsOn(each, results));
  const staying = before.filter((each) => !moved.includes(each));
  if (needed.some((each) => moved.includes(each))) return undefined;
  for (const each of moved) if (staying.some((other) => list.indexOf(other) > list.indexOf(each) && !canSwap(facts, each, other))) return undefined;
  const inner = between.filter((each) => !hosts.includes(each));
  // What comes before the first host of the run stays where it is.
  return { at, moved, earlier: inner.filter((each) => staying.includes(each)), later: inner.filter((each) => !staying.includes(each)) };
}

function declaredBy(statement: ts.Statement): readonly Declaration[] {
  return ts.isVariableStatement(statement) ? statement.declarationList.declarations.flatMap(declaredNames) : [];
}

/** Neither declares or changes what the other names. */
function canSwap(facts: Facts, one: ts.Statement, other: ts.Statement): boolean {
  const made = [one, other].map((each) => [...declaredBy(each), ...changedBy(facts, each)]);
  if (changesProperties(one) && changesProperties(other)) return false;
  return !(made[0] ?? []).some((each) => names(facts, other, each)) && !(made[1] ?? []).some((each) => names(facts, one, each));
}

function changedBy(facts: Facts, statement: ts.Statement): readonly Declaration[] {
  const changed: Declaration[] = [];
  walk(statement, (node) => {
    const declaration = ts.isIdentifier(node) && isWrite(node) ? facts.declarationOf(node) : undefined;
    if (declaration) changed.push(declaration);
  });
  return changed;
}

function names(facts: Facts, statement: ts.Statement, declaration: Declaration): boolean {
  let found = false;
  walk(statement, (node) => {
    if (ts.isIdentifier(node) && facts.declarationOf(node) === declaration) found = true;
  });
  return found;
}

/** Assigns to a property, or calls what may: two of these keep their order. */
function changesProperties(statement: ts.Statement): boolean {
  let found = false;
  walkOwn(statement, (node) => {
    if (ts.isBinaryExpression(node) && node.operatorToken.kind >= ts.SyntaxKind.FirstAssignment && node.operatorToken.kind <= ts.SyntaxKind.LastAssignment && !ts.isIdentifier(node.left)) found = true;
    if (ts.isCallExpression(node) && ts.isExpressionStatement(node.parent)) found = true;
  });
  return found;
}
