import { ts } from 'ts-morph';
import type { Declaration } from '../../../facts/bindings.js';
import type { Facts } from '../../../facts/facts.js';
import type { OperationUse } from '../../../facts/operations.js';
import { rowsSourceOf } from '../../../facts/rows-source.js';
import type { RelationLoad } from '../../../knowledge/library.js';
import { calleeOf, enclosingFunction, isWithin, receiverOf, unwrap } from '../../../syntax/nodes.js';

/** What loads relations for many rows: `em`, `this.people`, `Person`. */
interface RowsLoader {
  readonly text: string;
  readonly differs: readonly string[];
}

interface Wanted {
  readonly rows: ts.Expression;
  readonly row: ts.Expression;
  /** Where it is to be named. */
  readonly near: ts.Node;
}

/**
 * What the rows were read through, else the class that their type names, else a value in sight that loads for all rows.
 * `undefined` where none of them has the method.
 */
export function loaderOfRows(facts: Facts, many: NonNullable<RelationLoad['many']>, use: OperationUse, { rows, near }: Wanted): RowsLoader | undefined {
  const { names, query } = rowsSourceOf(facts, rows);
  const has = (expression: ts.Expression): boolean => hasMethod(facts, expression, many.method, use);
  if (query) {
    const { links } = facts.chainOf(query);
    const through = links[0] && receiverOf(unwrap(calleeOf(links[0].call)));
    if (through && isPlain(through) && has(through) && isKnownAt(facts, through, near)) return { text: through.getText(), differs: [] };
  }
  if (many.through === undefined) {
    const type = typeOfRows(names, has);
    return type && { text: type.text, differs: [] };
  }
  const text = inSight(facts, near, many.through, use);
  return text === undefined ? undefined : { text, differs: query ? [] : [`it is loaded through \`${text}\`: rows of another one are not its own`] };
}

/** The identifier of the model that rows were read through, or that their type names; `undefined` where it has no such method. */
export function modelOfRows(facts: Facts, rows: ts.Expression, method: string, { library }: OperationUse): ts.Identifier | undefined {
  const { names, query } = rowsSourceOf(facts, rows);
  const has = (expression: ts.Expression): boolean => {
    const value = facts.valueOf(expression);
    const member = value && facts.memberOf(value, method);
    return member?.kind === 'member' && member.receiver.library === library;
  };
  const { root } = query ? facts.chainOf(query) : { root: undefined };
  if (query) return root && ts.isIdentifier(root) && has(root) ? root : undefined;
  return typeOfRows(names, has);
}

function hasMethod(facts: Facts, expression: ts.Expression, method: string, { library }: OperationUse): boolean {
  const value = facts.valueOf(expression);
  const member = value && facts.memberOf(value, method);
  return member?.kind === 'member' && member.receiver.library === library && typeof member.member.operation?.loads?.row === 'number';
}

/** `em`, `this.people`, `this.orm.em`. */
function isPlain(expression: ts.Expression): boolean {
  const inner = unwrap(expression);
  if (ts.isPropertyAccessExpression(inner)) return isPlain(inner.expression);
  return ts.isIdentifier(inner) || inner.kind === ts.SyntaxKind.ThisKeyword;
}

/** Whether a name of the query means the same where the rows are loaded. */
function isKnownAt(facts: Facts, expression: ts.Expression, near: ts.Node): boolean {
  let root = unwrap(expression);
  while (ts.isPropertyAccessExpression(root)) root = unwrap(root.expression);
  if (!ts.isIdentifier(root)) return enclosingFunction(root) === enclosingFunction(near);
  const declaration = facts.declarationOf(root);
  return declaration !== undefined && !facts.isReassigned(declaration) && isWithin(near, scopeOf(declaration));
}

function scopeOf(declaration: Declaration): ts.Node {
  let at: ts.Node = declaration.parent;
  while (!ts.isSourceFile(at) && !ts.isBlock(at) && !isBody(at)) at = at.parent;
  return at;
}

function isBody(node: ts.Node): boolean {
  return ts.isFunctionLike(node) || ts.isModuleBlock(node) || ts.isIterationStatement(node, false);
}

/** `Person` of `people: Person[]`, where that class is known as a value. */
function typeOfRows(names: readonly Declaration[], has: (expression: ts.Expression) => boolean): ts.Identifier | undefined {
  for (const name of names) {
    const written = ts.isVariableDeclaration(name) || ts.isParameter(name) ? name.type : undefined;
    const element = written && elementType(written);
    const used = element && ts.isTypeReferenceNode(element) && ts.isIdentifier(element.typeName) && !element.typeArguments ? element.typeName : undefined;
    if (used && has(used)) return used;
  }
  return undefined;
}

function elementType(type: ts.TypeNode): ts.TypeNode | undefined {
  if (ts.isArrayTypeNode(type)) return type.elementType;
  if (ts.isTypeOperatorNode(type)) return elementType(type.type);
  return ts.isTypeReferenceNode(type) && /^(?:Readonly)?Array$|^Iterable$|^(?:Readonly)?Set$/.test(type.typeName.getText()) ? type.typeArguments?.[0] : undefined;
}

/** The one parameter of a function around that is such a value. */
function inSight(facts: Facts, near: ts.Node, type: string, { library }: OperationUse): string | undefined {
  for (let owner = enclosingFunction(near); owner; owner = enclosingFunction(owner)) {
    const fitting = owner.parameters.flatMap((each) => {
      const name = each.name;
      const value = ts.isIdentifier(name) && each.type ? facts.typeValueOf(each.type) : undefined;
      return ts.isIdentifier(name) && value?.kind === 'api' && value.library === library && value.type === type ? [name.text] : [];
    });
    if (fitting.length > 0) return fitting.length === 1 ? fitting[0] : undefined;
  }
  return undefined;
}
