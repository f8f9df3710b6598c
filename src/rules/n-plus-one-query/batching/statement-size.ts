import { ts } from 'ts-morph';
import { unwrap } from '../../../syntax/nodes.js';
import type { QueryInLoop } from './batch-query.js';

/** Columns of a row whose properties are not in plain sight. */
const COLUMNS = 20;

/** How many keys one statement takes, with some room for its other conditions; `undefined` where the library has no limit. */
export function mostKeys({ use }: QueryInLoop): number | undefined {
  const most = use.library.maxParameters;
  return most === undefined ? undefined : rounded(most);
}

/** How many rows one statement takes that writes them column by column. */
export function mostRows({ use }: QueryInLoop, row: ts.Expression): number | undefined {
  const most = use.library.maxParameters;
  const values = unwrap(row);
  const known = ts.isArrayLiteralExpression(values) ? values.elements.length : ts.isObjectLiteralExpression(values) && !values.properties.some((each) => ts.isSpreadAssignment(each)) ? values.properties.length : COLUMNS;
  return most === undefined ? undefined : rounded(most / Math.max(known, 1));
}

/** Down to a number that is easy to read: 2,098 becomes 2,000, 699 becomes 600. */
function rounded(most: number): number {
  const unit = 10 ** Math.max(Math.floor(Math.log10(most)) - (most >= 10_000 ? 1 : 0), 0);
  return Math.max(Math.floor(most / unit) * unit, 1);
}

/** As numbers are written in code: `2000`, `32_000`. */
export function grouped(size: number): string {
  return size < 10_000 ? String(size) : String(size).replace(/(?=(?:\d{3})+$)/g, '_').replace(/^_/, '');
}
