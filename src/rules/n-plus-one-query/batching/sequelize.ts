import { ts } from 'ts-morph';
import type { Dialect } from './batch-query.js';
import { objectFilter, optionsOf, valueOfOption } from './object-filter.js';

const KEPT = ['include', 'transaction', 'raw', 'attributes'];

export const sequelize: Dialect = {
  read({ call, use, varies }) {
    if (!ts.isPropertyAccessExpression(call.expression)) return undefined;
    const model = call.expression.expression.getText();
    const [first, second] = call.arguments;
    const byKey = use.method === 'findByPk';
    const options = optionsOf(byKey ? second : first);
    const filter = byKey ? undefined : objectFilter(valueOfOption(options?.get('where')), varies);
    const key = byKey ? first : filter?.key;
    const others = [...(options ?? [])].filter(([name]) => name !== 'where');
    if (!options || !key || !(byKey || (use.method === 'findOne' && filter?.property === 'id')) || !others.every(([name]) => KEPT.includes(name) && name !== 'attributes')) return undefined;
    const where = (keys: string): string => (filter ? filter.with(keys) : `{ id: ${keys} }`);
    return {
      expression: call, answers: 'row', missing: 'null', key, property: 'id', entity: use.entity, method: 'findAll', keyOf: (entry) => `${entry}.id`,
      many: (keys) => `${model}.findAll({ ${[`where: ${where(keys)}`, ...others.map(([, each]) => each.getText())].join(', ')} })`,
    };
  },
};
