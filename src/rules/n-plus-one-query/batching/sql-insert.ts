/** `INSERT INTO books (title, pages) VALUES ($1, $2)`, taken apart around the row. */
export interface InsertStatement {
  /** Up to the row: `INSERT INTO books (title, pages) VALUES `. */
  readonly before: string;
  /** `($1, $2)`, with what stands beside the parameters. */
  readonly row: string;
  /** ` ON CONFLICT DO NOTHING`. */
  readonly after: string;
}

const NAME = String.raw`"?[a-z_]\w*"?`;
const HEAD = new RegExp(String.raw`^\s*insert\s+into\s+${NAME}(?:\.${NAME})?\s*(?:\(\s*${NAME}(?:\s*,\s*${NAME})*\s*\)\s*)?values\s*(?=\()`, 'i');
/** What says nothing of single parameters, and does with many rows what it does with each. */
const TAIL = /^\s*(?:on\s+conflict\s*(?:\([^()]*\)\s*)?do\s+nothing\s*)?(?:returning\s[^;()]*)?;?\s*$/i;

/**
 * Reads the insertion of one row whose parameters are `$1` to `$n`, each of them at least once and all within the row; `undefined`
 * for all others.
 */
export function insertStatement(text: string, parameters: number): InsertStatement | undefined {
  if (/["'`]?\\|--|\/\*|\$\$|`|\$\{/.test(text)) return undefined;
  const masked = text.replace(/'[^']*'/g, (each) => `'${'.'.repeat(each.length - 2)}'`);
  const start = HEAD.exec(masked)?.[0].length;
  const end = start === undefined ? undefined : closing(masked, start);
  if (start === undefined || end === undefined || !TAIL.test(masked.slice(end))) return undefined;
  const row = masked.slice(start, end);
  const used = new Set([...row.matchAll(/\$(\d+)/g)].map(([, number]) => Number(number)));
  if (parameters === 0 || used.size !== parameters || Math.max(...used) !== parameters || /\(\s*select\b/i.test(row)) return undefined;
  return { before: text.slice(0, start), row: text.slice(start, end), after: text.slice(end) };
}

/** Behind the bracket that closes the one at `start`. */
function closing(masked: string, start: number): number | undefined {
  let open = 0;
  for (let at = start; at < masked.length; at++) {
    if (masked[at] === '(') open++;
    else if (masked[at] === ')' && --open === 0) return at + 1;
  }
  return undefined;
}

/** The row of the element with this index, as the text of a template: `($${at * 2 + 1}, $${at * 2 + 2})`. */
export function rowTemplate({ row }: InsertStatement, parameters: number, index: string): string {
  const offset = parameters === 1 ? index : `${index} * ${parameters}`;
  return row.split(/('[^']*')/).map((part, at) => (at % 2 === 1 ? part : part.replace(/\$(\d+)/g, (_, number: string) => `$\${${offset} + ${number}}`))).join('');
}
