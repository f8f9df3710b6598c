/** `column = $1` in a statement that does little else. */
export interface KeyComparison {
  /** Where the comparison stands in the text. */
  readonly start: number;
  readonly end: number;
  /** As written: `b.author_id`. */
  readonly column: string;
  /** What the database calls it in its rows. */
  readonly property: string;
  /** Type the parameter is cast to. */
  readonly cast: string | undefined;
}

/** A statement about the rows of one key. */
export interface KeyedStatement {
  readonly verb: 'select' | 'update' | 'delete';
  readonly text: string;
  readonly table: string;
  readonly comparison: KeyComparison;
  /** What stands between `SELECT` and `FROM`, or after `SET`. */
  readonly list: string;
  readonly listStart: number;
  readonly joined: boolean;
  /** `LIMIT 1` at the end of the text begins here. */
  readonly limitStart: number | undefined;
  readonly ordered: boolean;
}

const FORMS = {
  select: /^\s*(select\s+)([^;]*?)\s+from\s+([a-z_]\w*(?:\.[a-z_]\w*)?)\b([^;]*?)\bwhere\b([^;]*?)(\border\s+by\b[^;]*?)?(\s+limit\s+1)?\s*;?\s*$/i,
  update: /^\s*(update\s+([a-z_]\w*(?:\.[a-z_]\w*)?)\s+set\s+)([^;]*?)\s+where\b([^;]*?);?\s*$/i,
  delete: /^\s*(delete\s+from\s+)([a-z_]\w*(?:\.[a-z_]\w*)?)\s+where\b([^;]*?);?\s*$/i,
} as const;

/** Words after which rows of many keys are not the rows of each of them. */
const OTHER = /\b(?:or|distinct|group|having|offset|fetch|union|intersect|except|window|over|for|returning|with|case|not|between|using|limit)\b|["`\\]|--|\/\*|\$\$/i;

/** Reads a statement in which the parameter `$n` is compared with one column; `undefined` for all that cannot be told apart for sure. */
export function keyedStatement(text: string, parameter: number): KeyedStatement | undefined {
  const masked = text.replace(/'[^']*'/g, (each) => `'${'.'.repeat(each.length - 2)}'`);
  const [verb, match] = formOf(masked) ?? [];
  if (!verb || !match) return undefined;
  const [list, table] = verb === 'select' ? [match[2], match[3]] : verb === 'update' ? [match[3], match[2]] : ['', match[2]];
  const limit = verb === 'select' ? match[7] : undefined;
  const limitStart = limit === undefined ? undefined : masked.lastIndexOf(limit);
  if (list === undefined || table === undefined || OTHER.test(masked.slice(0, limitStart)) || /\(\s*select\b/i.test(masked)) return undefined;
  const comparison = comparisonIn(masked, parameter);
  const listStart = masked.indexOf(list, match[1]?.length ?? 0);
  return comparison && {
    verb, text, table, comparison, listStart, list: text.slice(listStart, listStart + list.length), limitStart,
    joined: verb === 'select' && /\bjoin\b|,/i.test(match[4] ?? ''), ordered: verb === 'select' && match[6] !== undefined,
  };
}

function formOf(masked: string): readonly ['select' | 'update' | 'delete', RegExpExecArray] | undefined {
  for (const verb of ['select', 'update', 'delete'] as const) {
    const match = FORMS[verb].exec(masked);
    if (match) return [verb, match];
  }
  return undefined;
}

/** The comparison is one of the conditions that all hold, and the parameter's only place. */
function comparisonIn(masked: string, parameter: number): KeyComparison | undefined {
  const [place, ...others] = [...masked.matchAll(new RegExp(`\\$${parameter}(?!\\d)`, 'g'))];
  if (!place || others.length > 0) return undefined;
  const before = masked.slice(0, place.index);
  const left = /\b(?:where|and)\s+((?:[a-z_]\w*\.)?[a-z_]\w*)\s*=\s*$/i.exec(before);
  const right = /^\$\d+(?:::([a-z]\w*))?(?=\s*(?:;|$|\band\b|\border\s+by\b|\blimit\b))/i.exec(masked.slice(place.index));
  const column = left?.[1];
  if (column === undefined || !right || depth(before) !== 0 || !/\bwhere\b/i.test(before)) return undefined;
  return { start: place.index - (left?.[0].length ?? 0) + (left?.[0].indexOf(column) ?? 0), end: place.index + right[0].length, column, property: column.slice(column.lastIndexOf('.') + 1).toLowerCase(), cast: right[1] };
}

function depth(text: string): number {
  return [...text].reduce((open, each) => open + (each === '(' ? 1 : each === ')' ? -1 : 0), 0);
}

/** The statement for a list of keys, which stays one parameter; `isOneOf` says how a column is compared with it. */
export function forMany(statement: KeyedStatement, parameter: number, isOneOf: (column: string, parameter: string, cast: string | undefined) => string, { list = statement.list, group = false, limited = true }: { readonly list?: string; readonly group?: boolean; readonly limited?: boolean } = {}): string {
  const { text, comparison: { start, end, column, cast }, listStart } = statement;
  const rest = text.slice(end, limited ? text.length : statement.limitStart);
  const grouped = group ? `${rest.trimEnd().replace(/;$/, '')} GROUP BY ${column}` : rest;
  return `${text.slice(0, listStart)}${list}${text.slice(listStart + statement.list.length, start)}${isOneOf(column, `$${parameter}`, cast)}${grouped}`;
}
