import type { ts } from 'ts-morph';
import type { ApiType, Library, Member, Operation } from '../knowledge/library.js';
import type { FunctionNode } from '../syntax/nodes.js';

/**
 * How a value's API type was established. declaration: an annotation or the type checker named it · flow: followed from the
 * import or constructor · shape: names and members alone.
 */
export type Proof = 'declaration' | 'flow' | 'shape';

/** A value whose API type is known from a library's table. */
export interface ApiValue {
  readonly kind: 'api';
  readonly library: Library;
  /** Key of `library.types`. */
  readonly type: string;
  readonly proof: Proof;
  /** Table, model or collection it stands for, as the code names it. */
  readonly entity?: string;
  /** Operations of the builder chain so far that wait for its execution, first to last. */
  readonly pending?: readonly Operation[];
  /** The user's class it comes from: `User` of `User.findByPk(1)`, whose own members go before the library's. */
  readonly userClass?: ts.ClassLikeDeclaration;
  /** It is, or was reached through, one connection, transaction or session. */
  readonly serial?: boolean;
}

/** A property of an API value that was not called yet: `prisma.user.findMany`. */
export interface ApiMember {
  readonly kind: 'member';
  readonly member: Member;
  readonly name: string;
  readonly receiver: ApiValue;
}

/** What the analysis knows of a value without running anything. */
export type Value =
  | ApiValue
  | ApiMember
  | { readonly kind: 'function'; readonly node: FunctionNode }
  | { readonly kind: 'class'; readonly node: ts.ClassLikeDeclaration }
  | { readonly kind: 'instance'; readonly node: ts.ClassLikeDeclaration }
  | { readonly kind: 'object'; readonly node: ts.ObjectLiteralExpression }
  /** An interface or type literal: members are known, bodies are not. */
  | { readonly kind: 'shape'; readonly node: ts.InterfaceDeclaration | ts.TypeLiteralNode }
  /** All exports of a source file: `import * as x`, `require`. */
  | { readonly kind: 'module'; readonly path: string }
  | { readonly kind: 'array'; readonly element: Value | undefined }
  /** From a package that no table describes. */
  | { readonly kind: 'external'; readonly specifier: string; readonly name: string };

/** The API type record of a value. */
export function apiType(value: ApiValue): ApiType | undefined {
  return value.library.types[value.type];
}

/** A member by name, inherited ones and the catch-all included. */
export function memberOfType(library: Library, type: string, name: string): Member | undefined {
  let catchAll: Member | undefined;
  // Own names of the whole line of types come first: a catch-all of the nearest must not hide an inherited name.
  for (let at: string | undefined = type, depth = 0; at !== undefined && depth < 8; at = library.types[at]?.extends, depth++) {
    const record: ApiType | undefined = library.types[at];
    const found = record?.members && Object.hasOwn(record.members, name) ? record.members[name] : undefined;
    if (found) return found;
    catchAll ??= record?.patterns?.find((each) => each.name.test(name))?.member ?? record?.anyMember;
  }
  return catchAll;
}

/** Whether a member is known by the form of its name alone, as association getters are. */
export function isNamedByPattern(library: Library, type: string, name: string): boolean {
  for (let at: string | undefined = type, depth = 0; at !== undefined && depth < 8; at = library.types[at]?.extends, depth++) {
    const record: ApiType | undefined = library.types[at];
    if (record?.members && Object.hasOwn(record.members, name)) return false;
    if (record?.patterns?.some((each) => each.name.test(name))) return true;
  }
  return false;
}

/** Whether a value stands for one object of the user's class, a row, rather than for the class. */
export function isRowType(library: Library, type: string): boolean {
  return Object.values(library.types).some((each) => each.userClass === true && each.construct?.returns === type);
}

/** A property of the type record, inherited when the type has none of its own. */
export function inheritedOf<K extends keyof ApiType>(library: Library, type: string, key: K): ApiType[K] | undefined {
  for (let at: string | undefined = type, depth = 0; at !== undefined && depth < 8; at = library.types[at]?.extends, depth++) {
    const found: ApiType[K] | undefined = library.types[at]?.[key];
    if (found !== undefined) return found;
  }
  return undefined;
}

/** A value of another type of the same library, reached from `from`. */
export function derived(from: ApiValue, type: string, entity: string | undefined): ApiValue {
  const serial = inheritedOf(from.library, type, 'serial') ?? from.serial === true;
  return { kind: 'api', library: from.library, type, proof: from.proof, ...(entity !== undefined ? { entity } : {}), ...(from.userClass ? { userClass: from.userClass } : {}), ...(serial ? { serial } : {}) };
}
