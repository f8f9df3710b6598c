import { ts } from 'ts-morph';
import { unwrap } from '../../../syntax/nodes.js';
import type { Dialect } from './batch-query.js';
import { optionsOf, valueOfOption } from './object-filter.js';

const IN = { name: 'inArray', from: 'drizzle-orm' };

export const drizzle: Dialect = {
  read({ call, use, varies }) {
    if (use.method !== 'findFirst' || call.arguments.length !== 1 || !ts.isPropertyAccessExpression(call.expression)) return undefined;
    const options = optionsOf(call.arguments[0]);
    const where = valueOfOption(options?.get('where'));
    const comparison = where && unwrap(where);
    const others = [...(options ?? [])].filter(([name]) => name !== 'where');
    if (!comparison || !ts.isCallExpression(comparison) || comparison.expression.getText() !== 'eq' || !others.every(([name]) => name === 'with')) return undefined;
    const [column, key] = comparison.arguments;
    if (!column || !key || !ts.isPropertyAccessExpression(column) || column.name.text !== 'id' || varies(column) || !varies(key)) return undefined;
    const table = call.expression.expression.getText();
    const property = column.name.text;
    return {
      expression: call, answers: 'row', key, property, entity: use.entity, method: 'findMany', imports: [IN], keyOf: (entry) => `${entry}.${property}`,
      many: (keys) => `${table}.findMany({ ${[`where: inArray(${column.getText()}, ${keys})`, ...others.map(([, each]) => each.getText())].join(', ')} })`,
    };
  },
};
