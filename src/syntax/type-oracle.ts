import type { ts } from 'ts-morph';

/** Where the type of an expression is declared. */
export type TypeOrigin =
  /** In a package's typings. `argument` is the text of the first type argument (`User` of `Repository<User>`). */
  | { readonly kind: 'package'; readonly specifier: string; readonly name: string; readonly argument: string | undefined }
  /** In the libraries of the language or of Node.js. */
  | { readonly kind: 'platform'; readonly name: string }
  /** In a source file of the project; the node belongs to the tree the facts are about. */
  | { readonly kind: 'source'; readonly node: ts.Node };

/** What a value is to JavaScript; everything that is no primitive is an object. */
export type ValueKind = 'string' | 'number' | 'bigint' | 'boolean' | 'symbol' | 'null' | 'undefined' | 'object';

/** All that is ever asked of a type checker, so that another one can answer. */
export interface TypeOracle {
  /** Declarations of the awaited, non-null type of an expression and of what it extends, nearest first. */
  originsOf(expression: ts.Expression): readonly TypeOrigin[];
  /**
   * Kinds of values that an expression may have when it is awaited, or a property of it has; of a list, the property of its elements.
   * `undefined` where types do not say, or know no such property.
   */
  kindsOf(expression: ts.Expression, property?: string): ReadonlySet<ValueKind> | undefined;
  /** Whether answers about a file may have come to depend on another one: it is imported, directly or through others, or declares what all can see. */
  mayDependOn(path: string): (asked: string) => boolean;
}
