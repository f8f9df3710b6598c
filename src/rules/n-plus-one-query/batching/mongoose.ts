import { ts } from 'ts-morph';
import { argumentsOf, chainTop, unwrap } from '../../../syntax/nodes.js';
import type { BatchWrite, Dialect, QueryInLoop } from './batch-query.js';
import { objectFilter, optionsOf, type ObjectFilter } from './object-filter.js';
import { isOnlyTested } from './only-tested.js';

const BEGINS = /^(?:find|findOne|findById|exists|countDocuments|(?:update|delete)(?:One|Many)|find(?:ById|One)And(?:Update|Delete))$/;

/** Links of a query that mean the same for many keys. */
const KEPT = /^(?:lean|select|populate|sort|session|exec|collation|read|maxTimeMS|hint|comment)$/;

/** Documents hold their keys as objects, so that they are compared as texts; the command that carries the list may have 48 MB. */
export const mongoose: Dialect = {
  read(query) {
    const asked = askedOf(query);
    if (!asked) return undefined;
    const { method, model, filter, tail, expression } = asked;
    const common = { expression, key: filter.key, property: filter.property, entity: query.use.entity ?? model, looseKeys: true, keyOf: (entry: string) => `${entry}.${filter.property}` };
    const conditions = (keys: string): string => filter.with(`{ $in: ${keys} }`);
    const find = (keys: string): string => `${model}.find(${[conditions(keys), ...asked.options].join(', ')})${tail}`;
    const groups = { method: 'aggregate', keyOf: (entry: string) => `${entry}._id`, many: (keys: string) => `${model}.aggregate([{ $match: ${conditions(keys)} }, { $group: { _id: '$${filter.property}', count: { $sum: 1 } } }])` };
    switch (method) {
      case 'findById':
      case 'findOne':
        if (isUnique(filter)) return { ...common, answers: 'row', missing: 'null', method: 'find', many: find };
        return isOnlyTested(query.facts, expression) && !isCast(filter) ? { ...common, answers: 'exists', method: 'distinct', keyOf: (entry) => entry, many: (keys) => `${model}.distinct('${filter.property}', ${conditions(keys)})` } : undefined;
      case 'exists':
        return isOnlyTested(query.facts, expression) ? { ...common, answers: 'exists', method: 'distinct', keyOf: (entry) => entry, many: (keys) => `${model}.distinct('${filter.property}', ${conditions(keys)})` } : undefined;
      case 'find':
        return { ...common, answers: 'rows', method: 'find', many: find };
      case 'countDocuments':
        // A pipeline does not turn texts into ids as a filter does.
        return isCast(filter) || tail !== '' ? undefined : { ...common, ...groups, answers: 'count', answerOf: (entry) => `${entry}.count` };
      default:
        return undefined;
    }
  },

  write(query) {
    const asked = askedOf(query);
    const { call, varies } = query;
    if (query.use.method === 'create') return createOf(query);
    if (!asked || asked.tail !== '') return undefined;
    const { method, model, filter, expression } = asked;
    const keyed = (many: BatchWrite['many'], written: string): BatchWrite => ({ expression, method: written, item: filter.key, items: `${filter.property.replace(/\W/g, '')}s`, many });
    const conditions = (keys: string): string => filter.with(`{ $in: ${keys} }`);
    if (/^(?:deleteOne|findByIdAndDelete|findOneAndDelete)$/.test(method)) return isUnique(filter) && asked.options.length === 0 ? keyed((keys) => `${model}.deleteMany(${conditions(keys)})`, 'deleteMany') : undefined;
    if (method === 'deleteMany' && asked.options.length === 0) return keyed((keys) => `${model}.deleteMany(${conditions(keys)})`, 'deleteMany');
    const [, change] = call.arguments;
    const settable = change && !varies(change) && setsOnly(change);
    if (!settable || call.arguments.length !== 2) return undefined;
    const one = /^(?:updateOne|findByIdAndUpdate|findOneAndUpdate)$/.test(method) && isUnique(filter);
    return one || method === 'updateMany' ? keyed((keys) => `${model}.updateMany(${conditions(keys)}, ${change.getText()})`, 'updateMany') : undefined;
  },
};

interface Asked {
  /** What begins the query: `findOne`, whatever its last link is. */
  readonly method: string;
  readonly model: string;
  readonly filter: ObjectFilter;
  /** Arguments after the filter. */
  readonly options: readonly string[];
  /** Links after the operation, as they are written. */
  readonly tail: string;
  readonly expression: ts.Expression;
}

function askedOf({ facts, call, varies }: QueryInLoop): Asked | undefined {
  const last = chainTop(call);
  const { links } = facts.chainOf(last);
  const begun = links.find((each) => BEGINS.test(each.name));
  const operation = begun?.call;
  if (!begun || !operation || !ts.isCallExpression(operation) || !ts.isPropertyAccessExpression(operation.expression) || !ts.isCallExpression(last)) return undefined;
  const later = links.slice(links.indexOf(begun) + 1);
  if (!later.every((each) => KEPT.test(each.name) && !/['"\s]-_id\b|_id: (?:0|false)/.test(each.call.getText()))) return undefined;
  const [first, ...others] = operation.arguments;
  const filter = first && (/^findById/.test(begun.name) ? byId(first) : objectFilter(first, varies));
  if (!filter) return undefined;
  if (filter.property !== '_id' && !holdsKey(filter.property, [...others, ...later.filter((each) => each.name === 'select').flatMap((each) => argumentsOf(each.call))])) return undefined;
  const tail = last.getText().slice(operation.getText().length);
  return { method: begun.name, model: operation.expression.expression.getText(), filter, options: others.map((each) => each.getText()), tail, expression: last };
}

/** Whether documents of which only some fields are asked for hold the field that tells them apart. */
function holdsKey(property: string, projections: readonly ts.Expression[]): boolean {
  return projections.every((each) => !/^['"{]/.test(each.getText()) || each.getText().includes(property));
}

function byId(key: ts.Expression): ObjectFilter {
  return { property: '_id', key, others: [], with: (condition) => `{ _id: ${condition} }` };
}

function isUnique({ property }: ObjectFilter): boolean {
  return property === '_id';
}

/** Whether the filter turns what it is given into an id: fields of ids are named so. */
function isCast({ property }: ObjectFilter): boolean {
  return property === '_id' || /(?:Id|_id|ID)$/.test(property);
}

/** `{ $set: { … } }`, or fields without an operator: the same for an element that occurs twice. */
function setsOnly(change: ts.Expression): boolean {
  const fields = optionsOf(change);
  return fields !== undefined && [...fields.keys()].every((name) => !name.startsWith('$') || name === '$set' || name === '$unset');
}

/** `Model.create(row)`; with options it takes a list already. */
function createOf({ call, use }: QueryInLoop): BatchWrite | undefined {
  const [row, ...others] = call.arguments;
  if (use.method !== 'create' || !row || others.length > 0 || !ts.isObjectLiteralExpression(unwrap(row)) || !ts.isPropertyAccessExpression(call.expression)) return undefined;
  const model = call.expression.expression.getText();
  return { expression: call, method: 'insertMany', item: row, items: 'documents', many: (rows) => `${model}.insertMany(${rows})`, differs: ['hooks of `save` do not run'] };
}
