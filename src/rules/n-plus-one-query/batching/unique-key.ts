import { entityOf } from '../../../facts/entity-keys.js';
import type { QueryInLoop } from './batch-query.js';

/** The primary key as the definition names it, `id` where it names none; `undefined` where several columns make it. */
export function primaryKeyOf({ facts, use }: QueryInLoop): string | undefined {
  const keys = entityOf(facts, use)?.keys;
  return keys?.primary ?? (keys?.unique.some((each) => each.length > 1) ? undefined : 'id');
}

/** Whether there is at most one row for each value of a property. */
export function isUniqueKey(query: QueryInLoop, property: string): boolean {
  const unique = entityOf(query.facts, query.use)?.keys?.unique ?? [];
  return property === primaryKeyOf(query) || unique.some((each) => each.length === 1 && each[0] === property);
}

/** What the query reads, for names. */
export function entityNameOf({ facts, use }: QueryInLoop): string | undefined {
  return use.entity ?? entityOf(facts, use)?.name;
}
