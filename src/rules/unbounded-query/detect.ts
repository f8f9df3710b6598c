import { ts } from 'ts-morph';
import { weakest, type Confidence } from '../../core/finding.js';
import { entityOf, type Entity } from '../../facts/entity-keys.js';
import type { Facts } from '../../facts/facts.js';
import type { OperationUse } from '../../facts/operations.js';
import { boundedness, startsWithParameter } from '../../facts/query-bounds.js';
import { filterOf, type QueryFilter } from '../../facts/query-filters.js';
import { resultUse, type ResultUse } from '../../facts/result-use.js';
import { groupsPileUp, rowGroups } from '../../facts/row-groups.js';
import { selectivityOf, type Selectivity } from '../../facts/selectivity.js';
import { readSelect, statementText } from '../../facts/sql-text.js';
import { unattendedWork, type UnattendedWork } from '../../facts/unattended-work.js';
import type { Channel } from '../../knowledge/library.js';
import { growthOf, type Growth } from '../../knowledge/table-growth.js';
import { wrapped, type CallLike } from '../../syntax/nodes.js';

/** A read that may bring back any number of rows. */
export interface UnboundedQuery {
  readonly form: 'query';
  readonly use: OperationUse;
  readonly entity: Entity | undefined;
  readonly growth: Growth;
  readonly filter: QueryFilter;
  readonly selectivity: Exclude<Selectivity, 'key'>;
  readonly result: ResultUse;
  readonly work: UnattendedWork | undefined;
  /** What was not proven. */
  readonly inferred: readonly string[];
  readonly confidence: Confidence;
}

export interface TableNames {
  readonly growing: readonly string[];
  readonly small: readonly string[];
}

/** Stores that keep whole tables, collections or buckets. */
const CHANNELS: ReadonlySet<Channel> = new Set(['database', 'search', 'storage']);

export function detectQuery(facts: Facts, call: CallLike, names: TableNames): UnboundedQuery | undefined {
  const use = facts.operationOf(call);
  if (!use || !CHANNELS.has(use.operation.channel) || use.operation.effect === 'write' || !mayBeUnbounded(facts, use) || isRebuilt(facts, call)) return undefined;
  const groups = rowGroups(facts, use);
  if (groups.kind === 'single' || (groups.kind === 'groups' && !groupsPileUp(groups.fields))) return undefined;
  const entity = entityOf(facts, use);
  const filter = filterOf(facts, use);
  const selectivity = selectivityOf(filter, entity);
  if (selectivity === 'key' || isChunk(facts, call, filter)) return undefined;
  const result = resultUse(facts, call);
  if (result.kind === 'first' && selectivity !== 'weak') return undefined;
  const growth = entity ? growthOf(entity.name, names) : 'unknown';
  const root = facts.resolver.root;
  const path = call.getSourceFile().fileName;
  const work = unattendedWork(call, path.startsWith(`${root}/`) ? path.slice(root.length + 1) : path);
  const inferred = [
    ...(use.proof === 'shape' ? ['the receiver is known by its name only'] : []),
    ...(groups.kind === 'groups' ? ['rows are put together by a field whose values pile up'] : []),
    ...(filter.unread.length > 0 ? ['part of the filter is written elsewhere'] : []),
    ...(use.operation.synchronous ? ['the database runs in the process'] : []),
  ];
  const base = scopeConfidence(selectivity, growth, filter, { work: work !== undefined || result.kind === 'length' || result.kind === 'ids', known: (entity?.keys?.unique.length ?? 0) > 0 });
  const confidence = weakest(base, inferred.length > 0 || entity === undefined ? 'medium' : 'high', use.operation.synchronous && base !== 'high' ? 'low' : 'high');
  return { form: 'query', use, entity, growth, filter, selectivity, result, work, inferred, confidence };
}

function mayBeUnbounded(facts: Facts, use: OperationUse): boolean {
  if (use.operation.rows === 'sql') {
    const text = statementText(facts, use.call);
    return text !== undefined && readSelect(text)?.bound === 'unbounded';
  }
  return use.operation.rows === 'many' && !startsWithParameter(facts, use.call) && boundedness(facts, use) === 'unbounded';
}

/** `query = query.where(…)`: the query was reported where it began. */
function isRebuilt(facts: Facts, call: CallLike): boolean {
  const parent = wrapped(call).parent;
  if (!ts.isBinaryExpression(parent) || !ts.isIdentifier(parent.left)) return false;
  const declaration = facts.declarationOf(parent.left);
  return declaration !== undefined && ts.isVariableDeclaration(declaration) && declaration.initializer !== undefined && call.getText().startsWith(`${parent.left.text}`) && declaration.initializer.kind !== ts.SyntaxKind.NullKeyword;
}

/** One slice of a list at a time: the list bounds the answer, as far as anything can. */
function isChunk(facts: Facts, call: CallLike, filter: QueryFilter): boolean {
  return filter.conditions.some((each) => each.test === 'in') && facts.loopsAround(call).some((loop) => loop.purpose.kind === 'chunk' || loop.purpose.kind === 'page');
}

function scopeConfidence(selectivity: Selectivity, growth: Growth, filter: QueryFilter, context: { readonly work: boolean; readonly known: boolean }): Confidence {
  const callersFilter = filter.unread.length > 0 && filter.conditions.length === 0 && filter.alternatives.length === 0;
  switch (selectivity) {
    case 'weak':
      if (growth === 'small') return 'low';
      return callersFilter && growth !== 'growing' && !context.work ? 'low' : 'high';
    case 'parent':
      if (growth === 'small') return 'low';
      return growth === 'growing' || context.work ? 'high' : 'medium';
    case 'pair':
      return growth === 'growing' ? 'medium' : 'low';
    default:
      return growth === 'growing' && context.known ? 'medium' : 'low';
  }
}
