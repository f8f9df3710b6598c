/** One line of a grid. */
export interface GridRow {
  /** The same line after a change has the same key. */
  readonly key: string;
  /** 1 is the outermost. */
  readonly level: number;
  /** 1-based place among its siblings, and how many these are. */
  readonly position: number;
  readonly size: number;
  /** Absent where there is nothing to open. */
  readonly isOpen?: boolean;
}

export interface GridSort {
  readonly column: string;
  readonly descending: boolean;
}

/** What a key does in a grid: another line, or something to do with the present one. */
export type GridAction =
  | { readonly do: 'go'; readonly to: number }
  | { readonly do: 'open' | 'close'; readonly row: number }
  | { readonly do: 'source'; readonly aside: boolean }
  | { readonly do: 'menu' };

interface Key {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
}

/** After the treegrid pattern of the ARIA Authoring Practices, moving by rows. `page` is how many rows are seen at once. */
export function gridActionOf({ key, ctrlKey, metaKey, altKey, shiftKey }: Key, rows: readonly GridRow[], current: number, page: number): GridAction | undefined {
  const last = rows.length - 1;
  const go = (to: number): GridAction => ({ do: 'go', to: Math.min(Math.max(to, 0), last) });
  if (last < 0) return undefined;
  if (key === 'Enter') return { do: 'source', aside: altKey || ctrlKey || metaKey };
  if (key === 'ContextMenu' || (key === 'F10' && shiftKey)) return { do: 'menu' };
  if (key === 'F12') return { do: 'source', aside: altKey };
  if (ctrlKey || metaKey || altKey) return undefined;
  switch (key) {
    case 'ArrowDown': return go(current + 1);
    case 'ArrowUp': return go(current < 0 ? 0 : current - 1);
    case 'Home': return go(0);
    case 'End': return go(last);
    case 'PageDown': return go(current + page);
    case 'PageUp': return go(current - page);
    case 'ArrowRight': return inward(rows, current);
    case 'ArrowLeft': return outward(rows, current);
    case 'o': return { do: 'source', aside: false };
    default: return undefined;
  }
}

function inward(rows: readonly GridRow[], current: number): GridAction | undefined {
  const row = rows[current];
  if (row?.isOpen === undefined) return undefined;
  return row.isOpen ? { do: 'go', to: Math.min(current + 1, rows.length - 1) } : { do: 'open', row: current };
}

function outward(rows: readonly GridRow[], current: number): GridAction | undefined {
  const row = rows[current];
  if (!row) return undefined;
  if (row.isOpen) return { do: 'close', row: current };
  const parent = rows.slice(0, current).findLastIndex(({ level }) => level < row.level);
  return parent < 0 ? undefined : { do: 'go', to: parent };
}
