import { chainText } from '../../facts/chains.js';
import { inferred } from '../../facts/doubt.js';
import type { EvidenceNote } from '../rule.js';
import { calledPlace } from '../../facts/repetition-evidence.js';
import { writingFor } from '../../knowledge/query-writing.js';
import { isWithin } from '../../syntax/nodes.js';
import type { UnboundedQuery } from './detect.js';
import type { UnboundedRelation } from './nested.js';

/** What is wrong, why it matters, what to do. */
export function explain(query: UnboundedQuery): string {
  return `\`${chainText(query.call)}\` has no limit and ${scope(query)}${why(query)}: ${advice(query)}.`;
}

function tableName({ entity }: UnboundedQuery): string {
  return entity ? `\`${entity.name}\`` : 'its table';
}

function scope(query: UnboundedQuery): string {
  const table = tableName(query);
  const fields = [...new Set(query.filter.conditions.map((each) => each.field).filter((each) => each !== ''))];
  const named = fields.slice(0, 2).map((each) => `\`${each}\``).join(' and ');
  switch (query.selectivity) {
    case 'parent':
    case 'pair':
      return `reads all rows of ${table} under one parent${parentNames(query)}`;
    case 'attribute':
      return `reads all rows of ${table} with ${query.filter.conditions.some((each) => each.test === 'in') ? 'any of several values' : 'one value'} of ${named || 'a column'}`;
    default:
      return query.filter.at === undefined ? `reads all of ${table}` : named ? `reads every row of ${table} that ${named} leaves` : `reads every row of ${table} that its filter leaves`;
  }
}

function parentNames({ owner }: UnboundedQuery): string {
  return owner ? ` (\`${owner.field}\`)` : '';
}

function why({ result, work, whole }: UnboundedQuery): string {
  const grows = 'so time and memory grow with the data';
  switch (result.kind) {
    case 'length': return ' only to count them';
    case 'some': return ' only to see whether there is one';
    case 'first': return ' only to take the first';
    case 'ids': return ` only to collect one field, ${grows}`;
    case 'folded': return ` only to make numbers of them, ${grows}`;
    case 'narrowed': return ` only to pick some of them in memory, ${grows}`;
    case 'one-by-one': return ' only to remove or change them one by one';
    default:
      if (result.kind === 'fields' && whole && !work) return ` with all columns where a few are used, ${grows}`;
      return work ? ' at once, so the memory of this job grows with the data' : ', so time and memory of every call grow with the data';
  }
}

function advice(query: UnboundedQuery): string {
  const { result, work, use, keys, whole } = query;
  const count = writingFor(use.library.id, [use.method])?.counts?.[0]?.name;
  const inBatches = `read them in batches by key with ${limitName(query)}`;
  switch (result.kind) {
    case 'length': return count === undefined ? 'let the database count them' : `ask for the number with \`${count}\``;
    case 'some':
    case 'first': return `ask for one row with ${limitName(query)}`;
    case 'folded': return 'aggregate in the database';
    case 'narrowed': return 'filter, sort and cut in the database';
    case 'one-by-one': return 'let one statement do it for all of them';
    case 'ids': return keys === 'query' ? 'use a sub-query or a condition on the related rows' : whole ? `select that field alone, and ${inBatches}` : inBatches;
    default:
      if (work) return `${inBatches}, or stream them`;
      return `${result.kind === 'fields' && whole ? 'select what is used, and ' : ''}set ${limitName(query)} with a fixed order, or read page by page`;
  }
}

/** The library's own word for a limit. */
function limitName({ use }: UnboundedQuery): string {
  const { bound } = use.operation;
  const option = bound?.options?.[0];
  if (use.operation.rows === 'sql') return '`LIMIT`';
  if (bound?.chain?.[0] !== undefined) return `\`.${bound.chain[0]}()\``;
  return option !== undefined ? `\`${option}\`` : bound?.nested?.[0] !== undefined ? `\`${bound.nested[0]}()\`` : 'a limit';
}

/** The filter and why it does not bound, what the rows are, what runs it, what becomes of them. */
export function evidenceOf(query: UnboundedQuery): readonly EvidenceNote[] {
  const { use, filter, entity, growth, work, result, doubts } = query;
  const place = calledPlace(query.call);
  return [
    ...(query.call === use.call ? [] : [{ at: calledPlace(use.call), text: `the query: its limit is left to the caller` }]),
    ...(filter.at ? [{ at: filter.at, text: FILTER_REMARKS[query.selectivity] }] : []),
    ...(entity && (growth === 'records' || growth === 'collected') ? [{ at: entity.node && isWithin(entity.node, query.call) ? entity.node : place, text: `rows of \`${entity.name}\` pile up with use` }] : []),
    ...(work ? [{ at: work.at ?? place, text: work.text }] : []),
    ...(result.kind === 'rows' ? [] : result.uses.slice(0, 2).map((at) => ({ at, text: 'all that is used of the rows' }))),
    ...doubts,
  ];
}

const FILTER_REMARKS: Readonly<Record<UnboundedQuery['selectivity'], string>> = {
  weak: 'this filter leaves a share of the table, which grows as the table does',
  parent: 'this filter leaves all rows of one parent, however many there are',
  pair: 'this filter leaves all rows of a pair of parents',
  attribute: 'this filter leaves all rows with such a value of a column that is not known to be unique',
};

/** The same of rows that come along with other rows. */
export function explainRelation({ use, parent, model, bound }: UnboundedRelation): string {
  return `\`${use.text}\` brings along every \`${model}\` of each \`${parent.name}\`, however many there are: give this relation a \`${bound}\` of its own with a fixed order, or read it page by page.`;
}

export function relationEvidence({ use, model }: UnboundedRelation): readonly EvidenceNote[] {
  return [
    { at: calledPlace(use.call), text: `the read that brings \`${model}\` along; its own limit does not count for them` },
    inferred(`that a row has many \`${model}\`: going by their name they pile up`),
  ];
}
