import type { Facts } from '../../facts/facts.js';
import { areShown } from '../../facts/shown-rows.js';
import { writingFor, type QueryWriting } from '../../knowledge/query-writing.js';
import type { FixProposal } from '../rule.js';
import { batchFix } from './batch-fix.js';
import { writeBound, type BoundWritten } from './bound-writing.js';
import { countFix } from './count-fix.js';
import type { UnboundedQuery } from './detect.js';
import { cutSize, isOnlyFirstUsed } from './first-row.js';
import { leftOut, SIZE } from './limit-words.js';
import { pageSizeOf } from './page-size.js';
import { orderKey } from './row-order.js';
import { boundThroughWrapper } from './wrapper-fix.js';

export function mayBeFixed(query: UnboundedQuery): boolean {
  return writingOf(query) !== undefined;
}

/** One row where one is asked for, a count where only the number is used, a limit where rows are shown. */
export function boundFixes(facts: Facts, query: UnboundedQuery): readonly FixProposal[] {
  const writing = writingOf(query);
  if (!writing) return [];
  if (query.call !== query.use.call) return limitFix(query, areShown(facts, query.call), () => boundThroughWrapper(facts, query, String(SIZE)));
  const decided = [...oneRowFix(facts, query, writing), ...countFix(facts, query, writing), ...pageFix(facts, query, writing), ...cutFix(facts, query, writing)];
  return decided.length > 0 ? decided : [...batchFix(facts, query, writing), ...limitFix(query, areShown(facts, query.call), () => writeBound(facts, query, writing, { size: String(SIZE), key: orderKey(facts, query) }))];
}

export function writingOf({ use, links }: UnboundedQuery): QueryWriting | undefined {
  return (use.operation.rows === 'many' || use.operation.rows === 'sql') && !use.operation.relation ? writingFor(use.library.id, [use.method, ...links.map((link) => link.name)]) : undefined;
}

/** Whether there is any, or the first: one row tells. */
function oneRowFix(facts: Facts, query: UnboundedQuery, writing: QueryWriting): readonly FixProposal[] {
  const used = isOnlyFirstUsed(facts, query);
  // Whether there is any does not depend on an order, which a database would have to make first.
  const written = used === undefined ? undefined : writeBound(facts, query, writing, { size: '1', key: used === 'first' ? orderKey(facts, query) : undefined });
  if (!used || !written) return [];
  return [{ title: `Add \`${written.added}\`: ${used === 'emptiness' ? 'whether there is any row' : 'the first row'} is all that is used`, differs: used === 'emptiness' ? [] : otherFirst(written), edits: written.edits }];
}

/** Where the order leaves open which row is the first, the database may choose another one when it knows that one is enough. */
function otherFirst({ order }: BoundWritten): readonly string[] {
  switch (order.kind) {
    case 'fixed': return [];
    case 'key': return [`the first row is the one with the least \`${order.key}\`; before, the database chose`];
    default: return ['of rows that are equal in the order given, another one may come first'];
  }
}

function limitFix(query: UnboundedQuery, shown: boolean, write: () => BoundWritten | undefined): readonly FixProposal[] {
  if (!shown || query.work !== undefined || (query.result.kind !== 'fields' && query.result.kind !== 'rows') || continues(query)) return [];
  const written = write();
  return written ? [{ title: `Add \`${written.added}\``, differs: [leftOut(written, SIZE)], edits: written.edits }] : [];
}

/** A size that was asked for, or by which pages are counted, and that the query was not given. */
function pageFix(facts: Facts, query: UnboundedQuery, writing: QueryWriting): readonly FixProposal[] {
  if (!UNDIVIDED.has(query.result.kind)) return [];
  const size = pageSizeOf(facts, query, writing.options?.skip ?? writing.chain?.skip);
  const written = size && writeBound(facts, query, writing, { size: size.text, key: orderKey(facts, query) });
  return size && written ? [{ title: `Add \`${written.added}\``, differs: [leftOut(written, size.text)], edits: written.edits }] : [];
}

/** Uses for which a page is as good as the whole. */
const UNDIVIDED: ReadonlySet<UnboundedQuery['result']['kind']> = new Set(['rows', 'fields', 'ids']);

/** `rows.slice(0, 10)`: the database can cut as well. */
function cutFix(facts: Facts, query: UnboundedQuery, writing: QueryWriting): readonly FixProposal[] {
  const size = cutSize(facts, query);
  const written = size === undefined ? undefined : writeBound(facts, query, writing, { size, key: orderKey(facts, query) });
  if (!written || size === undefined) return [];
  const exact = written.order.kind === 'fixed' && /^\d+$/.test(size);
  return [{ title: `Add \`${written.added}\`: the others are cut off in memory`, differs: exact ? [] : [written.order.kind === 'key' ? `which rows come first is decided by \`${written.order.key}\`; before, the database chose` : 'of rows that are equal in the order given, others may come'], edits: written.edits }];
}

/** All rows beyond one point or between two are what is asked for: who asks goes on from there, or adds them up. */
function continues({ filter }: UnboundedQuery): boolean {
  return filter.conditions.some((each) => each.test === 'range' && !each.constant && (each.closed === true || !each.upper));
}
