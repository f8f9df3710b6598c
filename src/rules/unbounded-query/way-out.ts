import { ts } from 'ts-morph';
import { isKeptForLater } from '../../facts/cached-result.js';
import { inferred, type Doubt } from '../../facts/doubt.js';
import { drainedState } from '../../facts/drained-state.js';
import type { Entity } from '../../facts/entity-keys.js';
import type { Facts } from '../../facts/facts.js';
import type { KeyDestination } from '../../facts/key-destination.js';
import type { QueryFilter } from '../../facts/query-filters.js';
import type { ResultUse } from '../../facts/result-use.js';
import { hasClosedRange, type Selectivity } from '../../facts/selectivity.js';
import type { Growth } from '../../knowledge/table-growth.js';
import { plainText, unwrap, wrapped, type CallLike } from '../../syntax/nodes.js';

/** What tells whether there is a better way to the same end. */
export interface Situation {
  readonly call: CallLike;
  readonly filter: QueryFilter;
  readonly selectivity: Selectivity;
  readonly entity: Entity | undefined;
  readonly growth: Growth;
  readonly result: ResultUse;
  /** No columns are named: whole rows come. */
  readonly whole: boolean;
  /** Where the keys of the rows go, when nothing else is taken of them. */
  readonly keys: KeyDestination | undefined;
  readonly unattended: boolean;
}

/** Why maintainers who know that the rows pile up may still want all of them; empty where the way out is in sight. */
export function wayOut(facts: Facts, situation: Situation): readonly Doubt[] {
  const { call, filter, entity, result, keys } = situation;
  if (result.kind === 'length') return capDoubt(result.uses);
  if (hasClosedRange(filter)) return [inferred('that many rows come between two ends: as many as the rate at which they are made')];
  switch (result.kind) {
    case 'some':
    case 'first':
    case 'folded':
    case 'narrowed':
    case 'one-by-one':
      return [];
    default: {
      if (keys === 'query') return situation.unattended && !situation.whole && situation.selectivity !== 'weak' ? [inferred('only the keys of one parent\'s rows are read, in work that nobody waits for')] : [];
      if (isKeptForLater(call)) return [inferred('what it brings back is kept for later: a cache may want the whole set')];
      const drained = drainedState(facts, call, filter, entity);
      if (drained !== undefined) return [inferred(`the same work changes \`${drained}\`, so the rows drain`)];
      const reason = result.kind === 'rows' ? ofRows(situation) : ofFields(situation);
      return reason === undefined ? [] : [inferred(reason)];
    }
  }
}

/** `if (rows.length >= 3) throw …`: what the code itself lets come about. */
function capDoubt(uses: readonly ts.Node[]): readonly Doubt[] {
  const caps = uses.map(capOf);
  const [cap] = caps;
  return cap !== undefined && caps.every((each) => each !== undefined && each <= FEW) ? [inferred(`that there are more than the ${cap} it lets come about`)] : [];
}

/** So many rows cost no more than counting them. */
const FEW = 10;

function capOf(length: ts.Node): number | undefined {
  const test = ts.isExpression(length) ? wrapped(length).parent : undefined;
  if (!test || !ts.isBinaryExpression(test) || !/^>=?$/.test(test.operatorToken.getText()) || !ts.isNumericLiteral(unwrap(test.right))) return undefined;
  const { parent } = wrapped(test);
  const refusal = ts.isIfStatement(parent) && parent.expression === wrapped(test) ? parent.thenStatement : undefined;
  const last = refusal && (ts.isBlock(refusal) ? refusal.statements.at(-1) : refusal);
  const cap = Number(plainText(unwrap(test.right)));
  return last && ts.isThrowStatement(last) && cap > 0 ? cap : undefined;
}

/** A few fields of each row, or its key: whole rows need not come on a path that somebody waits for. */
function ofFields({ result, whole, keys, growth, unattended }: Situation): string | undefined {
  if (whole && !unattended && isKnown(growth)) return undefined;
  if (keys === 'elsewhere') return 'only the keys are taken, and handed to something other than a query: whether it can take them in parts is the maintainers\' to say';
  return result.kind === 'fields' && !whole ? 'narrow rows, all of which are used: whether they may come in parts is the maintainers\' to say' : EVERY_ROW;
}

const EVERY_ROW = 'every row is used: whether this must be all of them at once is the maintainers\' to say';

function ofRows({ filter, selectivity, growth, whole, unattended }: Situation): string | undefined {
  if (unattended) return EVERY_ROW;
  if (!whole) return 'narrow rows: only the columns it names are read';
  if (filter.conditions.some((each) => each.test === 'range' && !each.constant && !each.upper)) return 'all rows beyond one point are asked for: whoever continues from there needs each of them';
  if (selectivity !== 'weak') return 'all rows under one parent are what is asked for: whether they may come in parts is the maintainers\' to say';
  return isKnown(growth) ? undefined : 'that the table grows: its name does not say so';
}

function isKnown(growth: Growth): boolean {
  return growth !== 'unknown' && growth !== 'small';
}
