import { ts } from 'ts-morph';
import { calleeOf, nameOfAccess, unwrap, type CallLike } from '../syntax/nodes.js';
import type { Facts } from './facts.js';
import { inheritedOf, memberOfType } from './value.js';

/** One call of a fluent chain. */
export interface ChainLink {
  readonly name: string;
  readonly call: CallLike;
}

/** `db.select(a).from(b).where(c)`: links `select`, `from`, `where` over the root `db`. */
export interface Chain {
  /** What the first link is called on, or the first call itself when it is called directly: `knex('users')`. */
  readonly root: ts.Expression;
  /** In the order they run, including calls made on the variable that holds the builder. */
  readonly links: readonly ChainLink[];
}

/** A builder that passes through more variables than this is not followed further. */
const MAX_VARIABLES = 6;

export function findChain(facts: Facts, call: CallLike): Chain {
  return collect(facts, call, 0);
}

function collect(facts: Facts, expression: ts.Expression, depth: number): Chain {
  const links: ChainLink[] = [];
  let at: ts.Expression = unwrap(expression);
  for (;;) {
    if (ts.isAwaitExpression(at)) at = unwrap(at.expression);
    if (ts.isCallExpression(at) || ts.isTaggedTemplateExpression(at) || ts.isNewExpression(at)) {
      const callee = unwrap(calleeOf(at));
      links.unshift({ name: nameOfAccess(callee) ?? '', call: at });
      if (!(ts.isPropertyAccessExpression(callee) || ts.isElementAccessExpression(callee))) return { root: at, links };
      at = unwrap(callee.expression);
    } else if (ts.isPropertyAccessExpression(at) && ts.isCallExpression(unwrap(at.expression))) at = unwrap(at.expression);
    else break;
  }
  const earlier = depth < MAX_VARIABLES && ts.isIdentifier(at) ? heldBuilder(facts, at, depth) : undefined;
  return earlier ? { root: earlier.root, links: [...earlier.links, ...links] } : { root: at, links };
}

/** `let q = db.select(); if (x) q = q.limit(1); q.where(…); await q`: everything ever called on the variable. */
function heldBuilder(facts: Facts, name: ts.Identifier, depth: number): Chain | undefined {
  const declaration = facts.declarationOf(name);
  if (!declaration || !ts.isVariableDeclaration(declaration) || !declaration.initializer || !isBuilderCall(declaration.initializer) || isClient(facts, declaration.initializer)) return undefined;
  const start = collect(facts, declaration.initializer, depth + 1);
  const links = [...start.links];
  for (const reference of facts.referencesOf(declaration)) {
    if (reference === name || reference.pos > name.pos) continue;
    let at: ts.Expression = reference;
    for (;;) {
      const access = at.parent;
      if (!ts.isPropertyAccessExpression(access) || access.expression !== at || !ts.isCallExpression(access.parent) || access.parent.expression !== access) break;
      links.push({ name: access.name.text, call: access.parent });
      at = access.parent;
    }
  }
  return { root: start.root, links };
}

/** What queries are begun on: two queries begun on the same client are no chain. */
function isClient(facts: Facts, initializer: ts.Expression): boolean {
  const inner = unwrap(initializer);
  if (facts.valueOf(inner)?.kind !== 'api') return false;
  return !isBuilder(facts, inner) && !(ts.isCallExpression(inner) && nameOfAccess(unwrap(inner.expression)) === 'prepare');
}

/** A query in the making, as opposed to the client or model it was begun on: it takes conditions or a limit, and begins nothing. */
export function isBuilder(facts: Facts, expression: ts.Expression): boolean {
  const value = facts.valueOf(expression);
  if (value?.kind !== 'api' || inheritedOf(value.library, value.type, 'userClass') || inheritedOf(value.library, value.type, 'call')) return false;
  return ['limit', 'take', 'where', 'skip', 'toArray'].some((name) => memberOfType(value.library, value.type, name)?.returns !== undefined);
}

function isBuilderCall(initializer: ts.Expression): boolean {
  const inner = unwrap(initializer);
  return ts.isCallExpression(inner) || ts.isNewExpression(inner);
}

/** `db.select().from()` for a message: arguments left out, white space folded, the middle of long chains dropped. */
export function chainText(call: CallLike): string {
  const text = calleeText(calleeOf(call));
  return text.length <= 60 ? text : `${text.slice(0, 24)}…${text.slice(-32)}`;
}

function calleeText(node: ts.Expression): string {
  const inner = unwrap(node);
  if (ts.isPropertyAccessExpression(inner)) return `${calleeText(inner.expression)}.${inner.name.text}`;
  if (ts.isElementAccessExpression(inner)) return `${calleeText(inner.expression)}[…]`;
  if (ts.isCallExpression(inner)) return `${calleeText(inner.expression)}(${inner.arguments.length ? '…' : ''})`;
  if (ts.isAwaitExpression(inner)) return calleeText(inner.expression);
  if (ts.isNewExpression(inner)) return `new ${calleeText(inner.expression)}(${inner.arguments?.length ? '…' : ''})`;
  return inner.getText().replace(/\s+/g, ' ').slice(0, 60);
}
