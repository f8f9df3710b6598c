import { ts } from 'ts-morph';
import type { TextEdit } from '../../../core/finding.js';
import type { Facts } from '../../../facts/facts.js';
import { memberName } from '../../../facts/members.js';
import { linesAfter, linesBefore } from '../../../syntax/edits.js';
import { statementEnd } from '../../../syntax/layout.js';
import { isJavaScript, isWithin } from '../../../syntax/nodes.js';
import { freeName } from './names.js';

/** A field of the class by a name that is free, written as its private fields are: `_timeout` beside `_socket`. */
export function fieldName(facts: Facts, node: ts.Node, wanted: string): string {
  const fields = ts.isClassLike(node) ? node.members.filter((each) => ts.isPropertyDeclaration(each) && ts.getModifiers(each)?.some((modifier) => modifier.kind === ts.SyntaxKind.PrivateKeyword) === true) : [];
  const underscored = fields.filter((each) => (each.name ? memberName(each.name) ?? '' : '').startsWith('_')).length;
  const isTaken = (name: string): boolean => facts.bindingsOf(node.getSourceFile()).identifiersNamed(name).some((each) => isWithin(each, node) && (facts.declarationOf(each) === undefined || isMemberName(each)));
  return freeName(underscored > fields.length / 2 ? `_${wanted}` : wanted, isTaken);
}

/** A name after a dot or of a member; a local or an import of that name is no field. */
function isMemberName(name: ts.Identifier): boolean {
  const { parent } = name;
  return (ts.isPropertyAccessExpression(parent) && parent.name === name) || ts.isClassElement(parent) || ts.isPropertyAssignment(parent) || ts.isShorthandPropertyAssignment(parent) || ts.isParameter(parent);
}

/**
 * Declares a field beside the others. In JavaScript only where the class declares fields, or the field has a value: else it begins
 * with its first assignment.
 * @param type without `undefined`, for a field that is set later on
 */
export function fieldEdits(node: ts.ClassLikeDeclaration, name: string, field: { readonly type: string } | { readonly value: string }): readonly TextEdit[] {
  const file = node.getSourceFile();
  const end = statementEnd(file);
  const script = isJavaScript(file);
  if (script && 'type' in field && !node.members.some((each) => ts.isPropertyDeclaration(each))) return [];
  const declaration = 'value' in field ? `${script ? '' : 'private readonly '}${name} = ${field.value}${end}` : script ? `${name}${end}` : `private ${name}: ${field.type} | undefined${end}`;
  const leading: ts.ClassElement[] = [];
  for (const each of node.members) {
    if (!ts.isPropertyDeclaration(each) || isFunctionField(each)) break;
    leading.push(each);
  }
  const last = leading.at(-1);
  const [first] = node.members;
  if (last) return [linesAfter(last, [declaration])];
  return first ? [linesBefore(first, [declaration, ''])] : [];
}

function isFunctionField({ initializer }: ts.PropertyDeclaration): boolean {
  return initializer !== undefined && (ts.isArrowFunction(initializer) || ts.isFunctionExpression(initializer));
}
