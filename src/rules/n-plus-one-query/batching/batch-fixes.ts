import { ts } from 'ts-morph';
import type { Facts } from '../../../facts/facts.js';
import type { RepeatedOperation } from '../../../facts/repeated-operations.js';
import { unwrap, walk } from '../../../syntax/nodes.js';
import type { FixProposal } from '../../rule.js';
import type { BatchRead, QueryInLoop } from './batch-query.js';
import { dialects } from './dialects.js';
import { findLoopSite, type LoopSite } from './loop-site.js';
import { readFix } from './read-fix.js';

/** A query about the element of a loop becomes one about all of its elements, for the libraries that have a dialect. */
export function batchFixes(facts: Facts, repeated: RepeatedOperation): readonly FixProposal[] {
  const query = queryInLoop(facts, repeated);
  const read = query && dialects[query.use.library.id]?.read?.(query);
  const site = read && findLoopSite(facts, query.call, read.key);
  if (!read || !site || !site.meansTheSame(read.expression, read.key) || isNoValueKey(facts, read) || changesUnderway(facts, repeated, read, site)) return [];
  const fix = readFix(facts, read, site);
  return fix ? [fix] : [];
}

/** Cheap: whether there may be a fix. */
export function mayBatch({ reached, call, repetition }: RepeatedOperation): boolean {
  return reached.path.length === 1 && repetition.loop !== undefined && ts.isCallExpression(call) && dialects[reached.use.library.id] !== undefined;
}

function queryInLoop(facts: Facts, { reached, call }: RepeatedOperation): QueryInLoop | undefined {
  if (reached.path.length > 1 || !ts.isCallExpression(call)) return undefined;
  const elements = facts.loopsAround(call).flatMap((each) => each.elements);
  return { facts, use: reached.use, call, chain: facts.chainOf(call), varies: (node) => facts.dependsOn(node, elements) };
}

/** Objects are equal to nothing but themselves, so that nothing would be found under them. */
function isNoValueKey(facts: Facts, { key, looseKeys }: BatchRead): boolean {
  return looseKeys !== true && (facts.oracle?.originsOf(key).some((each) => /^(?:Date|Buffer|Uint8Array|Decimal|ObjectId|URL)$/.test('name' in each ? each.name : '')) ?? false);
}

/** Whether the rounds change what the key is taken from, what they run over, or the rows that are read. */
function changesUnderway(facts: Facts, { reached }: RepeatedOperation, { key }: BatchRead, { loop }: LoopSite): boolean {
  const collection = loop.collection && unwrap(loop.collection).getText();
  const keyText = unwrap(key).getText();
  let changes = false;
  walk(loop.body, (node) => {
    if (ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression) && GROWS.test(node.expression.name.text) && node.expression.expression.getText() === collection) changes = true;
    if (ts.isBinaryExpression(node) && node.operatorToken.kind >= ts.SyntaxKind.FirstAssignment && node.operatorToken.kind <= ts.SyntaxKind.LastAssignment && (keyText === node.left.getText() || keyText.startsWith(`${node.left.getText()}.`))) changes = true;
    if (!changes && (ts.isCallExpression(node) || ts.isTaggedTemplateExpression(node))) {
      // A later round would have seen what an earlier one wrote.
      changes = facts.reachedBy(node).some(({ use: { operation, entity } }) => operation.effect !== 'read' && operation.channel === reached.use.operation.channel && (entity === undefined || entity === reached.use.entity));
    }
    return !changes;
  });
  return changes;
}

const GROWS = /^(?:push|unshift|splice|add|set|pop|shift|delete|clear)$/;
