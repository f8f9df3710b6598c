import { ts } from 'ts-morph';
import type { Declaration } from '../../../facts/bindings.js';
import type { Facts } from '../../../facts/facts.js';
import { awaitOf, isCallLike, isWithin, nameOfAccess, receiverOf, unwrap, walk, wrapped } from '../../../syntax/nodes.js';
import type { BatchRead } from './batch-query.js';
import { changesKey } from './key-changes.js';
import type { LoopSite } from './loop-site.js';
import { isAssignment } from './round-values.js';

/** What a reader of the results could tell from the reads one by one. */
export function differencesOfReading(facts: Facts, read: BatchRead, { loop, skips }: LoopSite): readonly string[] {
  const differs: string[] = [];
  if (hasEffects(facts, loop.body, read.expression)) differs.push('all rows are read before the first round: what changes meanwhile is not seen');
  if (skips) differs.push('rows are read even of elements that the rounds leave out');
  if (changesIts(loop.body, read)) differs.push('an element that is in the list twice is asked about by what it was at first');
  if (!read.positional && (read.answers === 'row' || read.answers === 'rows') && !isOnlyRead(facts, read.expression)) differs.push('elements with the same key share one object', ...(read.rowsDiffer ?? []));
  return differs;
}

function changesIts(body: ts.Node, { key, keyPart }: BatchRead): boolean {
  let changes = false;
  walk(body, (node) => {
    if (changesKey(node, key, keyPart)) changes = true;
    return !changes;
  });
  return changes;
}

/** Calls that do nothing but compute, or fill what belongs to the function. */
const COMPUTES = /^(?:map|filter|find|some|every|includes|indexOf|join|slice|concat|reduce|flatMap|keys|values|entries|get|has|at|trim|split|toString|toLowerCase|toUpperCase|toFixed|toISOString|getTime|push|set|add|sort|sum|all|String|Number|Boolean|BigInt|parseInt|parseFloat|isArray|assign|fromEntries|stringify|round|floor|ceil|max|min|abs|localeCompare|startsWith|endsWith|replace|padStart|getItems|toArray|toObject|toJSON|isEmpty|contains|isInitialized|getEntity|unwrap)$/;

/** Whether rounds do anything that could be seen, or could change what the query reads. */
export function hasEffects(facts: Facts, body: ts.Node, query: ts.Node): boolean {
  let effects = false;
  walk(body, (node) => {
    if (effects || isWithin(node, query)) return false;
    if (isCallLike(node) && !isHarmless(facts, node)) effects = true;
    if (ts.isBinaryExpression(node) && isAssignment(node) && !ts.isIdentifier(node.left)) effects = true;
    return !effects;
  });
  return effects;
}

function isHarmless(facts: Facts, call: ts.Node): boolean {
  if (!ts.isCallExpression(call)) return ts.isNewExpression(call) && /^(?:Map|Set|Date|Error|\w+Error)$/.test(call.expression.getText());
  const use = facts.operationOf(call);
  if (use) return use.operation.effect === 'read';
  const callee = unwrap(call.expression);
  const name = nameOfAccess(callee) ?? callee.getText();
  if (!COMPUTES.test(name)) {
    // A link of a query that is looked at as a whole, or a helper that only reads.
    const reached = facts.reachedBy(call);
    return reached.length > 0 && reached.every((each) => each.use.operation.effect === 'read') && facts.calleesOf(call).length > 0;
  }
  const receiver = receiverOf(callee);
  return !/^(?:push|set|add|sort)$/.test(name) || (receiver !== undefined && ts.isIdentifier(receiver) && facts.declarationOf(receiver) !== undefined);
}

/** Whether the rows are only looked at: nothing keeps them or changes them. */
export function isOnlyRead(facts: Facts, query: ts.Expression): boolean {
  const value = wrapped(awaitOf(query) ?? query);
  const { parent } = value;
  if (isLook(value, parent)) return true;
  if (!ts.isVariableDeclaration(parent)) return false;
  const names: Declaration[] = [];
  const collect = (name: ts.BindingName, declaration: Declaration): void => {
    if (ts.isIdentifier(name)) names.push(declaration);
    else for (const element of name.elements) if (ts.isBindingElement(element)) collect(element.name, element);
  };
  collect(parent.name, parent);
  return names.every((declaration) => facts.referencesOf(declaration).every((reference) => isLook(reference, wrapped(reference).parent)));
}

/** `city.name`, `city?.name`, `!city`, `if (city)`: not `city` itself, and no method of it. */
function isLook(node: ts.Node, parent: ts.Node): boolean {
  if (ts.isPropertyAccessExpression(parent)) {
    const outer = wrapped(parent).parent;
    if (ts.isCallExpression(outer) && unwrap(outer.expression) === parent) return false;
    return !(ts.isBinaryExpression(outer) && outer.left === parent && isAssignment(outer)) && !(ts.isPropertyAccessExpression(outer) && ts.isCallExpression(outer.parent) && outer.parent.expression === outer);
  }
  if (ts.isPrefixUnaryExpression(parent)) return parent.operator === ts.SyntaxKind.ExclamationToken;
  if (ts.isIfStatement(parent)) return parent.expression === node;
  if (ts.isConditionalExpression(parent)) return parent.condition === node;
  return ts.isBinaryExpression(parent) && /^[!=]==?$/.test(parent.operatorToken.getText());
}
