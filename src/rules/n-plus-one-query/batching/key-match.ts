import type { ts } from 'ts-morph';
import type { ValueKind } from '../../../syntax/type-oracle.js';
import { awaitOf, isJavaScript } from '../../../syntax/nodes.js';
import type { BatchRead, QueryInLoop } from './batch-query.js';

/** How a key is compared with what rows hold. */
export type KeyMatch = Pick<BatchRead, 'looseKeys' | 'differs'>;

/** Made by programs, so that nobody writes them in another way. */
const IDENTIFIER = /(?:^|_)(?:id|uuid|guid)$|(?:Id|ID|Uuid|UUID)$/;

const NOTHING: ReadonlySet<ValueKind> = new Set(['null', 'undefined']);

/** What the library says of its columns' types. */
interface ColumnTypes {
  /** A column has one type in the code, for conditions and for rows: where nothing else is known the two are alike. */
  readonly typedColumns?: boolean;
  /** A condition with null finds the rows without a value (`is null`); a list never does. */
  readonly nullFindsRows?: boolean;
  /** No two rows have the same, and none lacks it. */
  readonly unique?: boolean;
  /** Some of its databases take texts for equal that are not: other letter case, blanks at the end. */
  readonly foldsTexts?: boolean;
}

/**
 * Whether a key and the property of the rows that holds it can be compared as they are. `undefined` where rows could be
 * missed: objects are equal to nothing but themselves.
 */
export function keyMatch({ facts, call }: QueryInLoop, key: ts.Expression, property: string, { typedColumns, nullFindsRows, unique, foldsTexts }: ColumnTypes = {}): KeyMatch | undefined {
  const asked = facts.oracle?.kindsOf(key);
  if (asked?.has('object')) return undefined;
  const mayBeNull = asked ? [...NOTHING].some((each) => asked.has(each)) : undefined;
  const found = facts.oracle?.kindsOf(awaitOf(call) ?? call, property);
  const nullableRows = found?.has('null') === true;
  if (nullFindsRows && !unique && mayBeNull === true) return undefined;
  const alike = asked && found ? sameKind(asked, found) : typedColumns === true && !isJavaScript(call.getSourceFile());
  const looseKeys = !alike || (mayBeNull === true && found !== undefined && !nullableRows);
  const differs = [
    ...(nullFindsRows && !unique && mayBeNull === undefined ? ['a key that is null finds no rows, where it found those without a value'] : []),
    ...(foldsTexts && asked?.has('string') !== false && !IDENTIFIER.test(property) ? [`a value of \`${property}\` that only the database takes for equal (MySQL: other letter case) is not found`] : []),
  ];
  return { ...(looseKeys ? { looseKeys } : {}), differs };
}

function sameKind(one: ReadonlySet<ValueKind>, other: ReadonlySet<ValueKind>): boolean {
  const [kinds, others] = [one, other].map((each) => [...each].filter((kind) => !NOTHING.has(kind)));
  return kinds?.length === 1 && others?.length === 1 && kinds[0] === others[0];
}
