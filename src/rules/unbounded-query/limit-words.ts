import type { BoundWritten } from './bound-writing.js';

/** Rows a repair lets through: what fits a screen several times over, and costs a database nothing. */
export const SIZE = 100;

/** What a limit changes, in words. */
export function leftOut({ order }: Pick<BoundWritten, 'order'>, size: number | string): string {
  const rows = `returns at most ${/^\d+$/.test(String(size)) ? size : `\`${size}\``} rows`;
  switch (order.kind) {
    case 'key': return `${rows}, ordered by \`${order.key}\``;
    case 'tie': return `${rows}, those that are equal in the present order by \`${order.key}\``;
    case 'fixed': return rows;
    case 'open': return `${rows}; of rows that are equal in the order given, any`;
    default: return `${rows}, in no fixed order`;
  }
}
