import { ts } from 'ts-morph';
import type { Known } from '../knowledge/knowledge-index.js';
import type { Declaration } from './bindings.js';
import { plainText } from '../syntax/nodes.js';
import type { Facts } from './facts.js';
import { importedName } from './module-values.js';
import { parameterOfType } from './signature-values.js';
import { derived, inheritedOf, type Value } from './value.js';
import { returnedValue } from './values.js';

/** Wrappers whose first argument is the value that matters here; `Promise` because values are seen awaited. */
const TRANSPARENT = new Set(['Promise', 'PromiseLike', 'Awaited', 'Readonly', 'Partial', 'Required', 'NonNullable', 'Omit', 'Pick', 'Exclude', 'Extract', 'Ref', 'MutableRefObject', 'Lazy', 'Provider', 'Loaded', 'IdentifiedReference', 'HydratedDocument']);
const COLLECTIONS = new Set(['Array', 'ReadonlyArray', 'Set', 'ReadonlySet', 'Iterable', 'AsyncIterable', 'IterableIterator']);

/** The value a variable of a written type holds. */
export function findTypeValue(facts: Facts, type: ts.TypeNode): Value | undefined {
  if (ts.isParenthesizedTypeNode(type)) return facts.typeValueOf(type.type);
  if (ts.isTypeReferenceNode(type)) return referenceValue(facts, type, type.typeName, type.typeArguments);
  if (ts.isExpressionWithTypeArguments(type)) return ts.isIdentifier(type.expression) ? referenceValue(facts, type, type.expression, type.typeArguments) : undefined;
  if (ts.isArrayTypeNode(type)) return { kind: 'array', element: facts.typeValueOf(type.elementType) };
  if (ts.isTypeOperatorNode(type)) return facts.typeValueOf(type.type);
  if (ts.isTypeLiteralNode(type)) return { kind: 'shape', node: type };
  if (ts.isUnionTypeNode(type) || ts.isIntersectionTypeNode(type)) return firstValue(facts, type.types);
  if (ts.isTypeQueryNode(type)) return ts.isIdentifier(type.exprName) ? valueOfName(facts, type.exprName) : undefined;
  if (ts.isIndexedAccessTypeNode(type)) return indexedValue(facts, type);
  return undefined;
}

/** A library's type wins over a plain shape: `DB & { extra: … }` is still the database. */
function firstValue(facts: Facts, types: readonly ts.TypeNode[]): Value | undefined {
  let first: Value | undefined;
  for (const each of types) {
    const value = facts.typeValueOf(each);
    if (value?.kind === 'api') return value;
    first ??= value;
  }
  return first;
}

function valueOfName(facts: Facts, name: ts.Identifier): Value | undefined {
  return facts.declarationOf(name) ? facts.valueOf(name) : undefined;
}

function indexedValue(facts: Facts, type: ts.IndexedAccessTypeNode): Value | undefined {
  const whole = facts.typeValueOf(type.objectType);
  if (!whole) return undefined;
  if (ts.isLiteralTypeNode(type.indexType) && ts.isStringLiteral(type.indexType.literal)) return facts.memberOf(whole, type.indexType.literal.text);
  return whole.kind === 'array' ? whole.element : undefined;
}

function referenceValue(facts: Facts, node: ts.TypeNode, name: ts.EntityName, typeArguments: readonly ts.TypeNode[] | undefined): Value | undefined {
  const root = ts.isQualifiedName(name) ? leftmost(name) : name;
  const declaration = facts.declarationOf(root, 'type');
  const first = typeArguments?.[0];
  if (!declaration) {
    if (first && TRANSPARENT.has(root.text)) return facts.typeValueOf(first);
    if (first && COLLECTIONS.has(root.text)) return { kind: 'array', element: facts.typeValueOf(first) };
    if (first && root.text === 'ReturnType') return calledType(facts, first);
    if (first && root.text === 'InstanceType') return constructedType(facts, first);
    const known = facts.knowledge.globalType(plainText(name));
    return known ? declared(known, undefined) : undefined;
  }
  const value = declaredTypeValue(facts, declaration, ts.isQualifiedName(name) ? plainText(name).slice(root.text.length + 1) : undefined, first);
  // A wrapper of some package around a known type: `Repository<User>` is known itself, `Ref<User>` is its argument.
  return value ?? (first && TRANSPARENT.has(root.text) ? facts.typeValueOf(first) : undefined);
}

function declaredTypeValue(facts: Facts, declaration: Declaration, qualifier: string | undefined, argument: ts.TypeNode | undefined): Value | undefined {
  if (ts.isClassLike(declaration)) return { kind: 'instance', node: declaration };
  if (ts.isInterfaceDeclaration(declaration)) return { kind: 'shape', node: declaration };
  if (ts.isTypeAliasDeclaration(declaration)) return facts.typeValueOf(declaration.type);
  if (ts.isTypeParameterDeclaration(declaration)) return declaration.constraint ? facts.typeValueOf(declaration.constraint) : undefined;
  if (!(ts.isImportClause(declaration) || ts.isImportSpecifier(declaration) || ts.isNamespaceImport(declaration) || ts.isImportEqualsDeclaration(declaration))) return undefined;
  const imported = importedName(declaration);
  if (!imported) return undefined;
  const resolution = facts.resolve(imported.specifier, declaration.getSourceFile());
  if (resolution.kind === 'source') {
    const name = imported.name === '*' ? qualifier : imported.name;
    const target = name === undefined ? undefined : facts.exportedDeclaration(resolution.path, name);
    const value = target ? declaredTypeValue(facts, target, imported.name === '*' ? undefined : qualifier, argument) : undefined;
    if (value) return value;
  }
  const specifier = resolution.kind === 'package' ? resolution.specifier : imported.specifier;
  const local = imported.name === '*' || imported.name === 'default' ? (qualifier ?? declaration.name?.text ?? '') : [imported.name, qualifier].filter((each) => each !== undefined).join('.');
  const known = facts.knowledge.declaredType(specifier, local) ?? facts.knowledge.declaredType(specifier, local.split('.').at(-1) ?? local);
  if (known) return declared(known, entityName(argument));
  // `import Client from 'ioredis'`: the class, whatever it is called here.
  const whole = imported.name === 'default' && qualifier === undefined ? facts.knowledge.exportOf(specifier, 'default') : undefined;
  const made = whole?.entry.type === undefined ? undefined : inheritedOf(whole.library, whole.entry.type, 'construct')?.returns;
  if (whole && made !== undefined) return declared({ library: whole.library, entry: made }, entityName(argument));
  return resolution.kind === 'package' ? { kind: 'external', specifier, name: local } : undefined;
}

/** `User` of `Repository<User>`; the schema of `NodePgDatabase<typeof schema>` is none. */
function entityName(argument: ts.TypeNode | undefined): string | undefined {
  return argument && ts.isTypeReferenceNode(argument) ? plainText(argument) : undefined;
}

function declared(known: Known<string>, entity: string | undefined): Value {
  return derived({ kind: 'api', library: known.library, type: '', proof: 'declaration' }, known.entry, entity);
}

export function findTupleElement(facts: Facts, type: ts.TypeNode, index: number): Value | undefined {
  const tuple = aliasedTuple(facts, type, 0);
  if (tuple && ts.isTypeReferenceNode(tuple)) return tuple.typeArguments?.[0] ? parameterOfType(facts, tuple.typeArguments[0], index) : undefined;
  const element = tuple?.elements[index];
  return element ? facts.typeValueOf(ts.isNamedTupleMember(element) ? element.type : element) : undefined;
}

/** The tuple a type stands for: written out, or the `Parameters<…>` of a function type. */
function aliasedTuple(facts: Facts, type: ts.TypeNode, depth: number): ts.TupleTypeNode | ts.TypeReferenceNode | undefined {
  if (ts.isTupleTypeNode(type)) return type;
  if (ts.isTypeOperatorNode(type) || ts.isParenthesizedTypeNode(type)) return aliasedTuple(facts, type.type, depth);
  if (depth > 6 || !ts.isTypeReferenceNode(type) || !ts.isIdentifier(type.typeName)) return undefined;
  const declaration = facts.declarationOf(type.typeName, 'type');
  if (!declaration) return type.typeName.text === 'Parameters' ? type : undefined;
  const target = (ts.isImportSpecifier(declaration) || ts.isImportClause(declaration)) ? importedType(facts, declaration) : declaration;
  return target && ts.isTypeAliasDeclaration(target) ? aliasedTuple(facts, target.type, depth + 1) : undefined;
}

export function importedType(facts: Facts, declaration: ts.ImportSpecifier | ts.ImportClause): Declaration | undefined {
  const imported = importedName(declaration);
  const resolution = imported ? facts.resolve(imported.specifier, declaration.getSourceFile()) : undefined;
  return imported && resolution?.kind === 'source' ? facts.exportedDeclaration(resolution.path, imported.name) : undefined;
}

/** `T` of `Promise<T>` and of the other wrappers that are seen through. */
export function transparentArgument(facts: Facts, type: ts.TypeNode): ts.TypeNode | undefined {
  return ts.isTypeReferenceNode(type) && ts.isIdentifier(type.typeName) && TRANSPARENT.has(type.typeName.text) && !facts.declarationOf(type.typeName, 'type') ? type.typeArguments?.[0] : undefined;
}

/** `T` of `T[]`, `Set<T>` and their kin. */
export function elementTypeOf(facts: Facts, type: ts.TypeNode): ts.TypeNode | undefined {
  if (ts.isArrayTypeNode(type)) return type.elementType;
  return ts.isTypeReferenceNode(type) && ts.isIdentifier(type.typeName) && COLLECTIONS.has(type.typeName.text) && !facts.declarationOf(type.typeName, 'type') ? type.typeArguments?.[0] : undefined;
}

function calledType(facts: Facts, type: ts.TypeNode): Value | undefined {
  const target = facts.typeValueOf(type);
  return target?.kind === 'function' ? returnedValue(facts, target.node) : undefined;
}

function constructedType(facts: Facts, type: ts.TypeNode): Value | undefined {
  const target = facts.typeValueOf(type);
  return target?.kind === 'class' ? { kind: 'instance', node: target.node } : undefined;
}

function leftmost(name: ts.QualifiedName): ts.Identifier {
  let at: ts.EntityName = name;
  while (ts.isQualifiedName(at)) at = at.left;
  return at;
}
