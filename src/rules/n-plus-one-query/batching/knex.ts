import type { Dialect } from './batch-query.js';
import { builderChain } from './builder-chain.js';
import { keyCondition } from './knex-builder.js';
import { knexRead, lastName } from './knex-reads.js';

export const knex: Dialect = {
  read(query) {
    const { facts, varies } = query;
    const chain = builderChain(query.chain);
    const condition = chain && keyCondition(chain, varies);
    if (!chain || !condition) return undefined;
    // `knex('orders')` only names the table.
    const links = chain.links.filter((each, index) => !(index === 0 && facts.valueOf(each.call.expression)?.kind === 'api') && each !== condition.link);
    return knexRead({ query, chain, condition, links, unique: /^(?:id|uuid)$/.test(lastName(condition.column)), propertyOf: (column) => column });
  },
};
