import { ts } from 'ts-morph';
import { argumentsOf, isFunctionNode, isWithin, nameOfAccess, plainText, receiverOf, unwrap, walk, type CallLike } from '../syntax/nodes.js';
import type { Declaration } from './bindings.js';
import { inferred, type Doubt } from './doubt.js';
import type { Facts } from './facts.js';
import type { Loop } from './loops.js';

/**
 * Whether the loop runs over groups that were put together before, and each round asks for a whole group: elements that belong
 * together share a round trip already. A round that uses no more than the key of its group asks once per key.
 */
export function groupAtOnce(facts: Facts, call: CallLike, loop: Loop): readonly Doubt[] {
  const groups = loop.collection && mapOf(facts, unwrap(loop.collection));
  const group = groups && groupOf(loop, groups.part);
  if (!groups || !group || !argumentsOf(call).some((each) => isMadeOf(facts, each, group, loop.body))) return [];
  const filled = facts.referencesOf(groups.map).find((each) => isFilledWithLists(facts, each));
  return filled ? [inferred('the elements were put into groups, and each round asks for a whole group', filled)] : [];
}

/** The map a loop runs over, and what of each entry it is given. */
function mapOf(facts: Facts, collection: ts.Expression): { readonly map: ts.VariableDeclaration; readonly part: 'entry' | 'group' } | undefined {
  const method = ts.isCallExpression(collection) ? nameOfAccess(unwrap(collection.expression)) : 'entries';
  const holder = ts.isCallExpression(collection) ? receiverOf(unwrap(collection.expression)) : collection;
  if ((method !== 'entries' && method !== 'values') || !holder || !ts.isIdentifier(holder)) return undefined;
  const map = facts.declarationOf(holder);
  const made = map && ts.isVariableDeclaration(map) && map.initializer ? unwrap(map.initializer) : undefined;
  if (!map || !ts.isVariableDeclaration(map) || !made || !ts.isNewExpression(made) || plainText(made.expression) !== 'Map') return undefined;
  return { map, part: method === 'entries' ? 'entry' : 'group' };
}

/** `group` of `for (const [key, group] of map)` or `for (const group of map.values())`. */
function groupOf(loop: Loop, part: 'entry' | 'group'): Declaration | undefined {
  if (part === 'group') return loop.elements.length === 1 ? loop.elements[0] : undefined;
  return loop.elements.find((each) => ts.isBindingElement(each) && ts.isArrayBindingPattern(each.parent) && each.parent.elements[1] === each);
}

/** `map.set(key, [])`, `list = new Set(); map.set(key, list)`. */
function isFilledWithLists(facts: Facts, map: ts.Identifier): boolean {
  const access = map.parent;
  const call = ts.isPropertyAccessExpression(access) && access.name.text === 'set' && ts.isCallExpression(access.parent) ? access.parent : undefined;
  const given = call?.arguments[1] && unwrap(call.arguments[1]);
  if (!given) return false;
  if (isNewList(given)) return true;
  const declaration = ts.isIdentifier(given) ? facts.declarationOf(given) : undefined;
  if (!declaration) return false;
  const values = facts.referencesOf(declaration).map((each) => (ts.isBinaryExpression(each.parent) && each.parent.left === each ? each.parent.right : undefined));
  return [ts.isVariableDeclaration(declaration) ? declaration.initializer : undefined, ...values].some((each) => each !== undefined && isNewList(unwrap(each)));
}

/** `[]`, `new Set()`, `found ?? []`. */
function isNewList(value: ts.Expression): boolean {
  if (ts.isBinaryExpression(value)) return isNewList(unwrap(value.right));
  return ts.isArrayLiteralExpression(value) || (ts.isNewExpression(value) && /^(?:Set|Array)$/.test(plainText(value.expression)));
}

/** Whether a value comes from the group as a whole: by itself, or through a local that is filled while running over the group. */
function isMadeOf(facts: Facts, value: ts.Expression, group: Declaration, body: ts.Node): boolean {
  const filled = localsFilledFrom(facts, group, body);
  return facts.dependsOn(value, [group, ...filled]);
}

function localsFilledFrom(facts: Facts, group: Declaration, body: ts.Node): readonly Declaration[] {
  const found: Declaration[] = [];
  walk(body, (node) => {
    if (isFunctionNode(node)) return false;
    if (!ts.isForOfStatement(node) || !facts.dependsOn(node.expression, [group])) return true;
    walk(node.statement, (each) => {
      const target = ts.isBinaryExpression(each) && each.operatorToken.kind === ts.SyntaxKind.EqualsToken ? receiverOf(unwrap(each.left)) : ts.isCallExpression(each) && /^(?:push|add|set)$/.test(nameOfAccess(unwrap(each.expression)) ?? '') ? receiverOf(unwrap(each.expression)) : undefined;
      const declaration = target && ts.isIdentifier(target) ? facts.declarationOf(target) : undefined;
      if (declaration && isWithin(declaration, body)) found.push(declaration);
    });
    return true;
  });
  return found;
}
