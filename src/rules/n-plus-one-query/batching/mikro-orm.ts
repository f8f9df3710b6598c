import { ts } from 'ts-morph';
import { relationOf } from '../../../facts/entity-relations.js';
import { unwrap } from '../../../syntax/nodes.js';
import type { BatchRead, BatchWrite, Dialect, QueryInLoop } from './batch-query.js';
import { keptOptions, objectFilter, optionsOf, type ObjectFilter } from './object-filter.js';
import { isOnlyTested } from './only-tested.js';
import { mostKeys, mostRows } from './statement-size.js';
import { entityNameOf, isUniqueKey, primaryKeyOf } from './unique-key.js';

/** A call of an entity manager or repository, taken apart: a manager is given the entity first. */
interface EntityCall {
  readonly receiver: string;
  readonly before: string;
  readonly filter: ObjectFilter;
  readonly after: readonly ts.Expression[];
}

export const mikroOrm: Dialect = {
  nullFindsRows: true,
  read(query) {
    const { call, use } = query;
    const target = entityCallOf(query);
    if (!target) return undefined;
    const { receiver, before, filter, after } = target;
    const { property } = filter;
    const options = optionsOf(after[0]);
    const kept = options !== undefined && after.length < 2 ? keptOptions(options, ['populate', 'orderBy', 'filters', 'schema', 'refresh', 'strategy', 'populateOrderBy', 'flushMode', 'disableIdentityMap']) : undefined;
    const common: Omit<BatchRead, 'answers' | 'method' | 'many'> = { expression: call, key: filter.key, property, entity: entityNameOf(query), mostElements: mostKeys(query), ...keyOfRow(query, property) };
    const where = (keys: string): string => filter.with(`{ $in: ${keys} }`);
    const rows = { ...common, method: 'find', many: (keys: string) => `${receiver}.find(${[`${before}${where(keys)}`, ...after.map((each) => each.getText())].join(', ')})` };
    const groups = {
      ...common, method: 'countBy', looseKeys: true, keyOf: (entry: string) => `${entry}[0]`,
      many: (keys: string) => `${receiver}.countBy(${before}'${property}', { where: ${where(keys)} }).then((counts) => Object.entries(counts))`,
    };
    switch (use.method) {
      case 'find':
        return kept && { ...rows, answers: 'rows' };
      case 'findOne':
        if (isUniqueKey(query, property)) return kept && { ...rows, answers: 'row', missing: 'null' };
        return isOnlyTested(query.facts, call) && after.length === 0 ? { ...groups, answers: 'exists' } : undefined;
      case 'count':
        return after.length === 0 ? { ...groups, answers: 'count', answerOf: (entry) => `${entry}[1]` } : undefined;
      default:
        return undefined;
    }
  },
  write: writeOf,
};

/** `findOne(Book, { id })`, `findOne(Book, id)`. */
function entityCallOf(query: QueryInLoop): EntityCall | undefined {
  const { call, use, varies } = query;
  const at = use.operation.filter?.argument;
  const given = at === undefined ? undefined : call.arguments[at];
  if (at === undefined || !given || !ts.isPropertyAccessExpression(call.expression) || call.arguments.slice(0, at).some(varies) || call.arguments.slice(at + 1).some(varies)) return undefined;
  const primary = primaryKeyOf(query);
  const byValue = primary !== undefined && (ts.isIdentifier(unwrap(given)) || ts.isPropertyAccessExpression(unwrap(given))) && varies(given);
  const filter = objectFilter(given, varies) ?? (byValue ? { property: primary, key: given, others: [], with: (condition: string) => `{ ${primary}: ${condition} }` } : undefined);
  if (!filter) return undefined;
  return { receiver: call.expression.expression.getText(), before: call.arguments.slice(0, at).map((each) => `${each.getText()}, `).join(''), filter, after: call.arguments.slice(at + 1) };
}

/** A reference to another entity is told apart by that one's key. */
function keyOfRow({ facts, use }: QueryInLoop, property: string): Pick<BatchRead, 'keyOf' | 'looseKeys'> {
  const relation = relationOf(facts, use, property);
  if (!relation) return { keyOf: (entry) => `${entry}.${property}` };
  return { keyOf: (entry) => `${entry}.${property}${relation.nullable ? '?' : ''}.${relation.targetKey}`, looseKeys: true };
}

function writeOf(query: QueryInLoop): BatchWrite | undefined {
  const { call, use, varies } = query;
  if (use.method === 'insert') return insertOf(query);
  const target = entityCallOf(query);
  if (!target) return undefined;
  const { receiver, before, filter, after } = target;
  const common = { expression: call, method: use.method, item: filter.key, items: `${filter.property}s`, mostElements: mostKeys(query) };
  if (use.method !== 'nativeDelete' && !(use.method === 'nativeUpdate' && after[0])) return undefined;
  if (after.some(varies)) return undefined;
  return { ...common, many: (keys) => `${receiver}.${use.method}(${[`${before}${filter.with(`{ $in: ${keys} }`)}`, ...after.map((each) => each.getText())].join(', ')})` };
}

function insertOf(query: QueryInLoop): BatchWrite | undefined {
  const { call } = query;
  const place = call.arguments.findIndex((each) => ts.isObjectLiteralExpression(unwrap(each)));
  const item = call.arguments[place];
  // Nothing beside the row but the entity before it.
  if (!item || place > 1 || call.arguments.length !== place + 1 || !ts.isPropertyAccessExpression(call.expression)) return undefined;
  const before = call.arguments.slice(0, place).map((each) => `${each.getText()}, `).join('');
  const receiver = call.expression.expression.getText();
  return { expression: call, method: 'insertMany', item, items: 'rows', refusesEmpty: true, mostElements: mostRows(query, item), many: (rows) => `${receiver}.insertMany(${before}${rows})` };
}
