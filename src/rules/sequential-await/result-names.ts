import { ts } from 'ts-morph';
import type { AwaitedWork } from '../../facts/await-steps.js';
import { wordsOf } from '../../facts/call-names.js';
import { calleeName, calleeOf, enclosingFunction, isCallLike, isWithin, nameOfAccess, receiverOf, unwrap } from '../../syntax/nodes.js';
import type { RuleContext } from '../rule.js';

/** A name for what came of an await, whichever way it ended: `userResult`. */
export function outcomeName(work: AwaitedWork, target: string | undefined, context: RuleContext, taken: Set<string>): string {
  return freeName(`${target ?? saidName(work.operand)}Result`.replace(/^resultResult$/, 'result'), work, context, taken);
}

/** A name for a result that had none: after the property or variable it is for, else after what is asked for. */
export function resultName(work: AwaitedWork, context: RuleContext, taken: Set<string>): string {
  return freeName(keyOf(work.node) ?? declaredName(work) ?? saidName(work.operand), work, context, taken);
}

function freeName(base: string, work: AwaitedWork, { facts, file }: RuleContext, taken: Set<string>): string {
  const scope = outermostFunction(work.node) ?? file;
  const isFree = (name: string): boolean => !taken.has(name) && !RESERVED.has(name) && facts.bindingsOf(file).identifiersNamed(name).every((each) => isKey(each) || !isWithin(each, scope));
  let name = base;
  const stem = base.endsWith('Result') ? base : `${base}Result`;
  for (let count = 1; !isFree(name); count++) name = count === 1 && stem !== base ? stem : `${stem}${count === 1 ? 2 : count}`;
  taken.add(name);
  return name;
}

function keyOf(node: ts.Node): string | undefined {
  const parent = node.parent;
  if (ts.isParenthesizedExpression(parent)) return keyOf(parent);
  return ts.isPropertyAssignment(parent) && ts.isIdentifier(parent.name) ? parent.name.text : undefined;
}

/** `tags` of `let tags = await load()`: the name itself stays with its declaration. */
function declaredName({ node }: AwaitedWork): string | undefined {
  const parent = node.parent;
  return ts.isVariableDeclaration(parent) && parent.initializer === node && ts.isIdentifier(parent.name) ? parent.name.text : undefined;
}

const SAYS_HOW = new Set(['many', 'first', 'unique', 'one', 'all', 'by', 'id', 'or', 'throw', 'raw', 'async', 'pk', 'fail', 'unsafe']);
const GIVES_LIST = /^(?:findMany|findAll|list|getAll|fetchAll|getMany)$/;

/** `getUserRoles` gives `userRoles`, `order.count` gives `orderCount`, `label.findMany` gives `labels`. */
function saidName(operand: ts.Expression): string {
  const call = unwrap(operand);
  if (!isCallLike(call)) return 'result';
  const called = calleeName(call) ?? '';
  const [verb = '', ...rest] = wordsOf(called);
  // What it is looked up by is not what is found: `getTagsByTeamId`.
  const by = rest.indexOf('by');
  const nouns = (by > 0 ? rest.slice(0, by) : rest).filter((word) => !SAYS_HOW.has(word));
  const receiver = receiverOf(unwrap(calleeOf(call)));
  const owner = nouns.length === 0 && receiver ? wordsOf(nameOfAccess(receiver) ?? '') : [];
  const words = nouns.length > 0 ? nouns : verb === 'count' ? [...owner, 'count'] : owner;
  const name = words.map((word, index) => (index === 0 ? word : word.charAt(0).toUpperCase() + word.slice(1))).join('');
  if (!/^[a-z]\w*$/.test(name)) return 'result';
  return nouns.length === 0 && GIVES_LIST.test(called) ? plural(name) : name;
}

function plural(name: string): string {
  if (/s$/.test(name)) return name;
  return /[^aeiou]y$/.test(name) ? `${name.slice(0, -1)}ies` : `${name}s`;
}

function outermostFunction(node: ts.Node): ts.Node | undefined {
  let found: ts.Node | undefined;
  for (let at = enclosingFunction(node); at; at = enclosingFunction(at)) found = at;
  return found;
}

const RESERVED = new Set(['default', 'class', 'function', 'new', 'delete', 'in', 'of', 'for', 'if', 'case', 'return', 'this', 'package', 'import', 'export', 'enum', 'all']);

function isKey(identifier: ts.Identifier): boolean {
  const parent = identifier.parent;
  return (ts.isPropertyAccessExpression(parent) && parent.name === identifier) || (ts.isPropertyAssignment(parent) && parent.name === identifier) || ts.isPropertySignature(parent);
}
