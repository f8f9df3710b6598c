import { ts } from 'ts-morph';
import type { TextEdit } from '../../../core/finding.js';
import type { Facts } from '../../../facts/facts.js';
import { memberName } from '../../../facts/members.js';
import { majorVersion } from '../../../facts/project-settings.js';
import type { Lifecycle } from '../../../knowledge/lifecycles.js';
import { atStartOf, insertion, linesAfter } from '../../../syntax/edits.js';
import { importedAs } from '../../../syntax/imports.js';
import { statementEnd, indentOf, indentUnit, lineBreakOf } from '../../../syntax/layout.js';
import { heritageOf } from '../../../facts/values.js';
import { isJavaScript } from '../../../syntax/nodes.js';
import type { Leak } from '../leak.js';

/** Where an object ends: how statements get there, and what the place is called. */
export interface TeardownPlace {
  readonly name: string;
  /** The edits that have it run these statements. */
  with(statements: readonly string[]): readonly TextEdit[];
}

/** The member of the class or component that ends it, or one that is to be added where its end is known all the same. */
export function teardownPlace(facts: Facts, leak: Leak): TeardownPlace | undefined {
  const { node, teardowns, lifecycle } = leak.owner;
  if (!ts.isClassLike(node) && !ts.isObjectLiteralExpression(node)) return undefined;
  const own = teardowns?.find((each) => each.parent === node);
  if (own) return existing(own);
  const [inherited] = teardowns ?? [];
  if (ts.isClassLike(node) && inherited && ts.isMethodDeclaration(inherited)) return override(leak, node, inherited);
  if (!lifecycle || lifecycle.begins !== 'often') return undefined;
  const base = ts.isClassLike(node) && lifecycle.packages.length === 0 ? facts.memberOf({ kind: 'instance', node }, lifecycle.teardown[0] ?? '') : undefined;
  if (ts.isClassLike(node) && base?.kind === 'function' && ts.isMethodDeclaration(base.node)) return override(leak, node, base.node);
  return ts.isClassLike(node) ? added(facts, leak, node, lifecycle) : addedOption(facts, leak, node, lifecycle);
}

function existing(member: ts.ClassElement | ts.ObjectLiteralElementLike): TeardownPlace | undefined {
  const body = bodyOf(member);
  const name = member.name ? memberName(member.name) ?? member.name.getText() : undefined;
  if (!body || name === undefined) return undefined;
  const indent = (body.statements[0] && indentOf(body.statements[0])) ?? indentOf(body) + indentUnit(body.getSourceFile());
  return { name, with: (statements) => [atStartOf(body, statements.join(`${lineBreakOf(body.getSourceFile())}${indent}`))] };
}

function bodyOf(member: ts.Node): ts.Block | undefined {
  if (ts.isMethodDeclaration(member)) return member.body;
  const value = ts.isPropertyDeclaration(member) || ts.isPropertyAssignment(member) ? member.initializer : undefined;
  return value && (ts.isArrowFunction(value) || ts.isFunctionExpression(value)) && ts.isBlock(value.body) ? value.body : undefined;
}

/** The base class ends its objects by a method: one of the same name that goes on to it. */
function override(leak: Leak, node: ts.ClassLikeDeclaration, base: ts.MethodDeclaration): TeardownPlace | undefined {
  const name = memberName(base.name);
  const modifiers = (ts.getModifiers(base) ?? []).map((each) => each.kind);
  if (name === undefined || !ts.isIdentifier(base.name) || base.parameters.length > 0 || modifiers.includes(ts.SyntaxKind.PrivateKeyword)) return undefined;
  const isAsync = modifiers.includes(ts.SyntaxKind.AsyncKeyword);
  const access = modifiers.includes(ts.SyntaxKind.ProtectedKeyword) ? 'protected ' : modifiers.includes(ts.SyntaxKind.PublicKeyword) ? 'public ' : '';
  const marks = node.members.some((each) => ts.canHaveModifiers(each) && ts.getModifiers(each)?.some((modifier) => modifier.kind === ts.SyntaxKind.OverrideKeyword)) ? 'override ' : '';
  const script = isJavaScript(node.getSourceFile());
  const result = script ? '' : isAsync ? ': Promise<void>' : ': void';
  const end = statementEnd(node.getSourceFile());
  return { name, with: (statements) => [newMember(leak, node, `${access}${marks}${isAsync ? 'async ' : ''}${name}()${result}`, [...statements, `${isAsync ? 'await ' : ''}super.${name}()${end}`])] };
}

/** The framework calls it where it exists. */
function added(facts: Facts, leak: Leak, node: ts.ClassLikeDeclaration, lifecycle: Lifecycle): TeardownPlace | undefined {
  const [name] = lifecycle.teardown;
  if (name === undefined || lifecycle.packages.length === 0 && lifecycle.id !== 'custom-element') return undefined;
  // A part of another object's life, which has members of its own.
  if (lifecycle.callsSuper && !heritageOf(node)) return undefined;
  const file = node.getSourceFile();
  const end = statementEnd(file);
  const inherits = lifecycle.callsSuper === true || facts.memberOf({ kind: 'instance', node }, name)?.kind === 'function';
  const marked = lifecycle.interface;
  const declares = marked && !isJavaScript(file) ? interfaceEdits(node, marked, lifecycle) : [];
  if (!declares) return undefined;
  const signature = `${name}()${isJavaScript(file) ? '' : ': void'}`;
  return { name, with: (statements) => [...declares, newMember(leak, node, signature, [...statements, ...(inherits ? [`super.${name}()${end}`] : [])])] };
}

/** `implements OnDestroy`, imported. */
function interfaceEdits(node: ts.ClassLikeDeclaration, name: string, { packages }: Lifecycle): readonly TextEdit[] | undefined {
  const imported = importedAs(node, name, packages);
  if (!imported || !node.name) return undefined;
  const clauses = node.heritageClauses ?? [];
  const implemented = clauses.find((each) => each.token === ts.SyntaxKind.ImplementsKeyword);
  const last = implemented?.types.at(-1);
  if (last) return [...imported.edits, insertion(node.getSourceFile(), last.end, `, ${imported.text}`)];
  const after = clauses.at(-1)?.end ?? node.typeParameters?.end ?? node.name.end;
  return node.typeParameters && clauses.length === 0 ? undefined : [...imported.edits, insertion(node.getSourceFile(), after, ` implements ${imported.text}`)];
}

/** After the member that acquires: what begins and what ends stand together. */
function newMember({ owner }: Leak, node: ts.ClassLikeDeclaration, signature: string, statements: readonly string[]): TextEdit {
  const file = node.getSourceFile();
  const members = node.members;
  const near = owner.member && ts.isClassElement(owner.member) && (ts.isMethodDeclaration(owner.member) || ts.isConstructorDeclaration(owner.member)) && owner.member.parent === node ? owner.member : members.at(-1);
  const unit = indentUnit(file);
  const lines = ['', `${signature} {`, ...statements.map((each) => unit + each), '}'];
  if (near) return linesAfter(near, lines);
  const indent = indentOf(node);
  return insertion(file, node.end - 1, lines.slice(1).map((each) => `${lineBreakOf(file)}${indent}${unit}${each}`).join('') + lineBreakOf(file) + indent);
}

/** A hook among the options of a component. */
function addedOption(facts: Facts, { owner }: Leak, node: ts.ObjectLiteralExpression, lifecycle: Lifecycle): TeardownPlace | undefined {
  const file = node.getSourceFile();
  const [name] = (majorVersion(facts, file, 'vue') ?? 3) < 3 ? lifecycle.teardown.filter((each) => each === 'beforeDestroy') : lifecycle.teardown;
  const near = node.properties.find((each) => each === owner.member) ?? node.properties.find((each) => owner.member && each.pos <= owner.member.pos && each.end >= owner.member.end);
  if (name === undefined || !near) return undefined;
  const unit = indentUnit(file);
  const isLast = near === node.properties.at(-1);
  const comma = /^\s*,/.exec(file.text.slice(near.end))?.[0].length;
  const indent = indentOf(near);
  const newline = lineBreakOf(file);
  const text = (statements: readonly string[]): string => [`${name}() {`, ...statements.map((each) => unit + each), '}'].map((line) => newline + indent + line).join('');
  return { name, with: (statements) => [insertion(file, near.end + (comma ?? 0), `${comma === undefined ? ',' : ''}${text(statements)}${isLast && comma === undefined ? '' : ','}`)] };
}
