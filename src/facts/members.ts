import { ts } from 'ts-morph';
import { unwrap, wrapped } from '../syntax/nodes.js';
import type { Facts } from './facts.js';
import { originOf } from './possible-values.js';
import { registeredMember } from './registry-members.js';
import { inheritedOf, isNamedByPattern, isRowType, memberOfType, type ApiValue, type Value } from './value.js';
import { decoratedValue, declarationValue, heritageOf, memberOfApi } from './values.js';

/** A property of a value by name, promises unwrapped; `undefined` when unknown. */
export function findMember(facts: Facts, value: Value, name: string): Value | undefined {
  switch (value.kind) {
    case 'api': {
      if (value.userClass && isRowType(value.library, value.type)) return instanceMember(facts, value.userClass, name, 0, value.entity);
      return apiMember(value, name);
    }
    case 'instance':
      return instanceMember(facts, value.node, name, 0, value.node.name?.text);
    case 'class':
      return staticMember(facts, value.node, name, 0, value.node);
    case 'object':
      return objectMember(facts, value.node, name);
    case 'shape':
      return shapeMember(facts, value.node, name, 0);
    case 'module':
      return facts.exportedValue(value.path, name);
    case 'external': {
      const known = value.name === '*' || value.name === 'default' ? facts.knowledge.exportOf(value.specifier, name) : undefined;
      return known ? memberOfApi({ kind: 'api', library: known.library, type: '', proof: 'flow' }, known.entry, name) : undefined;
    }
    case 'array':
    case 'function':
    case 'member':
      return undefined;
  }
}

function apiMember(value: ApiValue, name: string): Value | undefined {
  const member = memberOfType(value.library, value.type, name);
  if (!member) return undefined;
  // `getOwner()`: an association's, if there is one of that name.
  return memberOfApi(isNamedByPattern(value.library, value.type, name) ? { ...value, proof: 'shape' } : value, member, name);
}

/** Deeper class hierarchies than this do not occur; the bound ends cycles of broken code. */
const MAX_HERITAGE = 12;

/** @param entity name of the class that was asked, which is the model's, not its base's */
function instanceMember(facts: Facts, node: ts.ClassLikeDeclaration, name: string, depth: number, entity: string | undefined): Value | undefined {
  const own = ownMember(facts, node, name, false);
  if (own) return own;
  return firstOfBases(facts, node, depth, (base) => {
    if (base.kind === 'class') return instanceMember(facts, base.node, name, depth + 1, entity);
    const construct = base.kind === 'api' ? inheritedOf(base.library, base.type, 'construct') : undefined;
    return base.kind === 'api' && construct?.returns !== undefined ? findMember(facts, { ...base, type: construct.returns, entity: entity ?? base.entity ?? '' }, name) : undefined;
  });
}

/** @param asked the class that was named, which is the model, not its base */
function staticMember(facts: Facts, node: ts.ClassLikeDeclaration, name: string, depth: number, asked: ts.ClassLikeDeclaration): Value | undefined {
  const entity = asked.name?.text;
  const own = ownMember(facts, node, name, true);
  if (own) return own;
  return firstOfBases(facts, node, depth, (base) => {
    if (base.kind === 'class') return staticMember(facts, base.node, name, depth + 1, asked);
    return findMember(facts, base.kind === 'api' && entity !== undefined ? { ...base, entity, userClass: asked } : base, name);
  });
}

/** Asks what a class extends, and where a function makes it of another class, that class. */
function firstOfBases(facts: Facts, node: ts.ClassLikeDeclaration, depth: number, ask: (base: Value) => Value | undefined): Value | undefined {
  const parent = depth < MAX_HERITAGE ? heritageOf(node) : undefined;
  if (!parent) return undefined;
  const base = facts.valueOf(parent);
  const found = base ? ask(base) : undefined;
  if (found) return found;
  const mixed = mixedBase(facts, parent, 0);
  return mixed ? ask(mixed) : undefined;
}

/** `Base` of `Auditable(Base)`, `mixin(Base, [plugin])` and `pipe(Auditable, Sortable)(Base)`. */
function mixedBase(facts: Facts, expression: ts.Expression, depth: number): Value | undefined {
  const node = unwrap(expression);
  if (depth >= MAX_HERITAGE) return undefined;
  if (ts.isIdentifier(node)) {
    const declaration = originOf(facts, node);
    return declaration && ts.isVariableDeclaration(declaration) && declaration.initializer ? mixedBase(facts, declaration.initializer, depth + 1) : undefined;
  }
  if (!ts.isCallExpression(node)) return undefined;
  for (const argument of node.arguments) {
    const value = facts.valueOf(argument);
    if (value?.kind === 'class' || (value?.kind === 'api' && inheritedOf(value.library, value.type, 'userClass') === true)) return value;
    const within = mixedBase(facts, argument, depth + 1);
    if (within) return within;
  }
  return mixedBase(facts, node.expression, depth + 1);
}

function ownMember(facts: Facts, node: ts.ClassLikeDeclaration, name: string, isStatic: boolean): Value | undefined {
  for (const member of node.members) {
    if (ts.isConstructorDeclaration(member)) {
      if (isStatic) continue;
      const parameter = member.parameters.find((each) => ts.isIdentifier(each.name) && each.name.text === name && ts.isParameterPropertyDeclaration(each, member));
      const value = parameter ? declarationValue(facts, parameter) : undefined;
      if (value) return value;
      continue;
    }
    if (!member.name || memberName(member.name) !== name || hasStatic(member) !== isStatic) continue;
    if (ts.isMethodDeclaration(member) && member.body) return { kind: 'function', node: member };
    if (ts.isGetAccessorDeclaration(member)) return facts.memo('getter', member, () => accessorValue(facts, member), undefined);
    if (ts.isPropertyDeclaration(member)) {
      const value = decoratedValue(facts, member) ?? (member.type ? facts.typeValueOf(member.type) : undefined) ?? (member.initializer ? facts.valueOf(member.initializer) : undefined);
      if (value) return value;
    }
  }
  return isStatic ? undefined : assignedMember(facts, node, name);
}

function accessorValue(facts: Facts, member: ts.GetAccessorDeclaration): Value | undefined {
  if (member.type) return facts.typeValueOf(member.type);
  const last = member.body?.statements.at(-1);
  return last && ts.isReturnStatement(last) && last.expression ? facts.valueOf(last.expression) : undefined;
}

/** `this.x = …` anywhere in the class. */
function assignedMember(facts: Facts, node: ts.ClassLikeDeclaration, name: string): Value | undefined {
  for (const identifier of facts.bindingsOf(node.getSourceFile()).identifiersNamed(name)) {
    const access = identifier.parent;
    if (!ts.isPropertyAccessExpression(access) || access.name !== identifier || access.expression.kind !== ts.SyntaxKind.ThisKeyword) continue;
    const assignment = access.parent;
    if (!ts.isBinaryExpression(assignment) || assignment.left !== access || assignment.pos < node.pos || assignment.end > node.end) continue;
    const value = facts.valueOf(assignment.right);
    if (value) return value;
  }
  return undefined;
}

function objectMember(facts: Facts, node: ts.ObjectLiteralExpression, name: string): Value | undefined {
  for (let index = node.properties.length - 1; index >= 0; index--) {
    const property = node.properties[index];
    if (!property) continue;
    if (ts.isSpreadAssignment(property)) {
      const spread = facts.valueOf(property.expression);
      const found = spread ? facts.memberOf(spread, name) : undefined;
      if (found) return found;
    } else if (memberName(property.name) === name) {
      if (ts.isPropertyAssignment(property)) return facts.valueOf(property.initializer);
      if (ts.isShorthandPropertyAssignment(property)) {
        const declaration = facts.declarationOf(property.name);
        return declaration ? facts.valueOf(property.name) : undefined;
      }
      if (ts.isMethodDeclaration(property)) return { kind: 'function', node: property };
      if (ts.isGetAccessorDeclaration(property)) return accessorValue(facts, property);
    }
  }
  return addedMember(facts, node, name);
}

/** `const db = {}; db.User = …`: a property given to the object after it was made. */
function addedMember(facts: Facts, node: ts.ObjectLiteralExpression, name: string): Value | undefined {
  const holder = wrapped(node).parent;
  if (!ts.isVariableDeclaration(holder) || !ts.isIdentifier(holder.name)) return undefined;
  for (const reference of facts.referencesOf(holder)) {
    const access = reference.parent;
    if (!ts.isPropertyAccessExpression(access) || access.expression !== reference || access.name.text !== name) continue;
    const assignment = access.parent;
    const value = ts.isBinaryExpression(assignment) && assignment.left === access ? facts.valueOf(assignment.right) : undefined;
    if (value) return value;
  }
  return registeredMember(facts, holder, name);
}

function shapeMember(facts: Facts, node: ts.InterfaceDeclaration | ts.TypeLiteralNode, name: string, depth: number): Value | undefined {
  for (const member of node.members) {
    if (!member.name || memberName(member.name) !== name) continue;
    if (ts.isPropertySignature(member) && member.type) return facts.typeValueOf(member.type);
  }
  if (!ts.isInterfaceDeclaration(node) || depth >= MAX_HERITAGE) return undefined;
  // Only the interface that was named: a base such as `Store<T>` has as many classes as there are tables.
  if (depth === 0 && !node.members.some((member) => ts.isPropertySignature(member) && memberName(member.name) === name)) {
    for (const implementation of facts.implementationsOf(node)) {
      const found = instanceMember(facts, implementation, name, 0, implementation.name?.text);
      if (found) return found;
    }
  }
  for (const clause of node.heritageClauses ?? []) {
    for (const parent of clause.types) {
      const value = facts.typeValueOf(parent);
      const found = value?.kind === 'shape' ? shapeMember(facts, value.node, name, depth + 1) : value ? facts.memberOf(value, name) : undefined;
      if (found) return found;
    }
  }
  return undefined;
}

export function memberName(name: ts.PropertyName): string | undefined {
  return ts.isIdentifier(name) || ts.isStringLiteralLike(name) || ts.isPrivateIdentifier(name) || ts.isNumericLiteral(name) ? name.text : undefined;
}

function hasStatic(member: ts.ClassElement): boolean {
  return ts.canHaveModifiers(member) && (ts.getModifiers(member)?.some((each) => each.kind === ts.SyntaxKind.StaticKeyword) ?? false);
}
