import { ts } from 'ts-morph';
import { enclosingClass, isFunctionNode, isWithin, nameOfAccess, unwrap, walk, type FunctionNode } from '../syntax/nodes.js';
import { isWrite, type Declaration } from './bindings.js';
import type { Facts } from './facts.js';

/** State that outlives a call: a property of the objects of a class (see `propertyKey`), or a variable around the function. */
export type StateKey = string | Declaration;

/** Names a property of `this` where the node stands, apart from those of the same name in other classes. */
export function propertyKey(node: ts.Node, name: string): string {
  const owner = enclosingClass(node);
  return owner ? `${owner.getSourceFile().fileName}:${owner.pos}.${name}` : name;
}

/** What a function's own body reads and changes besides what it is given and returns. */
export interface OwnState {
  readonly reads: ReadonlySet<StateKey>;
  readonly writes: ReadonlySet<StateKey>;
  /** Parameters whose value it changes: `list.push(…)`, `options.x = …`. */
  readonly mutated: ReadonlySet<number>;
}

const MUTATORS = /^(?:push|pop|shift|unshift|splice|sort|reverse|fill|set|add|delete|clear|append)$/;

export function findOwnState(facts: Facts, node: FunctionNode): OwnState {
  const reads = new Set<StateKey>();
  const writes = new Set<StateKey>();
  const mutated = new Set<number>();
  // A constructor fills an object that nobody else has yet.
  if (!node.body || ts.isConstructorDeclaration(node)) return { reads, writes, mutated };
  const tested = testedNames(node.body);
  walk(node.body, (each) => {
    if (isFunctionNode(each) && !ts.isArrowFunction(each)) return false;
    if (ts.isPropertyAccessExpression(each) && each.expression.kind === ts.SyntaxKind.ThisKeyword) {
      if (isAssigned(each) && !tested.has(each.name.text)) writes.add(propertyKey(each, each.name.text));
      else reads.add(propertyKey(each, each.name.text));
    } else if (ts.isIdentifier(each)) visitName(facts, node, each, { reads, writes, mutated }, tested);
    return true;
  });
  return { reads, writes, mutated };
}

/** Names in conditions: what is tested before it is assigned is a cache that is filled once, whoever comes first. */
function testedNames(body: ts.Node): ReadonlySet<string> {
  const names = new Set<string>();
  const collect = (condition: ts.Node): void => {
    const visit = (each: ts.Node): void => {
      if (ts.isIdentifier(each)) names.add(each.text);
    };
    visit(condition);
    walk(condition, visit);
  };
  walk(body, (each) => {
    if (ts.isIfStatement(each)) collect(each.expression);
    else if (ts.isConditionalExpression(each)) collect(each.condition);
    else if (ts.isBinaryExpression(each) && each.operatorToken.kind === ts.SyntaxKind.QuestionQuestionToken) collect(each.left);
  });
  return names;
}

interface State {
  readonly reads: Set<StateKey>;
  readonly writes: Set<StateKey>;
  readonly mutated: Set<number>;
}

function visitName(facts: Facts, owner: FunctionNode, name: ts.Identifier, { reads, writes, mutated }: State, tested: ReadonlySet<string>): void {
  if (ts.isPropertyAccessExpression(name.parent) && name.parent.name === name) return;
  const declaration = facts.declarationOf(name);
  if (!declaration || declaration === name.parent) return;
  if (ts.isParameter(declaration)) {
    const index = declaration.parent === owner ? owner.parameters.indexOf(declaration) : -1;
    if (index >= 0 && changesValue(name)) mutated.add(index);
    return;
  }
  if (!ts.isVariableDeclaration(declaration) || isWithin(declaration, owner)) return;
  if (isWrite(name) && !tested.has(name.text)) writes.add(declaration);
  else if (facts.isReassigned(declaration)) reads.add(declaration);
}

/** `name.x = …`, `name[k] = …`, `name.push(…)`. */
export function changesValue(name: ts.Expression): boolean {
  const access = name.parent;
  if (!(ts.isPropertyAccessExpression(access) || ts.isElementAccessExpression(access)) || access.expression !== name) return false;
  if (isAssigned(access)) return true;
  return ts.isCallExpression(access.parent) && access.parent.expression === access && MUTATORS.test(nameOfAccess(access) ?? '');
}

/** `??=` and `||=` fill a cache: whoever comes first, the value is the same. */
function isAssigned(access: ts.Expression): boolean {
  const parent = access.parent;
  if (ts.isPrefixUnaryExpression(parent) || ts.isPostfixUnaryExpression(parent)) return parent.operator === ts.SyntaxKind.PlusPlusToken || parent.operator === ts.SyntaxKind.MinusMinusToken;
  if (!ts.isBinaryExpression(parent) || unwrap(parent.left) !== access) return false;
  const operator = parent.operatorToken.kind;
  return operator >= ts.SyntaxKind.FirstAssignment && operator <= ts.SyntaxKind.LastAssignment
    && operator !== ts.SyntaxKind.QuestionQuestionEqualsToken && operator !== ts.SyntaxKind.BarBarEqualsToken;
}
