import { ts } from 'ts-morph';
import type { ValueKind } from './type-oracle.js';

/** See `TypeOracle.kindsOf`. */
export function kindsOf(checker: ts.TypeChecker, expression: ts.Expression, property: string | undefined): ReadonlySet<ValueKind> | undefined {
  try {
    const type = awaited(checker, checker.getTypeAtLocation(expression));
    const asked = property === undefined ? type : propertyType(checker, type, property, expression);
    const kinds = new Set<ValueKind>();
    return asked && collect(checker, asked, kinds) ? kinds : undefined;
  } catch {
    return undefined; // The checker itself fails on some broken programs; then it has no answer.
  }
}

export function awaited(checker: ts.TypeChecker, type: ts.Type): ts.Type {
  return checker.getAwaitedType(type) ?? type;
}

function propertyType(checker: ts.TypeChecker, type: ts.Type, property: string, at: ts.Expression): ts.Type | undefined {
  const holder = checker.getNonNullableType(type);
  const element = checker.isArrayType(holder) || checker.isTupleType(holder) ? checker.getTypeArguments(holder as ts.TypeReference)[0] : holder;
  const symbol = element && checker.getPropertyOfType(element, property);
  return symbol && checker.getTypeOfSymbolAtLocation(symbol, at);
}

/** Whether all of it is known. */
function collect(checker: ts.TypeChecker, type: ts.Type, into: Set<ValueKind>): boolean {
  if (type.isUnion()) return type.types.every((each) => collect(checker, each, into));
  // A text that only looks like one: `string & { brand }`.
  if (type.isIntersection()) return collect(checker, type.types.find((each) => kindOf(each) !== 'object' && kindOf(each) !== undefined) ?? type.types[0] ?? type, into);
  if (type.flags & ts.TypeFlags.TypeParameter) {
    const constraint = checker.getBaseConstraintOfType(type);
    return constraint !== undefined && constraint !== type && collect(checker, constraint, into);
  }
  const kind = kindOf(type);
  if (kind) into.add(kind);
  return kind !== undefined || (type.flags & ts.TypeFlags.Never) !== 0;
}

const KINDS: readonly (readonly [ts.TypeFlags, ValueKind])[] = [
  [ts.TypeFlags.StringLike, 'string'],
  [ts.TypeFlags.NumberLike, 'number'],
  [ts.TypeFlags.BigIntLike, 'bigint'],
  [ts.TypeFlags.BooleanLike, 'boolean'],
  [ts.TypeFlags.ESSymbolLike, 'symbol'],
  [ts.TypeFlags.Null, 'null'],
  [ts.TypeFlags.VoidLike, 'undefined'],
  [ts.TypeFlags.Object | ts.TypeFlags.NonPrimitive, 'object'],
];

function kindOf(type: ts.Type): ValueKind | undefined {
  return KINDS.find(([flags]) => type.flags & flags)?.[1];
}
