import { ts } from 'ts-morph';
import { isWrite, type Declaration } from '../../facts/bindings.js';
import type { Facts } from '../../facts/facts.js';
import type { IndependentRounds } from '../../facts/independent-rounds.js';
import { isArray } from '../../facts/known-arrays.js';
import { declaredNames } from '../../facts/loops.js';
import type { Replacement } from '../../syntax/layout.js';
import { enclosingFunction, isWithin, unwrap, walk } from '../../syntax/nodes.js';

/** A loop as a function of its element. */
export interface Rounds {
  readonly node: ts.ForStatement | ts.ForOfStatement | ts.ForInStatement;
  /** What is run over, as written; with `array` false it may be any iterable. */
  readonly collection: { readonly text: string; readonly array: boolean };
  /** What stands for the element: a name or a pattern. */
  readonly parameter: string;
  /** Names the parameter brings. */
  readonly names: readonly string[];
  /** What each round does. */
  readonly statements: readonly ts.Statement[];
  /** What has to be written otherwise within them: `xs[i]`. */
  readonly replacements: readonly Replacement[];
  readonly differs: readonly string[];
}

/** `undefined` for loops whose header says more than what they run over. */
export function roundsOf(facts: Facts, { loop }: IndependentRounds): Rounds | undefined {
  const { node } = loop;
  if (ts.isLabeledStatement(node.parent)) return undefined;
  if (ts.isForOfStatement(node)) return ofElements(facts, node);
  if (ts.isForInStatement(node)) return ofKeys(node);
  return ts.isForStatement(node) ? ofIndexes(facts, node) : undefined;
}

function ofElements(facts: Facts, node: ts.ForOfStatement): Rounds | undefined {
  const declaration = declarationIn(node.initializer);
  if (!declaration) return undefined;
  const collection = { text: node.expression.getText(), array: isArray(facts, node.expression) };
  return { node, collection, ...elementOf(declaration), statements: statementsOf(node.statement), replacements: [], differs: [] };
}

function ofKeys(node: ts.ForInStatement): Rounds | undefined {
  const declaration = declarationIn(node.initializer);
  if (!declaration) return undefined;
  const differs = ts.isObjectLiteralExpression(unwrap(node.expression)) ? [] : ['keys that the object inherits are left out'];
  return { node, collection: { text: `Object.keys(${node.expression.getText()})`, array: true }, ...elementOf(declaration), statements: statementsOf(node.statement), replacements: [], differs };
}

function declarationIn(initializer: ts.ForInitializer): ts.VariableDeclaration | undefined {
  const list = ts.isVariableDeclarationList(initializer) && (initializer.flags & ts.NodeFlags.Using) !== ts.NodeFlags.Using ? initializer : undefined;
  return list?.declarations.length === 1 ? list.declarations[0] : undefined;
}

function elementOf(declaration: ts.VariableDeclaration): Pick<Rounds, 'parameter' | 'names'> {
  return { parameter: declaration.name.getText(), names: declaredNames(declaration).flatMap(nameOf) };
}

export function nameOf(declaration: Declaration): readonly string[] {
  return declaration.name && ts.isIdentifier(declaration.name) ? [declaration.name.text] : [];
}

function statementsOf(body: ts.Statement): readonly ts.Statement[] {
  return ts.isBlock(body) ? body.statements : [body];
}

/** `for (let i = 0; i < xs.length; i++)`: `xs[i]` is the element, and where `i` is used for more it comes along. */
function ofIndexes(facts: Facts, node: ts.ForStatement): Rounds | undefined {
  const counted = countedLoop(node);
  if (!counted) return undefined;
  const { index, list } = counted;
  const uses = facts.referencesOf(index).filter((each) => isWithin(each, node.statement));
  if (uses.some(isWrite)) return undefined;
  const reads = uses.map((use) => ({ use, read: elementRead(use, list) }));
  const statements = statementsOf(node.statement);
  const [first] = statements;
  const bound = first && ts.isVariableStatement(first) && first.declarationList.declarations.length === 1 ? first.declarationList.declarations[0] : undefined;
  // `const x = xs[i];` names the element itself.
  const named = bound?.initializer && reads.some(({ read }) => read === unwrap(bound.initializer as ts.Expression)) && !bound.type ? bound : undefined;
  const others = reads.filter(({ use }) => !named || !isWithin(use, named));
  const element = named ? named.name.getText() : freeName(node, singular(list));
  if (named && !ts.isIdentifier(named.name) && others.some(({ read }) => read)) return undefined;
  const numbered = others.some(({ read }) => !read);
  const name = nameOf(index)[0] ?? 'index';
  return {
    node,
    collection: numbered ? { text: `[...${list}.entries()]`, array: true } : { text: list, array: true },
    parameter: numbered ? `[${name}, ${element}]` : element,
    names: [...(numbered ? [name] : []), ...(named ? declaredNames(named).flatMap(nameOf) : [element])],
    statements: named ? statements.slice(1) : statements,
    replacements: others.flatMap(({ read }) => (read ? [{ start: outermost(read).getStart(), end: outermost(read).end, newText: element }] : [])),
    differs: [],
  };
}

function countedLoop({ initializer, condition, incrementor }: ts.ForStatement): { readonly index: ts.VariableDeclaration; readonly list: string } | undefined {
  const index = initializer && declarationIn(initializer);
  if (!index?.initializer || !ts.isIdentifier(index.name) || index.initializer.getText() !== '0' || !condition || !incrementor) return undefined;
  const name = index.name.text;
  if (!ts.isBinaryExpression(condition) || condition.operatorToken.kind !== ts.SyntaxKind.LessThanToken || condition.left.getText() !== name) return undefined;
  const limit = unwrap(condition.right);
  if (!ts.isPropertyAccessExpression(limit) || limit.name.text !== 'length' || !isPlainPath(limit.expression)) return undefined;
  return new Set([`${name}++`, `++${name}`, `${name} += 1`]).has(incrementor.getText()) ? { index, list: limit.expression.getText() } : undefined;
}

export function isPlainPath(node: ts.Expression): boolean {
  return ts.isIdentifier(node) || node.kind === ts.SyntaxKind.ThisKeyword || (ts.isPropertyAccessExpression(node) && isPlainPath(node.expression));
}

/** `xs[i]` around its `i`, where it is read. */
function elementRead(use: ts.Identifier, list: string): ts.ElementAccessExpression | undefined {
  const access = use.parent;
  if (!ts.isElementAccessExpression(access) || access.argumentExpression !== use || access.expression.getText() !== list) return undefined;
  const outer = outermost(access).parent;
  const written = ts.isBinaryExpression(outer) && outer.left === outermost(access) && outer.operatorToken.kind >= ts.SyntaxKind.FirstAssignment && outer.operatorToken.kind <= ts.SyntaxKind.LastAssignment;
  return written || ts.isDeleteExpression(outer) || ts.isPrefixUnaryExpression(outer) || ts.isPostfixUnaryExpression(outer) ? undefined : access;
}

/** With the `!` that says it is there. */
function outermost(read: ts.ElementAccessExpression): ts.Node {
  return ts.isNonNullExpression(read.parent) ? read.parent : read;
}

function singular(list: string): string {
  const name = /[\w$]+$/.exec(list)?.[0] ?? '';
  if (/[^aeiou]ies$/.test(name)) return `${name.slice(0, -3)}y`;
  if (/(?:sses|shes|ches|xes)$/.test(name)) return name.slice(0, -2);
  return /[^su]s$/.test(name) && name.length > 2 ? name.slice(0, -1) : 'element';
}

/** A name nobody uses in the function yet. */
export function freeName(node: ts.Node, name: string): string {
  const used = new Set<string>();
  walk(enclosingFunction(node) ?? node.getSourceFile(), (each) => {
    if (ts.isIdentifier(each)) used.add(each.text);
  });
  let free = name;
  for (let count = 2; used.has(free); count++) free = `${name}${count}`;
  return free;
}
