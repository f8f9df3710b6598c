import type { Copy } from './stock-room.ts';

export interface Order {
  id: number;
  isbns: readonly number[];
}

/** A copy, the order it goes to and the shelf it stands on. */
export interface Pick {
  order: number;
  isbn: number;
  shelf: string;
}

export interface PickList {
  /** In the order of the shelves, so that one walk is enough. */
  picks: readonly Pick[];
  /** Ordered books of which no copy is left. */
  missing: readonly number[];
}

/**
 * Which copies go to which orders: first come, first served, and the copy that has been here longest goes first. Looks at every copy in
 * the room, for every book of every order.
 */
export function pickList(orders: readonly Order[], copies: readonly Copy[]): PickList {
  const taken = new Set<Copy>();
  const picks: Pick[] = [];
  const missing: number[] = [];
  for (const order of orders) {
    for (const isbn of order.isbns) {
      let oldest: Copy | undefined;
      for (const copy of copies) {
        if (copy.isbn !== isbn || taken.has(copy)) continue;
        if (!oldest || copy.arrived < oldest.arrived) oldest = copy;
      }
      if (!oldest) {
        missing.push(isbn);
        continue;
      }
      taken.add(oldest);
      picks.push({ order: order.id, isbn, shelf: oldest.shelf });
    }
  }
  return { picks: picks.sort(byShelf), missing };
}

function byShelf(a: Pick, b: Pick): number {
  return a.shelf.localeCompare(b.shelf);
}
