import { ts } from 'ts-morph';
import { rowHookOf } from '../../../facts/row-hooks.js';
import { unwrap } from '../../../syntax/nodes.js';
import type { BatchRead, BatchWrite, Dialect, QueryInLoop } from './batch-query.js';
import { keptOptions, objectFilter, optionsOf, valueOfOption } from './object-filter.js';
import { isOnlyTested } from './only-tested.js';
import { associationRead } from './sequelize-associations.js';
import { entityNameOf, isUniqueKey, primaryKeyOf } from './unique-key.js';

/** Options that mean the same for many keys. */
const KEPT = ['include', 'order', 'transaction', 'raw', 'paranoid', 'logging', 'benchmark', 'lock', 'subQuery', 'nest'];
const ALONG = ['transaction', 'logging', 'benchmark'];
/** `[Op.and]: […]` */
const AND = /^\[(?:\w+\.)?Op\.and\]$/;

/** Values are written into the statement, not sent as parameters: there is no limit to their number. */
export const sequelize: Dialect = {
  nullFindsRows: true,
  read(query) {
    const { call, use } = query;
    if (!ts.isPropertyAccessExpression(call.expression)) return undefined;
    if (use.operation.relation) return related(query);
    const model = call.expression.expression.getText();
    const found = use.method === 'findByPk' ? byPrimaryKey(query) : byFilter(query);
    if (!found) return undefined;
    const { key, property, where, options } = found;
    const common = { expression: call, key, property, entity: entityNameOf(query), keyOf: (entry: string) => `${entry}.${property}` };
    const kept = keptOptions(options, [...KEPT, 'attributes']);
    const along = keptOptions(options, ALONG);
    const attributes = attributesWith(options, property);
    const others = kept && attributes && [...kept.filter((each) => !/^attributes\b/.test(each)), ...attributes.text];
    const rows = others && { method: 'findAll', many: (keys: string) => `${model}.findAll({ ${[`where: ${where(keys)}`, ...others].join(', ')} })`, ...attributes.rows };
    switch (use.method) {
      case 'findByPk':
      case 'findOne': {
        if (isUniqueKey(query, property)) return rows && { ...common, ...rows, answers: 'row', missing: 'null' };
        const asked = isOnlyTested(query.facts, call) && keptOptions(options, [...ALONG, 'attributes']);
        return asked ? { ...common, ...counted(model, property, where, asked.filter((each) => !/^attributes\b/.test(each))), answers: 'exists' } : undefined;
      }
      case 'findAll':
        return rows && { ...common, ...rows, answers: 'rows' };
      case 'count':
        return along && { ...common, ...counted(model, property, where, along), answers: 'count', answerOf: (entry) => `${entry}.count` };
      default:
        return undefined;
    }
  },
  write: writeOf,
};

/** `author.getBooks({ order })`, as the model says by which key they are found. */
function related(query: QueryInLoop): BatchRead | undefined {
  const { call } = query;
  const options = call.arguments.length < 2 && !call.arguments.some(query.varies) ? optionsOf(call.arguments[0]) : undefined;
  const found = options && associationRead(query);
  const kept = found && keptOptions(options, [...KEPT, 'attributes']);
  const attributes = found && attributesWith(options, found.property);
  const conditions = found && conditionsOf(valueOfOption(options.get('where')), found.property);
  if (!found || !kept || !attributes || !conditions || (found.answers === 'row' && conditions.length > 0)) return undefined;
  const { model, property, answers } = found;
  const others = [...kept.filter((each) => !/^attributes\b/.test(each)), ...attributes.text];
  return {
    ...found, ...attributes.rows, expression: call, method: 'findAll', keyOf: (entry) => `${entry}.${property}`, ...(answers === 'row' ? { missing: 'null' } : {}),
    many: (keys) => `${model}.findAll({ ${[`where: { ${[`${property}: ${keys}`, ...conditions].join(', ')} }`, ...others].join(', ')} })`,
  };
}

/** Conditions beside the key, which they do not speak of. */
function conditionsOf(where: ts.Expression | undefined, property: string): readonly string[] | undefined {
  if (!where) return [];
  const object = unwrap(where);
  const isPlain = ts.isObjectLiteralExpression(object) && object.properties.every((each) => each.name !== undefined && each.name.getText().replace(/['"]/g, '') !== property);
  return isPlain ? object.properties.map((each) => each.getText()) : undefined;
}

interface Found {
  readonly key: ts.Expression;
  readonly property: string;
  readonly options: ReadonlyMap<string, ts.ObjectLiteralElementLike>;
  where(keys: string): string;
}

function byPrimaryKey(query: QueryInLoop): Found | undefined {
  const [key, given] = query.call.arguments;
  const options = optionsOf(given);
  const property = primaryKeyOf(query);
  return key && options && property ? { key, property, options, where: (keys) => `{ ${property}: ${keys} }` } : undefined;
}

function byFilter({ call, varies }: QueryInLoop): Found | undefined {
  const options = call.arguments.length === 1 ? optionsOf(call.arguments[0]) : undefined;
  const filter = objectFilter(valueOfOption(options?.get('where')), varies, AND);
  return options && filter && { key: filter.key, property: filter.property, options, where: filter.with };
}

/** `attributes: ['name']` with the key, by which the rows are told apart; left out, there are all of them. */
function attributesWith(options: ReadonlyMap<string, ts.ObjectLiteralElementLike>, property: string): { readonly text: readonly string[]; readonly rows: Pick<BatchRead, 'rowsDiffer'> } | undefined {
  const given = options.get('attributes');
  if (!given) return { text: [], rows: {} };
  const list = valueOfOption(given);
  const names = list && unwrap(list);
  if (!names || !ts.isArrayLiteralExpression(names)) return undefined;
  if (names.elements.some((each) => ts.isStringLiteralLike(each) && each.text === property)) return { text: [given.getText()], rows: {} };
  return { text: [`attributes: [${[...names.elements.map((each) => each.getText()), `'${property}'`].join(', ')}]`], rows: { rowsDiffer: [`each row holds its \`${property}\` as well`] } };
}

/** One entry per key that has rows. Groups come back as the driver gives them, so that keys are compared as texts. */
function counted(model: string, property: string, where: (keys: string) => string, others: readonly string[]): Pick<BatchRead, 'method' | 'many' | 'looseKeys'> {
  return { method: 'count', looseKeys: true, many: (keys) => `${model}.count({ ${[`where: ${where(keys)}`, `attributes: ['${property}']`, `group: ['${property}']`, ...others].join(', ')} })` };
}

/** Hooks of a model for single rows do not run for many at once. */
function writeOf({ facts, call, use, varies }: QueryInLoop): BatchWrite | undefined {
  if (!ts.isPropertyAccessExpression(call.expression) || rowHookOf(facts, use)) return undefined;
  const model = call.expression.expression.getText();
  const [first, second] = call.arguments;
  const options = optionsOf(use.method === 'destroy' || use.method === 'restore' ? first : second);
  if (!first || !options || [...options.values()].some((each) => !/^where\b/.test(each.getText()) && varies(each))) return undefined;
  if (use.method === 'create') {
    const kept = keptOptions(options, ALONG);
    // A row by itself is validated, rows together only when asked.
    return kept && { expression: call, method: 'bulkCreate', item: first, items: 'rows', many: (rows) => `${model}.bulkCreate(${rows}, { ${['validate: true', ...kept].join(', ')} })` };
  }
  const filter = objectFilter(valueOfOption(options.get('where')), varies, AND);
  const kept = keptOptions(options, [...ALONG, 'paranoid', 'silent', 'force']);
  if (!filter || !kept) return undefined;
  const common = { expression: call, method: use.method, item: filter.key, items: `${filter.property}s` };
  const many = (keys: string): string => `{ ${[`where: ${filter.with(keys)}`, ...kept].join(', ')} }`;
  if (use.method === 'destroy' || use.method === 'restore') return { ...common, many: (keys) => `${model}.${use.method}(${many(keys)})` };
  return use.method === 'update' && !varies(first) ? { ...common, many: (keys) => `${model}.update(${first.getText()}, ${many(keys)})` } : undefined;
}
