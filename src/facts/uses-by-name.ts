import { ts } from 'ts-morph';
import { placesOf } from '../syntax/mention-index.js';
import { isFunctionNode, isWithin, wrapped } from '../syntax/nodes.js';
import { isComponentPath } from '../syntax/component-script.js';
import { isSourcePath } from '../syntax/reviewable.js';
import type { Facts } from './facts.js';
import type { NamedFunction } from './named-function.js';
import { pathRole } from './path-role.js';

/** Where the sources of the project use the name of a function, itself and tests left out. */
export interface UsesByName {
  /** Calls of something with this name, unless they are known to run another function. */
  readonly calls: readonly ts.CallExpression[];
  /** Whether it is used otherwise, so that nobody can tell who calls it: passed on, exported again, named in a template or a string. */
  readonly otherwise: boolean;
  readonly inTests: boolean;
  /** A use that another file has set aside in a comment. */
  readonly commentedOut: boolean;
  /** Whether no other file can name it: not exported, or private in its class. */
  readonly ownFileOnly: boolean;
}

type Use = ts.CallExpression | 'none' | 'otherwise';

/** `undefined` where too many files have the name. */
export function usesByName(facts: Facts, named: NamedFunction): UsesByName | undefined {
  return facts.memo('uses by name', named.node, () => findUses(facts, named), undefined);
}

function findUses(facts: Facts, named: NamedFunction): UsesByName | undefined {
  const own = named.node.getSourceFile();
  const ownFileOnly = isPrivate(facts, named);
  const paths = ownFileOnly ? [own.fileName] : facts.mentions.filesMentioning(named.name.text);
  if (!paths) return undefined;
  const calls: ts.CallExpression[] = [];
  let [otherwise, inTests, commentedOut] = [false, false, false];
  for (const path of new Set([...paths, own.fileName])) {
    const isTest = pathRole(facts.resolver.relative(path)) === 'test';
    const file = isSourcePath(path) && !isComponentPath(path) ? facts.fileAt(path) : undefined;
    if (isTest) inTests ||= !file || facts.bindingsOf(file).identifiersNamed(named.name.text).length > 0;
    else if (!file) otherwise = true;
    else {
      const identifiers = facts.bindingsOf(file).identifiersNamed(named.name.text);
      for (const use of identifiers.flatMap((each) => aliasesOf(facts, each) ?? [each]).map((each) => useOf(facts, each, named))) {
        if (use === 'otherwise') otherwise = true;
        else if (use !== 'none') calls.push(use);
      }
      const known = new Set(identifiers.map((each) => each.getStart(file)));
      for (const place of placesOf(file.text, named.name.text)) {
        if (known.has(place)) continue;
        if (isInLiteral(file, place)) otherwise = true;
        else if (file !== own) commentedOut = true;
      }
    }
  }
  return { calls, otherwise, inTests, commentedOut, ownFileOnly };
}

function isPrivate(facts: Facts, { node }: NamedFunction): boolean {
  if (ts.isMethodDeclaration(node) || ts.isPropertyDeclaration(node)) return modifiersOf(node).some((each) => each.kind === ts.SyntaxKind.PrivateKeyword);
  if (modifiersOf(ts.isVariableDeclaration(node) ? node.parent.parent : node).some((each) => each.kind === ts.SyntaxKind.ExportKeyword)) return false;
  return facts.referencesOf(node).every((each) => !ts.isExportSpecifier(each.parent) && !isPartOfExport(each) && !isAssignedExport(each));
}

function modifiersOf(node: ts.Node): readonly ts.Modifier[] {
  return (ts.canHaveModifiers(node) ? ts.getModifiers(node) : undefined) ?? [];
}

/** Uses of the name that an import gives it in its file; `undefined` where it keeps its own. */
function aliasesOf(facts: Facts, name: ts.Identifier): readonly ts.Identifier[] | undefined {
  const { parent } = name;
  return ts.isImportSpecifier(parent) && parent.propertyName === name ? facts.referencesOf(parent) : undefined;
}

function useOf(facts: Facts, name: ts.Identifier, named: NamedFunction): Use {
  const { parent } = name;
  // Calling itself makes nobody else a caller.
  if (name === named.name || isWithin(name, named.node)) return 'none';
  if (ts.isImportSpecifier(parent)) return 'none';
  if (ts.isExportSpecifier(parent)) return parent.parent.parent.moduleSpecifier || parent.propertyName ? 'otherwise' : 'none';
  if (ts.isTypeQueryNode(parent) || isDeclared(name, named)) return 'none';
  if (ts.isShorthandPropertyAssignment(parent)) return isPartOfExport(parent) ? 'none' : 'otherwise';
  const value = ts.isPropertyAccessExpression(parent) && parent.name === name ? parent : name;
  const outer = wrapped(value);
  if (ts.isCallExpression(outer.parent) && outer.parent.expression === outer) return isOfOther(facts, outer.parent, named) ? 'none' : outer.parent;
  if (isAssignedExport(outer) || (value === name && isPartOfExport(outer))) return 'none';
  return 'otherwise';
}

/** A call that is known to run other functions. */
function isOfOther(facts: Facts, call: ts.CallExpression, { body }: NamedFunction): boolean {
  const callees = facts.calleesOf(call);
  return callees.length > 0 && !callees.some((each) => each === body);
}

/** Something else that has the same name: a member of an interface, a function of another module, a key. */
function isDeclared(name: ts.Identifier, named: NamedFunction): boolean {
  const { parent } = name;
  if (ts.isBindingElement(parent)) return !ts.isClassLike(named.node.parent) && (parent.propertyName ?? parent.name) === name;
  const declares = ts.isMethodSignature(parent) || ts.isPropertySignature(parent) || ts.isMethodDeclaration(parent) || ts.isPropertyDeclaration(parent) || ts.isFunctionDeclaration(parent)
    || ts.isFunctionExpression(parent) || ts.isVariableDeclaration(parent) || ts.isParameter(parent) || ts.isPropertyAssignment(parent) || ts.isEnumMember(parent) || ts.isImportClause(parent);
  return declares && parent.name === name;
}

/** `exports.load = load`, on both sides. */
function isAssignedExport(value: ts.Node): boolean {
  const { parent } = value;
  if (!ts.isBinaryExpression(parent) || parent.operatorToken.kind !== ts.SyntaxKind.EqualsToken) return false;
  return /^(?:module\.)?exports\b/.test(parent.left.getText());
}

/** `export default { load, promises: { load } }`, `module.exports = { load: callbackify(load) }`. */
function isPartOfExport(value: ts.Node): boolean {
  let inObject = false;
  for (let at = value; at.parent && !isFunctionNode(at); at = at.parent) {
    if (ts.isObjectLiteralExpression(at)) inObject = true;
    if (inObject && (ts.isExportAssignment(at.parent) || isAssignedExport(at))) return true;
  }
  return false;
}

/** Whether a place lies within a string, a template or text of JSX, rather than in a comment. */
function isInLiteral(file: ts.SourceFile, place: number): boolean {
  let at: ts.Node = file;
  for (;;) {
    const within: ts.Node | undefined = ts.forEachChild(at, (child) => (child.pos <= place && place < child.end ? child : undefined));
    if (!within) break;
    at = within;
  }
  if (place < at.getStart(file)) return false;
  return ts.isStringLiteralLike(at) || ts.isTemplateHead(at) || ts.isTemplateMiddleOrTemplateTail(at) || ts.isJsxText(at) || ts.isRegularExpressionLiteral(at);
}
