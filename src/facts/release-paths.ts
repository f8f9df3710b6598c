import { ts } from 'ts-morph';
import { awaitOf, isFunctionNode, isWithin, nameOfAccess, plainText, unwrap, walkOwn, wrapped } from '../syntax/nodes.js';
import { functionAround, type ReleaseUse } from './releases.js';

/** A way out of the function on which nothing is released: a `return`, a `throw`, or an `await` that may reject. */
export interface Escape {
  readonly node: ts.Node;
  readonly how: 'return' | 'throw' | 'rejection';
}

/**
 * The first way from an acquisition out of its function that misses every release. Releases in callbacks are taken to run
 * when they should: events cannot be ordered here.
 */
export function escapingPath(acquire: ts.Node, releases: readonly ReleaseUse[]): Escape | undefined {
  const owner = functionAround(acquire);
  if (releases.length === 0 || releases.some((each) => functionAround(each.node) !== owner)) return undefined;
  const tries = releases.map((each) => finallyAround(each.node, owner));
  const guarded = tries.filter((each): each is ts.TryStatement => each !== undefined);
  const last = Math.max(...releases.map((each) => each.node.end));
  const start = guarded.length > 0 ? undefined : acquire.end;
  if (start === undefined) return beforeTry(acquire, guarded);
  const catches = catchReleases(releases, owner);
  let found: Escape | undefined;
  walkOwn(owner, (node) => {
    if (found || isFunctionNode(node)) return false;
    if (node.end <= acquire.end || node.pos > last) return true;
    const how = ts.isReturnStatement(node) ? 'return' : ts.isThrowStatement(node) ? 'throw' : ts.isAwaitExpression(node) && node.pos >= acquire.end ? 'rejection' : undefined;
    if (how === undefined || isWithin(acquire, node) || isCovered(node, how, acquire, releases, catches)) return true;
    found = { node, how };
    return false;
  });
  return found;
}

function finallyAround(node: ts.Node, owner: ts.Node): ts.TryStatement | undefined {
  for (let at = node; at.parent && at !== owner; at = at.parent) if (ts.isTryStatement(at.parent) && at.parent.finallyBlock === at) return at.parent;
  return undefined;
}

/** Between acquiring and the `try` whose `finally` releases. */
function beforeTry(acquire: ts.Node, tries: readonly ts.TryStatement[]): Escape | undefined {
  const first = tries.reduce((a, b) => (a.pos < b.pos ? a : b));
  if (first.pos < acquire.end) return undefined;
  let found: Escape | undefined;
  walkOwn(functionAround(acquire), (node) => {
    if (found || node.pos < acquire.end || node.pos >= first.pos) return !found;
    if (ts.isThrowStatement(node) || ts.isReturnStatement(node)) {
      if (!leavesEmptyHanded(node, acquire)) found = { node, how: ts.isThrowStatement(node) ? 'throw' : 'return' };
    } else if (ts.isAwaitExpression(node)) found = { node, how: 'rejection' };
    return !found;
  });
  return found;
}

/** `if (!client) return`: nothing was acquired on that path. */
function leavesEmptyHanded(node: ts.Node, acquire: ts.Node): boolean {
  const target = wrapped(awaitOf(acquire) ?? acquire).parent;
  const name = ts.isVariableDeclaration(target) ? target.name.getText() : ts.isBinaryExpression(target) ? plainText(target.left) : undefined;
  for (let at = node.parent; at; at = at.parent) {
    if (isFunctionNode(at)) return false;
    if (ts.isIfStatement(at) && name !== undefined && new RegExp(`^(?:!\\s*${escape(name)}\\b|${escape(name)}[\\w.?]*\\s*===?\\s*(?:null|undefined)\\b)`).test(plainText(at.expression))) return true;
  }
  return false;
}

function escape(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

function catchReleases(releases: readonly ReleaseUse[], owner: ts.Node): readonly ts.TryStatement[] {
  const found: ts.TryStatement[] = [];
  for (const each of releases) {
    for (let at = each.node; at.parent && at !== owner; at = at.parent) if (ts.isCatchClause(at.parent) && ts.isTryStatement(at.parent.parent)) found.push(at.parent.parent);
  }
  return found;
}

function isCovered(node: ts.Node, how: Escape['how'], acquire: ts.Node, releases: readonly ReleaseUse[], catches: readonly ts.TryStatement[]): boolean {
  if (how !== 'return' && catches.some((each) => isWithin(node, each.tryBlock))) return true;
  if (how === 'rejection') return releases.some((each) => each.node.end <= node.pos && isSameLine(each.node, node)) || isWithin(releases[0]?.node ?? acquire, node) || isRelease(node, releases);
  if (leavesEmptyHanded(node, acquire)) return true;
  // Released in the same block, or in one around it, before leaving.
  return releases.some((each) => each.node.end <= node.end && sharesBlock(each.node, node));
}

function isRelease(node: ts.Node, releases: readonly ReleaseUse[]): boolean {
  return releases.some((each) => isWithin(each.node, node));
}

/** The release stands in a block that encloses the way out. */
function sharesBlock(release: ts.Node, node: ts.Node): boolean {
  for (let at = release.parent; at; at = at.parent) {
    if (ts.isBlock(at) || ts.isCaseOrDefaultClause(at) || ts.isSourceFile(at)) return isWithin(node, at);
  }
  return false;
}

function isSameLine(a: ts.Node, b: ts.Node): boolean {
  return sharesBlock(a, b);
}

/**
 * An `await` that may reject between opening a resource and handing it on, in a `try` whose `catch` cannot name it: it is
 * declared inside of that `try`.
 */
export function failureBefore(use: { readonly call: ts.Node; readonly acquisition: { readonly kind: string } }, escapes: readonly ts.Node[]): { readonly escape: Escape; readonly release: ts.Node } | undefined {
  const [first] = [...escapes].sort((a, b) => a.pos - b.pos);
  const owner = functionAround(use.call);
  if (use.acquisition.kind !== 'stream' || !first || functionAround(first) !== owner) return undefined;
  let guard: ts.TryStatement | undefined;
  for (let at = use.call; at.parent && at !== owner && !guard; at = at.parent) if (ts.isTryStatement(at.parent) && at.parent.tryBlock === at && at.parent.catchClause) guard = at.parent;
  if (!guard || !isWithin(first, guard.tryBlock)) return undefined;
  let found: Escape | undefined;
  walkOwn(guard.tryBlock, (node) => {
    if (!found && ts.isAwaitExpression(node) && node.pos >= use.call.end && node.end <= first.pos) found = { node, how: 'rejection' };
    return !found;
  });
  return found && { escape: found, release: first };
}

const SUCCESS = /^(?:on)?(?:load\w*|canplay\w*|success|complete|open|ended|finish|decode)$/;
const FAILURE = /^(?:on)?(?:error|abort|fail\w*)$/;

/**
 * Releases that all stand in the handler of one outcome, where the other outcome has a handler of its own that releases
 * nothing: `img.onload` revokes, `img.onerror` rejects.
 */
export function outcomeWithoutRelease(acquire: ts.Node, releases: readonly ReleaseUse[]): { readonly released: ts.Node; readonly missing: ts.Node } | undefined {
  const outcomes = releases.map((each) => handlerAround(each.node));
  const first = outcomes[0];
  if (!first || outcomes.some((each) => each === undefined || !SUCCESS.test(each.event) || each.target !== first.target)) return undefined;
  let missing: ts.Node | undefined;
  walkOwn(functionAround(acquire), (node) => {
    const handler = ts.isExpressionStatement(node) ? handlerOf(node.expression) : undefined;
    if (handler && handler.target === first.target && FAILURE.test(handler.event)) missing = node;
    return missing === undefined;
  });
  const released = releases[0]?.node;
  return missing && released ? { released, missing } : undefined;
}

function handlerAround(node: ts.Node): { readonly target: string; readonly event: string } | undefined {
  const callback = functionAround(node);
  const at = wrapped(callback).parent;
  return at ? handlerOf(at as ts.Expression) : undefined;
}

/** `target.onload = …` and `target.addEventListener('load', …)`. */
function handlerOf(node: ts.Expression): { readonly target: string; readonly event: string } | undefined {
  if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.EqualsToken && ts.isPropertyAccessExpression(node.left)) return { target: plainText(node.left.expression), event: node.left.name.text };
  if (!ts.isCallExpression(node)) return undefined;
  const callee = unwrap(node.expression);
  const event = node.arguments[0];
  if (!ts.isPropertyAccessExpression(callee) || !event || !ts.isStringLiteralLike(event) || !/^(?:addEventListener|on|once)$/.test(nameOfAccess(callee) ?? '')) return undefined;
  return { target: plainText(callee.expression), event: event.text };
}
