import { ts } from 'ts-morph';
import { nameOfAccess, unwrap } from '../syntax/nodes.js';
import type { Declaration } from './bindings.js';
import type { Facts } from './facts.js';
import { memberName } from './members.js';
import { elementTypeOf, importedType, transparentArgument } from './type-values.js';
import type { Value } from './value.js';
import { heritageOf } from './values.js';

/** What generic types were given for their parameters. */
type TypeArguments = ReadonlyMap<Declaration, ts.TypeNode>;

const NONE: TypeArguments = new Map();

/** A type as written, and what the type parameters within it stand for. */
interface WrittenType {
  readonly type: ts.TypeNode;
  readonly given: TypeArguments;
}

/** Aliases of aliases and bases of bases: deeper ones do not occur. */
const MAX_STEPS = 8;

/**
 * What a call gives by the written type of what is called, where there is no body to read: `() => T`, a method of an
 * interface, an abstract one. Type arguments are followed: `make: Factory<typeof User>` with `type Factory<T> = () => T`.
 */
export function signatureValue(facts: Facts, call: ts.CallExpression): Value | undefined {
  const result = resultOf(facts, unwrap(call.expression));
  return result ? givenValue(facts, result, 0) : undefined;
}

/** `T` at a position of `Parameters<F>`. */
export function parameterOfType(facts: Facts, type: ts.TypeNode, index: number): Value | undefined {
  const signature = signatureOf(facts, { type, given: NONE }, 0);
  const parameter = signature?.node.parameters[index]?.type;
  return signature && parameter ? givenValue(facts, { type: parameter, given: signature.given }, 0) : undefined;
}

/** The written type of what calling an expression gives. */
function resultOf(facts: Facts, callee: ts.Expression): WrittenType | undefined {
  if (ts.isIdentifier(callee)) {
    const declaration = facts.declarationOf(callee);
    const type = declaration && (ts.isVariableDeclaration(declaration) || ts.isParameter(declaration)) && ts.isIdentifier(declaration.name) ? declaration.type : undefined;
    return type ? calledType(facts, { type, given: NONE }) : undefined;
  }
  const name = nameOfAccess(callee);
  if (name === undefined || !(ts.isPropertyAccessExpression(callee) || ts.isElementAccessExpression(callee))) return undefined;
  const owner = facts.valueOf(callee.expression);
  if (owner?.kind !== 'instance' && owner?.kind !== 'shape') return undefined;
  const member = memberNamed(facts, owner.node, name, 0);
  if (!member) return undefined;
  if (ts.isMethodSignature(member) || ts.isMethodDeclaration(member)) return member.type ? { type: member.type, given: NONE } : undefined;
  return member.type ? calledType(facts, { type: member.type, given: NONE }) : undefined;
}

type TypedMember = ts.PropertySignature | ts.MethodSignature | ts.PropertyDeclaration | ts.ParameterDeclaration | ts.MethodDeclaration;

function memberNamed(facts: Facts, node: ts.ClassLikeDeclaration | ts.InterfaceDeclaration | ts.TypeLiteralNode, name: string, step: number): TypedMember | undefined {
  for (const member of node.members) {
    if (ts.isConstructorDeclaration(member)) {
      const parameter = member.parameters.find((each) => ts.isIdentifier(each.name) && each.name.text === name && ts.isParameterPropertyDeclaration(each, member));
      if (parameter) return parameter;
    } else if (member.name && memberName(member.name) === name) {
      if (ts.isPropertySignature(member) || ts.isMethodSignature(member) || ts.isPropertyDeclaration(member) || (ts.isMethodDeclaration(member) && !member.body)) return member;
    }
  }
  if (step >= MAX_STEPS || ts.isTypeLiteralNode(node)) return undefined;
  const parents = ts.isInterfaceDeclaration(node) ? (node.heritageClauses ?? []).flatMap((clause) => clause.types.map((type) => facts.typeValueOf(type))) : [baseOf(facts, node)];
  for (const parent of parents) {
    const found = parent?.kind === 'shape' || parent?.kind === 'class' ? memberNamed(facts, parent.node, name, step + 1) : undefined;
    if (found) return found;
  }
  return undefined;
}

function baseOf(facts: Facts, node: ts.ClassLikeDeclaration): Value | undefined {
  const parent = heritageOf(node);
  return parent ? facts.valueOf(parent) : undefined;
}

interface WrittenSignature {
  readonly node: ts.FunctionTypeNode | ts.CallSignatureDeclaration;
  readonly given: TypeArguments;
}

function calledType(facts: Facts, written: WrittenType): WrittenType | undefined {
  const signature = signatureOf(facts, written, 0);
  return signature?.node.type ? { type: signature.node.type, given: signature.given } : undefined;
}

/** Of a type that can be called: a function type, a literal or an interface with a call signature, or a name for one. */
function signatureOf(facts: Facts, { type, given }: WrittenType, step: number): WrittenSignature | undefined {
  if (step > MAX_STEPS) return undefined;
  if (ts.isParenthesizedTypeNode(type)) return signatureOf(facts, { type: type.type, given }, step + 1);
  if (ts.isFunctionTypeNode(type)) return { node: type, given };
  if (ts.isTypeLiteralNode(type)) return callSignature(type, given);
  if (ts.isUnionTypeNode(type)) return type.types.map((each) => signatureOf(facts, { type: each, given }, step + 1)).find((each) => each !== undefined);
  if (!ts.isTypeReferenceNode(type) || !ts.isIdentifier(type.typeName)) return undefined;
  const declaration = typeDeclaration(facts, type.typeName);
  if (!declaration || !(ts.isTypeAliasDeclaration(declaration) || ts.isInterfaceDeclaration(declaration))) return undefined;
  const inner = argumentsFor(facts, declaration, type, given);
  return ts.isInterfaceDeclaration(declaration) ? callSignature(declaration, inner) : signatureOf(facts, { type: declaration.type, given: inner }, step + 1);
}

function callSignature(node: ts.InterfaceDeclaration | ts.TypeLiteralNode, given: TypeArguments): WrittenSignature | undefined {
  const signature = node.members.find(ts.isCallSignatureDeclaration);
  return signature ? { node: signature, given } : undefined;
}

function typeDeclaration(facts: Facts, name: ts.Identifier): Declaration | undefined {
  const declaration = facts.declarationOf(name, 'type');
  return declaration && (ts.isImportSpecifier(declaration) || ts.isImportClause(declaration)) ? importedType(facts, declaration) : declaration;
}

function argumentsFor(facts: Facts, declaration: ts.TypeAliasDeclaration | ts.InterfaceDeclaration, reference: ts.TypeReferenceNode, outer: TypeArguments): TypeArguments {
  if (!declaration.typeParameters) return NONE;
  const given = new Map<Declaration, ts.TypeNode>();
  declaration.typeParameters.forEach((parameter, index) => {
    const argument = reference.typeArguments?.[index] ?? parameter.default;
    if (argument) given.set(parameter, parameterGiven(facts, argument, outer) ?? argument);
  });
  return given;
}

/** What stands for a type that is a type parameter. */
function parameterGiven(facts: Facts, type: ts.TypeNode, given: TypeArguments): ts.TypeNode | undefined {
  if (given.size === 0 || !ts.isTypeReferenceNode(type) || !ts.isIdentifier(type.typeName)) return undefined;
  const declaration = facts.declarationOf(type.typeName, 'type');
  return declaration ? given.get(declaration) : undefined;
}

function givenValue(facts: Facts, { type, given }: WrittenType, step: number): Value | undefined {
  if (given.size === 0 || step > MAX_STEPS) return facts.typeValueOf(type);
  const argument = parameterGiven(facts, type, given);
  if (argument) return facts.typeValueOf(argument);
  const within = transparentArgument(facts, type);
  if (within) return givenValue(facts, { type: within, given }, step + 1);
  const element = elementTypeOf(facts, type);
  if (element) return { kind: 'array', element: givenValue(facts, { type: element, given }, step + 1) };
  return facts.typeValueOf(type);
}
