import { ts } from 'ts-morph';
import { isFunctionNode, nameOfAccess, receiverOf, unwrap, walk, wrapped, type CallLike } from '../syntax/nodes.js';
import type { Facts } from './facts.js';

/** Where the keys of rows go: only into conditions of other queries, or somewhere that is not the database. */
export type KeyDestination = 'query' | 'elsewhere';

export function keyDestination(facts: Facts, read: CallLike, uses: readonly ts.Node[]): KeyDestination {
  const ends = uses.flatMap((use) => {
    const list = use.parent;
    const { parent } = alternativeOf(list);
    if (!ts.isVariableDeclaration(parent) || !ts.isIdentifier(parent.name)) return [list];
    const references = facts.isReassigned(parent) ? [] : facts.referencesOf(parent).filter((each) => !isLength(each));
    return references.length > 0 ? references : [list];
  });
  return ends.every((each) => asksWith(facts, each) && !removesBetween(facts, read, each)) ? 'query' : 'elsewhere';
}

/** The expression a value is one outcome of: `condition ? value : undefined`, `value ?? []`. */
function alternativeOf(value: ts.Node): ts.Node {
  let at = wrapped(value);
  while ((ts.isConditionalExpression(at.parent) && at.parent.condition !== at) || (ts.isBinaryExpression(at.parent) && /^(?:\?\?|\|\|)$/.test(at.parent.operatorToken.getText()))) at = wrapped(at.parent);
  return at;
}

/** `ids.length`, or whether there are any at all: `ids ? …`, `ids && …`. */
function isLength(reference: ts.Node): boolean {
  const { parent } = wrapped(reference);
  if ((ts.isConditionalExpression(parent) && parent.condition === wrapped(reference)) || ts.isIfStatement(parent)) return true;
  if (ts.isBinaryExpression(parent) && parent.left === wrapped(reference) && parent.operatorToken.kind === ts.SyntaxKind.AmpersandAmpersandToken) return true;
  return ts.isPropertyAccessExpression(parent) && parent.expression === wrapped(reference) && parent.name.text === 'length';
}

/** Properties that hold what is written, not what is asked for. */
const WRITTEN = /^(?:data|set|connect|create|values)$/;

function asksWith(facts: Facts, value: ts.Node): boolean {
  for (let at = value; at.parent && !ts.isStatement(at) && !isFunctionNode(at); at = at.parent) {
    const { parent } = at;
    if (ts.isPropertyAssignment(parent) && WRITTEN.test(parent.name.getText())) return false;
    if (ts.isCallExpression(parent) && parent.expression !== at && isQuery(facts, parent)) return true;
  }
  return false;
}

function isQuery(facts: Facts, call: ts.CallExpression): boolean {
  return [call, ...facts.chainOf(call).links.map((link) => link.call)].some((each) => facts.operationOf(each)?.operation.channel === 'database');
}

/** What is removed in between may be what tells which rows were meant. */
function removesBetween(facts: Facts, read: CallLike, use: ts.Node): boolean {
  let found = false;
  walk(read.getSourceFile(), (node) => {
    if (found || node.end <= read.end || node.pos >= use.pos) return !found && node.end > read.end && node.pos < use.pos;
    if (ts.isCallExpression(node) && node.end < use.pos && node.pos > read.end && receiverOf(unwrap(node.expression)) && /delete|destroy|remove/i.test(nameOfAccess(unwrap(node.expression)) ?? '') && facts.operationOf(node)?.operation.channel === 'database') found = true;
    return !found;
  });
  return found;
}
