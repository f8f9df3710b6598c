import { ts } from 'ts-morph';
import type { Dialect } from './batch-query.js';
import { objectFilter, optionsOf, valueOfOption } from './object-filter.js';

const IN = { name: 'In', from: 'typeorm' };

export const typeorm: Dialect = {
  read({ call, use, varies }) {
    if (call.arguments.length !== 1 || !ts.isPropertyAccessExpression(call.expression)) return undefined;
    const repository = call.expression.expression.getText();
    if (use.method === 'findOneBy') {
      const filter = objectFilter(call.arguments[0], varies);
      if (filter?.property !== 'id') return undefined;
      return { expression: call, answers: 'row', missing: 'null', key: filter.key, property: filter.property, entity: use.entity, method: 'findBy', imports: [IN], keyOf: (entry) => `${entry}.id`, many: (keys) => `${repository}.findBy(${filter.with(`In(${keys})`)})` };
    }
    const options = optionsOf(call.arguments[0]);
    const filter = objectFilter(valueOfOption(options?.get('where')), varies);
    const others = [...(options ?? [])].filter(([name]) => name !== 'where');
    if (use.method !== 'findOne' || !filter || filter.property !== 'id' || !others.every(([name]) => name === 'relations')) return undefined;
    return {
      expression: call, answers: 'row', missing: 'null', key: filter.key, property: filter.property, entity: use.entity, method: 'find', imports: [IN], keyOf: (entry) => `${entry}.id`,
      many: (keys) => `${repository}.find({ ${[`where: ${filter.with(`In(${keys})`)}`, ...others.map(([, each]) => each.getText())].join(', ')} })`,
    };
  },
};
