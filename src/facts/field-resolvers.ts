import { ts } from 'ts-morph';
import { fieldResolvers, resolverMembers, rootTypes, type FieldResolvers } from '../knowledge/graphql.js';
import { type FunctionNode, isFunctionNode, wrapped } from '../syntax/nodes.js';
import { calledName } from './called-name.js';
import type { Facts } from './facts.js';
import { importedName } from './module-values.js';

/** A function that a GraphQL server calls once per object of its parent type. */
export interface FieldResolver {
  readonly node: FunctionNode;
  /** For evidence: the field's name. */
  readonly field: string;
  /** The parameter that is the object; it differs in every call. */
  readonly parent: ts.ParameterDeclaration;
}

/** Recognises field resolvers by decorator or by standing in a resolver map of a server's library; root fields are none. */
export function findFieldResolver(facts: Facts, node: FunctionNode): FieldResolver | undefined {
  return ts.isMethodDeclaration(node) && ts.getDecorators(node) ? decoratedResolver(facts, node) : mappedResolver(facts, node);
}

function decoratedResolver(facts: Facts, node: ts.MethodDeclaration): FieldResolver | undefined {
  for (const decorator of ts.getDecorators(node) ?? []) {
    const library = libraryOfDecorator(facts, decorator, 'decorators');
    if (!library) continue;
    const parent = node.parameters.find((parameter) => (ts.getDecorators(parameter) ?? []).some((each) => libraryOfDecorator(facts, each, 'parentDecorators'))) ?? node.parameters[library.parentParameter];
    return parent ? { node, field: node.name.getText(), parent } : undefined;
  }
  return undefined;
}

function libraryOfDecorator(facts: Facts, decorator: ts.Decorator, list: 'decorators' | 'parentDecorators'): FieldResolvers | undefined {
  const call = decorator.expression;
  const name = ts.isCallExpression(call) ? call.expression : call;
  const declaration = ts.isIdentifier(name) ? facts.declarationOf(name) : undefined;
  const imported = declaration && ts.isImportSpecifier(declaration) ? importedName(declaration) : undefined;
  return imported && fieldResolvers.find((each) => matches(each, imported.specifier) && each[list]?.includes(imported.name));
}

function matches(library: FieldResolvers, specifier: string): boolean {
  return library.packages.some((each) => (typeof each === 'string' ? each === specifier : each.test(specifier)));
}

/** `{ User: { posts(parent) { … } } }`: a member of a member of an object known to be a resolver map. */
function mappedResolver(facts: Facts, node: FunctionNode): FieldResolver | undefined {
  const property = ts.isMethodDeclaration(node) ? node : wrapped(node).parent;
  if (!(ts.isPropertyAssignment(property) || ts.isMethodDeclaration(property)) || !ts.isObjectLiteralExpression(property.parent)) return undefined;
  const field = property.name.getText();
  if (resolverMembers[field] === 'never') return undefined;
  const typeEntry = wrapped(property.parent).parent;
  if (!ts.isPropertyAssignment(typeEntry) || !ts.isObjectLiteralExpression(typeEntry.parent) || rootTypes.includes(typeEntry.name.getText())) return undefined;
  const library = fieldResolvers.find((each) => isResolverMap(facts, typeEntry.parent, each));
  const parent = library ? node.parameters[library.parentParameter] : undefined;
  return parent && !parent.name.getText().startsWith('_') ? { node, field, parent } : undefined;
}

function isResolverMap(facts: Facts, map: ts.ObjectLiteralExpression, library: FieldResolvers): boolean {
  const holder = wrapped(map).parent;
  if (ts.isVariableDeclaration(holder)) {
    const type = holder.type && ts.isTypeReferenceNode(holder.type) ? holder.type.typeName.getText() : undefined;
    if (type !== undefined && library.mapTypes?.some((each) => each.test(type))) return true;
    if (isGivenAsMap(facts, holder, library)) return true;
    const name = holder.name.getText();
    const hasRoot = map.properties.some((each) => each.name !== undefined && rootTypes.includes(each.name.getText()));
    return hasRoot && library.mapNames?.test(name) === true && importsOneOf(facts, map.getSourceFile(), library);
  }
  return ts.isPropertyAssignment(holder) && takesMap(facts, holder, library);
}

/** `resolvers` of `new ApolloServer({ resolvers: map })`. */
function takesMap(facts: Facts, property: ts.PropertyAssignment | ts.ShorthandPropertyAssignment, library: FieldResolvers): boolean {
  const call = wrapped(property.parent).parent;
  const name = ts.isCallExpression(call) || ts.isNewExpression(call) ? calledName(facts, call.expression) : undefined;
  return library.mapCalls?.some((each) => each.name === name && each.property === property.name.getText()) ?? false;
}

function isGivenAsMap(facts: Facts, variable: ts.VariableDeclaration, library: FieldResolvers): boolean {
  return facts.referencesOf(variable).some((each) => {
    const { parent } = wrapped(each);
    return (ts.isPropertyAssignment(parent) || ts.isShorthandPropertyAssignment(parent)) && takesMap(facts, parent, library);
  });
}

function importsOneOf(facts: Facts, file: ts.SourceFile, library: FieldResolvers): boolean {
  return file.statements.some((statement) => ts.isImportDeclaration(statement) && ts.isStringLiteral(statement.moduleSpecifier) && matches(library, statement.moduleSpecifier.text)) || facts.exportsOf(file).named.has('resolvers');
}

export function resolverOf(facts: Facts, node: ts.Node): FieldResolver | undefined {
  for (let at: ts.Node | undefined = node; at; at = at.parent) {
    if (!isFunctionNode(at)) continue;
    const owner = at;
    const found = facts.memo('field-resolver', owner, () => findFieldResolver(facts, owner), undefined);
    if (found) return found;
  }
  return undefined;
}
