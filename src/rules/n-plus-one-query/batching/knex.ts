import type { Dialect, QueryInLoop } from './batch-query.js';
import { builderChain, type BuilderChain, type BuilderLink } from './builder-chain.js';
import { keyCondition, type KeyCondition } from './knex-builder.js';
import { knexRead, lastName } from './knex-reads.js';
import { knexChange, knexInsert } from './knex-writes.js';

export const knex: Dialect = {
  read(query) {
    const chain = builderChain(query.chain);
    const condition = chain && keyCondition(chain, query.varies);
    if (!chain || !condition) return undefined;
    const links = linksOf(query, chain).filter((each) => each !== condition.link);
    return knexRead({ query, chain, condition, links, unique: isUnique(condition), propertyOf: (column) => column });
  },
  write(query) {
    const chain = builderChain(query.chain);
    if (!chain) return undefined;
    const links = linksOf(query, chain);
    const condition = keyCondition(chain, query.varies);
    return condition ? knexChange(query, chain, links, condition, isUnique(condition)) : knexInsert(query, chain, links);
  },
};

/** Without `knex('orders')`, which only names the table. */
function linksOf({ facts }: QueryInLoop, { links }: BuilderChain): readonly BuilderLink[] {
  return links.filter((each, index) => !(index === 0 && facts.valueOf(each.call.expression)?.kind === 'api'));
}

function isUnique({ column }: KeyCondition): boolean {
  return /^(?:id|uuid)$/.test(lastName(column));
}
