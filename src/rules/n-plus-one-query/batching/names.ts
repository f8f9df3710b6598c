import { ts } from 'ts-morph';
import type { Facts } from '../../../facts/facts.js';
import { enclosingFunction, isWithin } from '../../../syntax/nodes.js';

/** A name that nobody uses in the outermost function around a node, nor at the top of the file: the wanted one, or with a number. */
export function freeName(facts: Facts, near: ts.Node, wanted: string): string {
  let name = wanted;
  for (let suffix = 2; isTaken(facts, near, name); suffix++) name = `${wanted}${suffix}`;
  return name;
}

/** A name for the parameter of a callback that is made of the code of `within` alone: nothing there may mean something else by it. */
export function freeParameter(facts: Facts, within: ts.Node, wanted: string, others: readonly string[]): string {
  const taken = (name: string): boolean => others.includes(name) || facts.bindingsOf(within.getSourceFile()).identifiersNamed(name).some((each) => !isMember(each) && isWithin(each, within));
  let name = wanted;
  for (let suffix = 2; taken(name); suffix++) name = `${wanted}${suffix}`;
  return name;
}

/** The first of some names that is free, else the last with a number. */
export function firstFreeName(facts: Facts, near: ts.Node, ...wanted: readonly string[]): string {
  return wanted.find((each) => !isTaken(facts, near, each)) ?? freeName(facts, near, wanted.at(-1) ?? 'rows');
}

function isTaken(facts: Facts, near: ts.Node, name: string): boolean {
  const scope = outermostFunction(near);
  return facts.bindingsOf(near.getSourceFile()).identifiersNamed(name).some((each) => !isMember(each) && (scope === undefined || isWithin(each, scope) || enclosingFunction(each) === undefined));
}

function outermostFunction(node: ts.Node): ts.Node | undefined {
  let found: ts.Node | undefined;
  for (let at = enclosingFunction(node); at; at = enclosingFunction(at)) found = at;
  return found;
}

/** `city` of `trip.city` and of `{ city: … }` is no name. */
function isMember(name: ts.Identifier): boolean {
  const { parent } = name;
  return (ts.isPropertyAccessExpression(parent) && parent.name === name) || (ts.isPropertyAssignment(parent) && parent.name === name) || ts.isPropertySignature(parent);
}

export function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** `order_id` as a variable has it: `orderId`; a leading underscore stays. */
export function camelCased(name: string): string {
  return name.replace(/[^\w]/g, '').replace(/(?<=[A-Za-z0-9])_+([A-Za-z0-9])/g, (_, next: string) => next.toUpperCase());
}

/** As English mostly does it: `city` `cities`, `box` `boxes`; what has no plural is counted in rows. */
export function pluralOf(noun: string): string {
  if (/(?:^|[a-z])(?:data|info|news|equipment)$/i.test(noun)) return `${noun}Rows`;
  if (/[^aeiou]y$/i.test(noun)) return `${noun.slice(0, -1)}ies`;
  return /(?:s|x|z|ch|sh)$/i.test(noun) ? `${noun}es` : `${noun}s`;
}

/** `cities` `city`, `boxes` `box`, `users` `user`; what is no plural stays. */
export function singularOf(noun: string): string {
  if (/[^aeiou]ies$/i.test(noun)) return `${noun.slice(0, -3)}y`;
  if (/(?:sses|xes|zes|ches|shes)$/i.test(noun)) return noun.slice(0, -2);
  return /[^su]s$/i.test(noun) ? noun.slice(0, -1) : noun;
}

/** The name of a table or model as a variable has it: `order_items` and `OrderItem` become `orderItem`. */
export function variableOf(entity: string): string {
  const words = entity.replace(/^.*[.:]/, '').split(/[^A-Za-z0-9]+/).filter((each) => each !== '');
  const joined = words.map((word, index) => (index === 0 ? word.charAt(0).toLowerCase() + word.slice(1) : capitalised(word))).join('');
  return /^[a-z]\w*$/i.test(joined) ? singularOf(joined) : 'row';
}
