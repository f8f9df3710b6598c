import type { ts } from 'ts-morph';
import type { Chain } from '../../../facts/chains.js';
import type { Facts } from '../../../facts/facts.js';
import type { OperationUse } from '../../../facts/operations.js';

/** A query in a loop, as a dialect is shown it. */
export interface QueryInLoop {
  readonly facts: Facts;
  readonly use: OperationUse;
  /** The operation's own call. */
  readonly call: ts.CallExpression;
  /** All links of a fluent query, root first; one link for `model.find(…)`. */
  readonly chain: Chain;
  /** Whether an expression depends on the element of the loop: such a one is a key, everything else stays as it is. */
  readonly varies: (node: ts.Node) => boolean;
}

/** A name that the rewritten code needs. */
export interface ImportedName {
  readonly name: string;
  readonly from: string;
}

/** What reads and writes have in common. */
interface BatchQuery {
  /** What stands for the result, without its `await`: the whole query, or more (`query(…).rows`). */
  readonly expression: ts.Expression;
  readonly imports?: readonly ImportedName[];
  /** Elements that one statement takes: its parameters are limited. Left out: no limit, or the library splits by itself. */
  readonly mostElements?: number;
  /** The library makes an invalid statement of an empty list. */
  readonly refusesEmpty?: boolean;
  /** What may differ from the query it replaces besides what every batch changes. */
  readonly differs?: readonly string[];
}

/** A read about one element, taken apart so that it can be asked about many. */
export interface BatchRead extends BatchQuery {
  /** row: the only row with the key · rows: a list · count: how many · exists: whether there is one, as a condition asks it. */
  readonly answers: 'row' | 'rows' | 'count' | 'exists';
  /** What the key is compared with. */
  readonly key: ts.Expression;
  /** Its property that is the key, where a row itself is all that the code names. */
  readonly keyPart?: string;
  /** Rows without that key have nothing to be found, and are not asked about. */
  readonly keyMayBeNull?: boolean;
  /** Property that holds the key in an entry of the list, for names: `orderId`. */
  readonly property: string;
  /** Table, model or collection, for names. */
  readonly entity: string | undefined;
  /** Method or statement for the title: `findMany`. */
  readonly method: string;
  /** An expression that, awaited, is an array of entries for those keys, or holds one; given the text of a list of keys. */
  many(keys: string): string;
  /** Where what is awaited only holds the array: how a declaration takes it out (`{ rows: orders }`), and how an expression does (`(…).rows`). */
  readonly held?: { pattern(name: string): string; of(awaited: string): string };
  /** The names that take the result, when they are others for what is looked up: `[row]` becomes `row`. */
  readonly binding?: { readonly node: ts.BindingName; readonly text: string };
  /** Key of an entry, and what is looked for in it: the entry itself when left out. */
  keyOf(entry: string): string;
  answerOf?(entry: string): string;
  /** Text of what the query gives for a key without rows: `null`. Left out: lists are empty, counts 0, rows `undefined`. */
  readonly missing?: string;
  /** The result made of what was looked up, where it is more than that: `{ rows: … }`. */
  wrap?(lookup: string): string;
  /** The list has a value, or what stands for none, for each key, in their order: there is no key in it. */
  readonly positional?: boolean;
  /** Rows are plain objects that did not hold the key: where they leave the loop it is taken out of them again. */
  readonly keyAdded?: boolean;
  /** What is different about the rows themselves: said only where they leave the loop. */
  readonly rowsDiffer?: readonly string[];
  /**
   * Keys may come back as values of another type than they are asked by (a bigint column as text, an ObjectId as an object),
   * so that they are compared as texts.
   */
  readonly looseKeys?: boolean;
}

/** The key as the code of a round says it. */
export function textOfKey({ key, keyPart }: Pick<BatchRead, 'key' | 'keyPart'>): string {
  return keyPart === undefined ? key.getText() : `${key.getText()}.${keyPart}`;
}

/** A write for one element whose result nobody uses. */
export interface BatchWrite extends BatchQuery {
  readonly method: string;
  /** What each element contributes: a row, or a key. */
  readonly item: ts.Expression;
  /** For names: `rows`, `ids`. */
  readonly items: string;
  /** A value made of the items first, with the name it wants: the places for their values in a statement. */
  readonly prepared?: { readonly name: string; of(items: string): string };
  /** The library writes long lists in several statements. */
  readonly splits?: boolean;
  /** An expression that, awaited, writes all of them; given the text of the list, and the name of what was prepared. */
  many(items: string, prepared: string): string;
}

/** How one library's queries are asked for many elements at once. Each gives `undefined` for forms it does not know. */
export interface Dialect {
  /** A filter with null finds the rows without a value (`is null`), which a list never does. */
  readonly nullFindsRows?: boolean;
  read?(query: QueryInLoop): BatchRead | undefined;
  write?(query: QueryInLoop): BatchWrite | undefined;
}
