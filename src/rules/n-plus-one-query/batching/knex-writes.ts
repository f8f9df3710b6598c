import { ts } from 'ts-morph';
import { unwrap } from '../../../syntax/nodes.js';
import type { BatchWrite, QueryInLoop } from './batch-query.js';
import type { BuilderChain, BuilderLink } from './builder-chain.js';
import type { KeyCondition } from './knex-builder.js';
import { keyMatch } from './key-match.js';
import { camelCased, pluralOf } from './names.js';
import { mostKeys, mostRows } from './statement-size.js';

/** Calls that say the same of the rows of many keys as of the rows of one. */
const KEPT = /^(?:from|into|table|withSchema|timeout|transacting|query|(?:and)?[wW]here(?:Not|Null|NotNull|In|NotIn|Between|NotBetween|Like|ILike)?|onConflict|ignore)$/;

/** A value that is made of the row's own: a key that comes twice would make it once. */
const MADE_OF_ROW = /\braw\b|\bref\(|\bsql\b|=>/;

/** `knex('books').insert({ … })`: rows that are written out, since anything else may be a list itself. */
export function knexInsert(query: QueryInLoop, chain: BuilderChain, links: readonly BuilderLink[]): BatchWrite | undefined {
  const [link, ...others] = links.filter(({ call }) => call.arguments.some((each) => query.varies(each)));
  const row = link?.call.arguments[0];
  if (!link || !row || others.length > 0 || link.name !== 'insert' || link.call.arguments.length !== 1 || !ts.isObjectLiteralExpression(unwrap(row))) return undefined;
  if (!links.every((each) => each === link || KEPT.test(each.name))) return undefined;
  return {
    expression: query.call, method: 'insert', item: row, items: 'rows', refusesEmpty: true, mostElements: mostRows(query, row),
    many: (rows) => chain.with(new Map([[link, `insert(${rows})`]])),
  };
}

/** `.where('id', id).update({ … })` and `.del()`: the same change, or the removal, of all rows with those keys. */
export function knexChange(query: QueryInLoop, chain: BuilderChain, links: readonly BuilderLink[], condition: KeyCondition, unique: boolean): BatchWrite | undefined {
  const writes = links.filter(({ name }) => /^(?:update|patch|del|delete)$/.test(name));
  const [write] = writes;
  const removes = /^delete/.test(condition.link.name);
  if (writes.length !== (removes ? 0 : 1) || !links.every((each) => each === write || each === condition.link || KEPT.test(each.name))) return undefined;
  const changed = write?.call.arguments[0];
  if (write && (write.call.arguments.length > 1 || (changed && (!ts.isObjectLiteralExpression(unwrap(changed)) || MADE_OF_ROW.test(changed.getText()))))) return undefined;
  const match = keyMatch(query, condition.key, condition.column, { nullFindsRows: true, unique });
  return match && {
    expression: query.call, method: 'whereIn', item: condition.key, items: pluralOf(camelCased(condition.column.slice(condition.column.lastIndexOf('.') + 1))), mostElements: mostKeys(query), differs: match.differs ?? [],
    many: (keys) => chain.with(new Map([[condition.link, condition.with(keys)]])),
  };
}
