import { ts } from 'ts-morph';
import { unwrap } from '../../../syntax/nodes.js';
import type { BatchRead, BatchWrite, Dialect, QueryInLoop } from './batch-query.js';
import { variableOf } from './names.js';
import { keptOptions, objectFilter, optionsOf, valueOfOption, type ObjectFilter } from './object-filter.js';
import { isOnlyTested } from './only-tested.js';
import { mostKeys, mostRows } from './statement-size.js';
import { entityNameOf, isUniqueKey, primaryKeyOf } from './unique-key.js';

const IN = { name: 'In', from: 'typeorm' };

/** A call of a repository or manager, taken apart: `manager.find(Book, …)` names the entity before everything else. */
interface EntityCall {
  readonly receiver: string;
  /** `Book, ` of a manager, nothing of a repository. */
  readonly before: string;
  readonly rest: readonly ts.Expression[];
}

/** What a query about one element is made of. */
interface Lookup {
  readonly filter: ObjectFilter;
  /** Options beside `where` that mean the same for many keys, as they are written. */
  readonly kept: readonly string[];
}

export const typeorm: Dialect = {
  read(query) {
    const call = entityCallOf(query);
    const found = call && lookupOf(query, call);
    if (!call || !found) return undefined;
    const { filter } = found;
    const where = (keys: string): string => filter.with(`In(${keys})`);
    const common = { expression: query.call, key: filter.key, property: filter.property, entity: entityNameOf(query), imports: [IN], mostElements: mostKeys(query), keyOf: (entry: string) => `${entry}.${filter.property}` };
    const byOptions = found.kept.length > 0 || query.use.method === 'find' || query.use.method === 'findOne';
    const rows = byOptions
      ? { method: 'find', many: (keys: string) => `${call.receiver}.find(${call.before}{ ${[`where: ${where(keys)}`, ...found.kept].join(', ')} })` }
      : { method: 'findBy', many: (keys: string) => `${call.receiver}.findBy(${call.before}${where(keys)})` };
    switch (query.use.method) {
      case 'find':
      case 'findBy':
        return { ...common, ...rows, answers: 'rows' };
      case 'findOne':
      case 'findOneBy':
        if (isUniqueKey(query, filter.property)) return { ...common, ...rows, answers: 'row', missing: 'null' };
        return isOnlyTested(query.facts, query.call) && found.kept.length === 0 ? { ...grouped(query, call, filter, where, ''), answers: 'exists' } : undefined;
      case 'count':
      case 'countBy':
        return found.kept.length > 0 ? undefined : { ...grouped(query, call, filter, where, `.addSelect('COUNT(*)', 'count')`), answers: 'count', answerOf: (entry) => `Number(${entry}.count)` };
      case 'exists':
      case 'existsBy':
        return found.kept.length > 0 ? undefined : { ...grouped(query, call, filter, where, ''), answers: 'exists' };
      default:
        return undefined;
    }
  },
  write: writeOf,
};

function entityCallOf({ call, use }: QueryInLoop): EntityCall | undefined {
  if (!ts.isPropertyAccessExpression(call.expression)) return undefined;
  const receiver = call.expression.expression.getText();
  // The argument a manager takes first is a class, never an object or a value of the element.
  const [first] = call.arguments;
  const given = use.operation.filter ? use.operation.filter.argument > 0 : first !== undefined && call.arguments.length > 1 && ts.isIdentifier(first) && /^[A-Z]/.test(first.text);
  return given && first ? { receiver, before: `${first.getText()}, `, rest: call.arguments.slice(1) } : { receiver, before: '', rest: call.arguments };
}

function lookupOf({ use, varies }: QueryInLoop, { rest }: EntityCall): Lookup | undefined {
  if (rest.length !== 1) return undefined;
  if (use.operation.filter?.property !== 'where') {
    const filter = objectFilter(rest[0], varies);
    return filter && { filter, kept: [] };
  }
  const options = optionsOf(rest[0]);
  const filter = objectFilter(valueOfOption(options?.get('where')), varies);
  const kept = options && keptOptions(options, ['relations', 'order', 'withDeleted', 'cache', 'loadEagerRelations']);
  return filter && kept ? { filter, kept } : undefined;
}

/** Finders have no groups: one row per key, as the driver gives it, so that keys are compared as texts. */
function grouped(query: QueryInLoop, { receiver, before }: EntityCall, { property, key }: ObjectFilter, where: (keys: string) => string, folds: string): Omit<BatchRead, 'answers'> {
  const { call } = query;
  const alias = variableOf(entityNameOf(query) ?? 'entity');
  return {
    expression: call, key, property, entity: entityNameOf(query), method: 'createQueryBuilder', imports: [IN], mostElements: mostKeys(query), looseKeys: true, keyOf: (entry) => `${entry}.${property}`,
    many: (keys) => `${receiver}.createQueryBuilder(${before}'${alias}').select('${alias}.${property}', '${property}')${folds}.where(${where(keys)}).groupBy('${alias}.${property}').getRawMany<{ ${property}: unknown${folds === '' ? '' : '; count: string'} }>()`,
  };
}

function writeOf(query: QueryInLoop): BatchWrite | undefined {
  const { call, use, varies } = query;
  const target = entityCallOf(query);
  const [first, second] = target?.rest ?? [];
  if (!target || !first) return undefined;
  const { receiver, before, rest } = target;
  if (use.method === 'insert' || use.method === 'save') {
    // Rows that are there already are updated one by one, however many are handed over.
    const columns = optionsOf(first);
    const key = primaryKeyOf(query);
    if (rest.length !== 1 || !columns || (use.method === 'save' && (key === undefined || columns.has(key)))) return undefined;
    return { expression: call, method: use.method, item: first, items: 'rows', mostElements: mostRows(query, first), many: (rows) => `${receiver}.${use.method}(${before}${rows})` };
  }
  const filter = ts.isObjectLiteralExpression(unwrap(first)) ? objectFilter(first, varies) : undefined;
  const primary = primaryKeyOf(query);
  const property = filter?.property ?? primary;
  // `delete(id)`: the primary key by itself.
  if (!property || !varies(first) || (!filter && ts.isObjectLiteralExpression(unwrap(first)))) return undefined;
  const where = (keys: string): string => (filter ? filter.with(`In(${keys})`) : `{ ${property}: In(${keys}) }`);
  const common = { expression: call, method: use.method, item: filter?.key ?? first, items: `${property}s`, imports: [IN], mostElements: mostKeys(query) };
  if (/^(?:delete|softDelete|restore)$/.test(use.method)) return rest.length === 1 ? { ...common, many: (keys) => `${receiver}.${use.method}(${before}${where(keys)})` } : undefined;
  if (use.method !== 'update' || !second || rest.length !== 2 || varies(second)) return undefined;
  return { ...common, many: (keys) => `${receiver}.update(${before}${where(keys)}, ${second.getText()})` };
}
