import { ts } from 'ts-morph';
import type { Facts } from '../../../facts/facts.js';
import type { RepeatedOperation } from '../../../facts/repeated-operations.js';
import type { Reached } from '../../../facts/summaries.js';
import { isWithin, unwrap, walk } from '../../../syntax/nodes.js';
import type { FixProposal } from '../../rule.js';
import type { BatchRead, QueryInLoop } from './batch-query.js';
import { dialects, readOf } from './dialects.js';
import { siblingFix, readBehindFunction } from './sibling-fix.js';
import { loadFix, loadInLoop } from './load-fix.js';
import { dependsOnRound, findLoopSite, type LoopSite } from './loop-site.js';
import { readFix } from './read-fix.js';
import { changesAfterwards, changesKey } from './key-changes.js';
import { writeFix } from './write-fix.js';

/** A query about the element of a loop becomes one about all of its elements, for the libraries that have a dialect. */
export function batchFixes(facts: Facts, repeated: RepeatedOperation): readonly FixProposal[] {
  const fix = repeated.reached.path.length > 1 ? behindFunction(facts, repeated) : (readOnce(facts, repeated) ?? writeOnce(facts, repeated) ?? loadOnce(facts, repeated));
  return fix ? [fix] : [];
}

/** Cheap: whether there may be a fix. */
export function mayBatch({ reached, call, repetition }: RepeatedOperation): boolean {
  return reached.path.length <= 2 && repetition.loop !== undefined && ts.isCallExpression(call) && dialects[reached.use.library.id] !== undefined;
}

function readOnce(facts: Facts, repeated: RepeatedOperation): FixProposal | undefined {
  const query = queryInLoop(facts, repeated);
  const read = query && readOf(query);
  const site = read && findLoopSite(facts, query.call, read.key);
  if (!read || !site || !site.meansTheSame(query.call, read.key) || isNoValueKey(facts, read) || changesUnderway(facts, repeated, read.key, site, read.keyPart)) return undefined;
  return readFix(facts, read, site);
}

function writeOnce(facts: Facts, repeated: RepeatedOperation): FixProposal | undefined {
  const query = queryInLoop(facts, repeated);
  const write = query && dialects[query.use.library.id]?.write?.(query);
  const site = write && findLoopSite(facts, query.call, write.item);
  if (!write || !site || !site.meansTheSame(write.expression, write.item) || usesTheSame(facts, repeated, write.expression, site)) return undefined;
  return writeFix(facts, write, site);
}

function loadOnce(facts: Facts, repeated: RepeatedOperation): FixProposal | undefined {
  const load = loadInLoop(facts, repeated.reached.use);
  return load && !changesUnderway(facts, repeated, load.row, load.site) ? loadFix(facts, load) : undefined;
}

function behindFunction(facts: Facts, repeated: RepeatedOperation): FixProposal | undefined {
  const found = readBehindFunction(facts, repeated);
  return found && !changesUnderway(facts, repeated, found.key, found.site) ? siblingFix(facts, found) : undefined;
}

function queryInLoop(facts: Facts, { reached, call }: RepeatedOperation): QueryInLoop | undefined {
  if (reached.path.length > 1 || !ts.isCallExpression(call)) return undefined;
  const loops = facts.loopsAround(call);
  return { facts, use: reached.use, call, chain: facts.chainOf(call), varies: (node) => loops.some((loop) => dependsOnRound(facts, node, loop)) };
}

/** Objects are equal to nothing but themselves, so that nothing would be found under them. */
function isNoValueKey(facts: Facts, { key, looseKeys }: BatchRead): boolean {
  return looseKeys !== true && (facts.oracle?.originsOf(key).some((each) => /^(?:Date|Buffer|Uint8Array|Decimal|ObjectId|URL)$/.test('name' in each ? each.name : '')) ?? false);
}

/** Whether the rounds change what the key is taken from, what they run over, or the rows that are read. */
function changesUnderway(facts: Facts, { reached, call }: RepeatedOperation, key: ts.Expression, site: LoopSite, part?: string): boolean {
  const { loop } = site;
  const collection = loop.collection && unwrap(loop.collection).getText();
  let changes = false;
  walk(loop.body, (node) => {
    if (ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression) && GROWS.test(node.expression.name.text) && node.expression.expression.getText() === collection) changes = true;
    if (changesKey(node, key, part) && !changesAfterwards(facts, node, call, site)) changes = true;
    // A later round would have seen what an earlier one wrote.
    if (!changes && node !== call) changes = operationsOn(facts, node, reached).some((effect) => effect !== 'read');
    return !changes;
  });
  return changes;
}

/** Whether the rounds do anything else with the rows that are written. */
function usesTheSame(facts: Facts, { reached }: RepeatedOperation, query: ts.Expression, { loop }: LoopSite): boolean {
  let uses = false;
  walk(loop.body, (node) => {
    if (!uses && !isWithin(node, query)) uses = operationsOn(facts, node, reached).length > 0;
    return !uses;
  });
  return uses;
}

/** Effects that a call may have on what an operation is about. */
function operationsOn(facts: Facts, node: ts.Node, { use }: Reached): readonly string[] {
  if (!ts.isCallExpression(node) && !ts.isTaggedTemplateExpression(node)) return [];
  return facts.reachedBy(node).filter(({ use: { operation, entity } }) => operation.channel === use.operation.channel && (entity === undefined || use.entity === undefined || entity === use.entity)).map((each) => each.use.operation.effect);
}

const GROWS = /^(?:push|unshift|splice|add|set|pop|shift|delete|clear)$/;
