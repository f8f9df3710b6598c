import { ts } from 'ts-morph';
import { entityOf } from '../../../facts/entity-keys.js';
import { unwrap } from '../../../syntax/nodes.js';
import type { BatchRead, BatchWrite, Dialect, QueryInLoop } from './batch-query.js';
import { objectFilter, optionsOf, valueOfOption, type ObjectFilter } from './object-filter.js';
import { isOnlyTested } from './only-tested.js';

/** The client splits lists that are too long for one statement by itself. */
export const prisma: Dialect = {
  nullFindsRows: true,
  read(query) {
    const { call, use, varies } = query;
    if (call.arguments.length !== 1 || !ts.isPropertyAccessExpression(call.expression)) return undefined;
    const options = optionsOf(call.arguments[0]);
    const filter = objectFilter(valueOfOption(options?.get('where')), varies);
    if (!options || !filter) return undefined;
    const model = call.expression.expression.getText();
    const common = { expression: call, key: filter.key, property: filter.property, entity: use.entity, keyOf: (entry: string) => `${entry}.${filter.property}` };
    const where = (keys: string): string => `where: ${filter.with(`{ in: ${keys} }`)}`;
    const others = (...names: readonly string[]): readonly string[] | undefined => otherOptions(options, names);
    switch (use.method) {
      case 'findUnique':
      case 'findFirst': {
        const kept = others('include', 'omit', 'orderBy');
        const selected = selection(options, filter);
        if (!kept || selected === undefined) return undefined;
        if (isUnique(query, filter)) return { ...common, answers: 'row', missing: 'null', method: 'findMany', ...selected.rows, many: (keys) => `${model}.findMany({ ${[where(keys), ...kept, ...selected.text].join(', ')} })` };
        if (isOnlyTested(query.facts, call)) return { ...common, answers: 'exists', method: 'findMany', many: (keys) => `${model}.findMany({ ${where(keys)}, select: { ${filter.property}: true }, distinct: ['${filter.property}'] })` };
        // `distinct` keeps the first of each key in the order that was asked for.
        return { ...common, answers: 'row', missing: 'null', method: 'findMany', ...selected.rows, many: (keys) => `${model}.findMany({ ${[where(keys), `distinct: ['${filter.property}']`, ...kept, ...selected.text].join(', ')} })` };
      }
      case 'findMany': {
        const kept = others('include', 'omit', 'orderBy');
        const selected = selection(options, filter);
        return kept && selected && { ...common, answers: 'rows', method: 'findMany', ...selected.rows, many: (keys) => `${model}.findMany({ ${[where(keys), ...kept, ...selected.text].join(', ')} })` };
      }
      case 'count':
        return others() && { ...common, answers: 'count', method: 'groupBy', many: (keys) => `${model}.groupBy({ by: ['${filter.property}'], ${where(keys)}, _count: true })`, answerOf: (entry) => `${entry}._count` };
      case 'aggregate':
        return aggregate(options, common, (keys, folds) => `${model}.groupBy({ by: ['${filter.property}'], ${[where(keys), ...folds].join(', ')} })`);
      default:
        return undefined;
    }
  },
  write: writeOf,
};

/** Of `{ connect: … }` and its kin: rows of other tables, which lists of rows cannot name. */
const NESTED = new Set(['create', 'createMany', 'connect', 'connectOrCreate', 'disconnect', 'set', 'increment', 'decrement', 'multiply', 'divide', 'push']);

function writeOf({ call, use, varies }: QueryInLoop): BatchWrite | undefined {
  const options = call.arguments.length === 1 ? optionsOf(call.arguments[0]) : undefined;
  if (!options || !ts.isPropertyAccessExpression(call.expression)) return undefined;
  const model = call.expression.expression.getText();
  const data = valueOfOption(options.get('data'));
  const knows = (...names: readonly string[]): boolean => [...options.keys()].every((name) => names.includes(name));
  if (use.method === 'create') {
    if (!data || !isPlainRow(data) || !knows('data', 'select', 'include')) return undefined;
    return { expression: call, method: 'createMany', item: data, items: 'rows', many: (rows) => `${model}.createMany({ data: ${rows} })` };
  }
  const filter = objectFilter(valueOfOption(options.get('where')), varies);
  if (!filter) return undefined;
  const where = (keys: string): string => `where: ${filter.with(`{ in: ${keys} }`)}`;
  const common = { expression: call, item: filter.key, items: `${filter.property}s` };
  const differs = { differs: ['a row that is not there is no error'] };
  if (/^delete(?:Many)?$/.test(use.method)) return knows('where', 'select', 'include') ? { ...common, ...(use.method === 'delete' ? differs : {}), method: 'deleteMany', many: (keys) => `${model}.deleteMany({ ${where(keys)} })` } : undefined;
  if (!/^update(?:Many)?$/.test(use.method) || !data || varies(data) || !isPlainRow(data) || !knows('where', 'data', 'select', 'include')) return undefined;
  return { ...common, ...(use.method === 'update' ? differs : {}), method: 'updateMany', many: (keys) => `${model}.updateMany({ ${where(keys)}, data: ${data.getText()} })` };
}

/** An object of columns only. */
function isPlainRow(data: ts.Expression): boolean {
  const columns = optionsOf(data);
  return columns !== undefined && [...columns.values()].every((each) => {
    const value = valueOfOption(each);
    const nested = value && ts.isObjectLiteralExpression(unwrap(value)) ? optionsOf(value) : undefined;
    return value !== undefined && (nested === undefined || ![...nested.keys()].some((name) => NESTED.has(name)));
  });
}

/** The other options as they are written; `undefined` when one of them would mean something else for many keys. */
function otherOptions(options: ReadonlyMap<string, ts.ObjectLiteralElementLike>, names: readonly string[]): readonly string[] | undefined {
  const others = [...options].filter(([name]) => name !== 'where' && name !== 'select');
  return others.every(([name]) => names.includes(name)) ? others.map(([, each]) => each.getText()) : undefined;
}

/** `select` with the key, by which the rows are told apart. */
function selection(options: ReadonlyMap<string, ts.ObjectLiteralElementLike>, { property }: ObjectFilter): { readonly text: readonly string[]; readonly rows: Pick<BatchRead, 'rowsDiffer'> } | undefined {
  const given = options.get('select');
  if (!given) return { text: [], rows: {} };
  const chosen = optionsOf(valueOfOption(given));
  const object = valueOfOption(given);
  if (!chosen || !object) return undefined;
  if (chosen.get(property)?.getText().endsWith('true')) return { text: [given.getText()], rows: {} };
  const properties = ts.isObjectLiteralExpression(unwrap(object)) ? [...chosen.values()].map((each) => each.getText()) : [];
  return { text: [`select: { ${[...properties, `${property}: true`].join(', ')} }`], rows: { rowsDiffer: [`each row holds its \`${property}\` as well`] } };
}

function isUnique({ facts, use }: QueryInLoop, { property }: ObjectFilter): boolean {
  const unique = entityOf(facts, use)?.keys?.unique ?? [];
  return use.method === 'findUnique' || property === 'id' || unique.some((each) => each.length === 1 && each[0] === property);
}

const FOLDS = /^_(?:sum|avg|min|max|count)$/;

/** `aggregate({ where, _sum: { total: true } })`: one group per key; a key without rows has no group, and nothing but `null` in it. */
function aggregate(
  options: ReadonlyMap<string, ts.ObjectLiteralElementLike>,
  common: Pick<BatchRead, 'expression' | 'key' | 'property' | 'entity' | 'keyOf'>,
  many: (keys: string, folds: readonly string[]) => string,
): BatchRead | undefined {
  const folds = [...options].filter(([name]) => name !== 'where');
  const missing = folds.map(([name, each]) => emptyFold(name, valueOfOption(each)));
  if (folds.length === 0 || !folds.every(([name]) => FOLDS.test(name)) || missing.includes(undefined)) return undefined;
  return { ...common, answers: 'row', method: 'groupBy', missing: `{ ${missing.join(', ')} }`, many: (keys) => many(keys, folds.map(([, each]) => each.getText())) };
}

function emptyFold(name: string, fields: ts.Expression | undefined): string | undefined {
  const nothing = name === '_count' ? '0' : 'null';
  if (fields?.kind === ts.SyntaxKind.TrueKeyword) return `${name}: ${nothing}`;
  const chosen = optionsOf(fields);
  return chosen && `${name}: { ${[...chosen.keys()].map((field) => `${field}: ${nothing}`).join(', ')} }`;
}
