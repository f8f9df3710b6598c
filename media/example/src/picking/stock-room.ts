import type { Order } from './pick-list.ts';

export interface Copy {
  isbn: number;
  shelf: string;
  /** Day of arrival, counted from the opening of the shop. */
  arrived: number;
}

const TITLES = 3_000;

/** What stands in the stock room: made up, the same every time. */
export function copiesInStock(count: number): Copy[] {
  return Array.from({ length: count }, (_, index) => ({ isbn: isbnOf(index * 7), shelf: `${'ABCDEF'[index % 6]}${index % 40}`, arrived: (index * 31) % 2_000 }));
}

/** The orders that came in over night: any book, and one of those that everybody reads just now. */
export function ordersOfNight(count: number): Order[] {
  return Array.from({ length: count }, (_, id) => ({ id, isbns: [isbnOf(id * 11), isbnOf(id % 200)] }));
}

function isbnOf(index: number): number {
  return 9_780_000_010_000 + (index % TITLES) * 31;
}
