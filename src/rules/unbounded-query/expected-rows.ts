import type { Certainty } from '../../core/finding.js';
import { doubtful, inferred, type Doubt } from '../../facts/doubt.js';
import type { QueryFilter } from '../../facts/query-filters.js';
import type { ResultUse } from '../../facts/result-use.js';
import { hasClosedRange, type RowOwner, type Selectivity } from '../../facts/selectivity.js';
import type { OwnerKind } from '../../knowledge/row-owners.js';
import type { Growth } from '../../knowledge/table-growth.js';

type OwnedGrowth = Exclude<Growth, 'small'>;

/** How sure it is that the rows of one owner become too many. */
const OF_ONE_OWNER: Readonly<Record<OwnedGrowth, Readonly<Record<OwnerKind, Certainty>>>> = {
  // Under one document or post there are seldom more than a screen shows, and sometimes very many.
  records: { tenant: 'proven', gatherer: 'proven', person: 'proven', thing: 'inferred' },
  collected: { tenant: 'proven', gatherer: 'proven', person: 'proven', thing: 'inferred' },
  // Somebody's own few: but an organisation has as many as it has members.
  personal: { tenant: 'inferred', gatherer: 'doubtful', person: 'doubtful', thing: 'doubtful' },
  // Entered together with what they are part of.
  parts: { tenant: 'proven', gatherer: 'inferred', person: 'inferred', thing: 'doubtful' },
  unknown: { tenant: 'inferred', gatherer: 'doubtful', person: 'doubtful', thing: 'doubtful' },
};

/** Why the rows of one owner may be few. */
const FEW: Readonly<Record<OwnedGrowth, string>> = {
  records: 'that the rows under one parent pile up',
  collected: 'that the rows under one parent pile up',
  personal: 'that one owner has many: going by their name they are few',
  parts: 'that one parent has many: going by their name such rows are its parts, entered with it',
  unknown: 'that the rows under one parent pile up: neither name says so',
};

export interface Expectation {
  readonly selectivity: Selectivity;
  readonly growth: Growth;
  readonly owner: RowOwner | undefined;
  readonly filter: QueryFilter;
  readonly result: ResultUse;
  readonly unattended: boolean;
}

/** What keeps the rows that a filter leaves from being known to become more than anybody wants at once. */
export function expectedRows({ selectivity, growth, owner, filter, result, unattended }: Expectation): readonly Doubt[] {
  if (growth === 'small' && (selectivity === 'weak' || selectivity === 'parent')) return [doubtful('going by its name the table may stay small')];
  switch (selectivity) {
    case 'weak': {
      const callersFilter = filter.unread.length > 0 && filter.conditions.length === 0 && filter.alternatives.length === 0;
      if (callersFilter && growth !== 'records' && growth !== 'collected' && !unattended) return [doubtful('all of the filter is written elsewhere')];
      return hasClosedRange(filter) && growth !== 'records' ? [inferred('that many rows come between two ends: as many as the rate at which they are made')] : [];
    }
    case 'parent':
      return growth === 'small' ? [] : ofOwner(growth, owner, result);
    case 'attribute':
      return [(growth === 'records' ? inferred : doubtful)('that the rows with one value of this column pile up')];
    default:
      return [doubtful('that the rows under a pair of parents pile up')];
  }
}

function ofOwner(growth: OwnedGrowth, owner: RowOwner | undefined, result: ResultUse): readonly Doubt[] {
  const kind = owner?.kind ?? 'thing';
  const relation = owner?.relation;
  // Replies to one message are few; what has a place below a folder or an organisation need not be.
  const few = relation === 'own' ? 'that one of them belongs to many' : relation === 'self' && growth === 'records' ? 'that many stand below one row of the same table' : undefined;
  const certainty = few !== undefined ? 'doubtful' : relation === 'container' && growth !== 'unknown' ? 'proven' : OF_ONE_OWNER[growth][kind];
  if (certainty === 'proven') return [];
  const text = few ?? FEW[growth];
  // Whoever counts rows in memory need not load them, however few they are.
  if (result.kind === 'length') return growth === 'unknown' && kind !== 'thing' && few === undefined ? [] : [inferred(text)];
  return [(certainty === 'inferred' ? inferred : doubtful)(text)];
}
