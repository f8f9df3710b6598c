import { ts } from 'ts-morph';
import { isFunctionNode } from '../syntax/nodes.js';

/** Whatever introduces a name. A destructured name is its own BindingElement. */
export type Declaration =
  | ts.VariableDeclaration | ts.BindingElement | ts.ParameterDeclaration
  | ts.FunctionDeclaration | ts.FunctionExpression | ts.ClassLikeDeclaration | ts.EnumDeclaration | ts.ModuleDeclaration
  | ts.ImportClause | ts.ImportSpecifier | ts.NamespaceImport | ts.ImportEqualsDeclaration
  | ts.InterfaceDeclaration | ts.TypeAliasDeclaration | ts.TypeParameterDeclaration;

type Names = Map<string, Declaration[]>;

/** Names and their declarations in one file, by lexical scope; what is imported ends at the import. */
export class Bindings {
  private readonly scopes = new Map<ts.Node, Names>();
  private readonly byName = new Map<string, ts.Identifier[]>();
  private readonly referencesByName = new Map<string, ReadonlyMap<Declaration, readonly ts.Identifier[]>>();

  constructor(readonly file: ts.SourceFile) {
    this.scopes.set(file, new Map());
    this.collect(file);
  }

  /** The declaration an identifier refers to, or `undefined` for globals and property names. */
  declarationOf(identifier: ts.Identifier, meaning: 'value' | 'type' = 'value'): Declaration | undefined {
    for (let at: ts.Node | undefined = identifier; at; at = at.parent) {
      const found = this.scopes.get(at)?.get(identifier.text)?.find((each) => hasMeaning(each, meaning));
      if (found) return found;
    }
    return undefined;
  }

  /** Every use of a declared name in the file, the declaring identifier left out. */
  referencesOf(declaration: Declaration): readonly ts.Identifier[] {
    const name = nameOf(declaration);
    if (name === undefined) return [];
    let found = this.referencesByName.get(name);
    if (!found) this.referencesByName.set(name, (found = this.groupReferences(name)));
    return found.get(declaration) ?? [];
  }

  /** All uses of a name at once: one name may have thousands of declarations in generated code. */
  private groupReferences(name: string): ReadonlyMap<Declaration, readonly ts.Identifier[]> {
    const groups = new Map<Declaration, ts.Identifier[]>();
    for (const identifier of this.identifiersNamed(name)) {
      const declaration = isReference(identifier) ? this.declarationOf(identifier) : undefined;
      if (!declaration || (identifier.parent === declaration && isDeclaringName(identifier))) continue;
      const group = groups.get(declaration);
      if (group) group.push(identifier);
      else groups.set(declaration, [identifier]);
    }
    return groups;
  }

  /** Identifiers with this text, property names included. */
  identifiersNamed(name: string): readonly ts.Identifier[] {
    return this.byName.get(name) ?? [];
  }

  /** True when the name is given a value again after its declaration. */
  isReassigned(declaration: Declaration): boolean {
    return this.referencesOf(declaration).some(isWrite);
  }

  /** Whatever introduces a name, with the scope it is known in. */
  *declarations(): Generator<{ readonly name: string; readonly declaration: Declaration; readonly scope: ts.Node }> {
    for (const [scope, names] of this.scopes) for (const [name, list] of names) for (const declaration of list) yield { name, declaration, scope };
  }

  private collect(node: ts.Node): void {
    if (ts.isIdentifier(node)) {
      const list = this.byName.get(node.text);
      if (list) list.push(node);
      else this.byName.set(node.text, [node]);
      return;
    }
    this.declare(node);
    ts.forEachChild(node, (child) => this.collect(child));
  }

  private declare(node: ts.Node): void {
    if (ts.isVariableDeclaration(node)) {
      const list = node.parent;
      const hoisted = ts.isVariableDeclarationList(list) && (list.flags & ts.NodeFlags.BlockScoped) === 0;
      this.declareName(node.name, node, hoisted ? functionScope(node) : blockScope(node));
    } else if (ts.isParameter(node)) this.declareName(node.name, node, node.parent);
    else if (ts.isFunctionDeclaration(node) || ts.isClassDeclaration(node) || ts.isEnumDeclaration(node) || ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node)) {
      if (node.name) this.add(blockScope(node), node.name.text, node);
    } else if ((ts.isFunctionExpression(node) || ts.isClassExpression(node)) && node.name) this.add(node, node.name.text, node);
    else if (ts.isModuleDeclaration(node) && ts.isIdentifier(node.name)) this.add(blockScope(node), node.name.text, node);
    else if (ts.isImportClause(node) && node.name) this.add(this.file, node.name.text, node);
    else if (ts.isImportSpecifier(node) || ts.isNamespaceImport(node) || ts.isImportEqualsDeclaration(node)) this.add(this.file, node.name.text, node);
    else if (ts.isTypeParameterDeclaration(node)) this.add(node.parent, node.name.text, node);
  }

  private declareName(name: ts.BindingName, declaration: Declaration, scope: ts.Node): void {
    if (ts.isIdentifier(name)) this.add(scope, name.text, declaration);
    else for (const element of name.elements) if (ts.isBindingElement(element)) this.declareName(element.name, element, scope);
  }

  private add(scope: ts.Node, name: string, declaration: Declaration): void {
    let names = this.scopes.get(scope);
    if (!names) this.scopes.set(scope, (names = new Map()));
    const list = names.get(name);
    if (list) list.push(declaration);
    else names.set(name, [declaration]);
  }
}

function hasMeaning(declaration: Declaration, meaning: 'value' | 'type'): boolean {
  const type = ts.isInterfaceDeclaration(declaration) || ts.isTypeAliasDeclaration(declaration) || ts.isTypeParameterDeclaration(declaration);
  if (type) return meaning === 'type';
  return meaning === 'value' || !(ts.isVariableDeclaration(declaration) || ts.isBindingElement(declaration) || ts.isParameter(declaration) || ts.isFunctionDeclaration(declaration));
}

function nameOf(declaration: Declaration): string | undefined {
  return declaration.name && ts.isIdentifier(declaration.name) ? declaration.name.text : undefined;
}

function isDeclaringName(identifier: ts.Identifier): boolean {
  return (identifier.parent as { name?: ts.Node }).name === identifier;
}

/** False for names after a dot and for keys: they name properties. */
function isReference(identifier: ts.Identifier): boolean {
  const parent = identifier.parent;
  if (ts.isPropertyAccessExpression(parent) || ts.isQualifiedName(parent)) return identifier !== (ts.isQualifiedName(parent) ? parent.right : parent.name);
  if (ts.isPropertyAssignment(parent) || ts.isMethodDeclaration(parent) || ts.isPropertyDeclaration(parent) || ts.isPropertySignature(parent) || ts.isJsxAttribute(parent) || ts.isEnumMember(parent)) return parent.name !== identifier;
  if (ts.isBindingElement(parent)) return parent.propertyName !== identifier && parent.name !== identifier;
  return !(ts.isLabeledStatement(parent) || ts.isBreakOrContinueStatement(parent));
}

/** True when this use gives the variable a new value. */
export function isWrite(identifier: ts.Identifier): boolean {
  let target: ts.Node = identifier;
  let parent = target.parent;
  while (ts.isParenthesizedExpression(parent) || ts.isArrayLiteralExpression(parent) || ts.isObjectLiteralExpression(parent) || ts.isPropertyAssignment(parent) || ts.isShorthandPropertyAssignment(parent) || ts.isSpreadElement(parent)) {
    if (ts.isPropertyAssignment(parent) && parent.initializer !== target) return false;
    target = parent;
    parent = target.parent;
  }
  if (ts.isBinaryExpression(parent)) return parent.left === target && parent.operatorToken.kind >= ts.SyntaxKind.FirstAssignment && parent.operatorToken.kind <= ts.SyntaxKind.LastAssignment;
  if (ts.isPrefixUnaryExpression(parent) || ts.isPostfixUnaryExpression(parent)) return parent.operator === ts.SyntaxKind.PlusPlusToken || parent.operator === ts.SyntaxKind.MinusMinusToken;
  return (ts.isForOfStatement(parent) || ts.isForInStatement(parent)) && parent.initializer === target;
}

function blockScope(node: ts.Node): ts.Node {
  for (let at = node.parent; at; at = at.parent) {
    if (ts.isBlock(at) || ts.isSourceFile(at) || ts.isModuleBlock(at) || ts.isCaseBlock(at) || ts.isCatchClause(at) || isFunctionNode(at) ||
      ts.isForStatement(at) || ts.isForOfStatement(at) || ts.isForInStatement(at)) return at;
  }
  return node.getSourceFile();
}

function functionScope(node: ts.Node): ts.Node {
  for (let at = node.parent; at; at = at.parent) if (isFunctionNode(at) || ts.isSourceFile(at) || ts.isModuleBlock(at)) return at;
  return node.getSourceFile();
}
