import { ts } from 'ts-morph';
import { unwrap } from '../../../syntax/nodes.js';
import type { BatchRead, QueryInLoop } from './batch-query.js';

/** Keys that fit into one statement, with room for its other parameters. */
export function parametersOf({ use }: Pick<QueryInLoop, 'use'>): Pick<BatchRead, 'mostElements'> {
  const most = use.library.maxParameters;
  return most === undefined ? {} : { mostElements: roundedDown(most) };
}

/** Rows that fit into one statement, a parameter for each of their columns. */
export function rowsOf({ use }: Pick<QueryInLoop, 'use'>, columns: number): Pick<BatchRead, 'mostElements'> {
  const most = use.library.maxParameters;
  return most === undefined ? {} : { mostElements: Math.max(1, roundedDown(Math.floor(most / columns))) };
}

/** The number of columns of a row that is written out; `undefined` when it is not. */
export function columnsOf(row: ts.Expression): number | undefined {
  const object = unwrap(row);
  return ts.isObjectLiteralExpression(object) && object.properties.length > 0 && !object.properties.some((each) => ts.isSpreadAssignment(each)) ? object.properties.length : undefined;
}

function roundedDown(count: number): number {
  const digit = 10 ** Math.floor(Math.log10(Math.max(1, count)));
  return Math.floor(count / digit) * digit;
}
