import { ts } from 'ts-morph';
import { enclosingClass, isFunctionNode, nameOfAccess, plainText, propertyOf, receiverOf, unwrap, walk } from '../syntax/nodes.js';
import type { Declaration } from './bindings.js';
import type { Facts } from './facts.js';
import { originOf } from './possible-values.js';

/** How a model says that its rows belong to, or have, rows of another one. */
export interface Association {
  readonly kind: 'hasMany' | 'belongsTo';
  /** What names the other model where the association is made: `Book`, `models.Book`. */
  readonly target: ts.Expression;
  /** Attribute of the rows that belong to others, with the key of the one they belong to. */
  readonly foreignKey: string;
}

/** Options that have no say in which rows are found. */
const HARMLESS = /^(?:as|foreignKey|constraints|onDelete|onUpdate|hooks)$/;

/**
 * The association of a model by which a method of its rows was made: `Author.hasMany(Book, { as: 'books', foreignKey: 'authorId' })`
 * for `getBooks`. `undefined` where none or several are found, or one does not name its key, or has conditions of its own.
 * @param plural the plural of a name, with which the library names what has none
 */
export function associationOf(facts: Facts, model: Declaration, getter: string, plural: (name: string) => string): Association | undefined {
  const files = new Set([model.getSourceFile().fileName, ...(['hasMany', 'belongsTo'] as const).flatMap((method) => facts.mentions.filesMentioning(method) ?? [])]);
  const found = [...files].flatMap((path) => {
    const file = facts.fileAt(path);
    return file ? facts.within(path, () => associationsIn(facts, file, model, getter, plural)) : [];
  });
  return found.length === 1 ? found[0] : undefined;
}

function associationsIn(facts: Facts, file: ts.SourceFile, model: Declaration, getter: string, plural: (name: string) => string): readonly (Association | undefined)[] {
  const found: (Association | undefined)[] = [];
  walk(file, (node) => {
    if (!ts.isCallExpression(node)) return;
    const kind = nameOfAccess(node.expression);
    const owner = receiverOf(node.expression);
    if ((kind !== 'hasMany' && kind !== 'belongsTo') || !owner || !isModel(facts, owner, model)) return;
    const [target, given] = node.arguments;
    const options = given && unwrap(given);
    if (!target || (options && !ts.isObjectLiteralExpression(options))) return void found.push(undefined);
    const name = plainText(target).split('.').at(-1) ?? '';
    const alias = (options && textOf(propertyOf(options, 'as'))) ?? (kind === 'hasMany' ? plural(name) : name);
    if (getter === `get${alias.charAt(0).toUpperCase()}${alias.slice(1)}`) found.push(associationFrom(kind, target, options));
  });
  return found;
}

function associationFrom(kind: Association['kind'], target: ts.Expression, options: ts.ObjectLiteralExpression | undefined): Association | undefined {
  if (!options?.properties.every((each) => each.name !== undefined && HARMLESS.test(each.name.getText()))) return undefined;
  const key = propertyOf(options, 'foreignKey');
  const named = key && unwrap(key);
  const foreignKey = named && ts.isObjectLiteralExpression(named) ? textOf(propertyOf(named, 'name')) : textOf(named);
  return foreignKey === undefined ? undefined : { kind, target, foreignKey };
}

function textOf(node: ts.Expression | undefined): string | undefined {
  const inner = node && unwrap(node);
  return inner && ts.isStringLiteralLike(inner) ? inner.text : undefined;
}

/** `Author`, or `this` of a static method of the class. */
function isModel(facts: Facts, owner: ts.Expression, model: Declaration): boolean {
  const inner = unwrap(owner);
  if (ts.isIdentifier(inner)) return originOf(facts, inner) === model;
  if (inner.kind !== ts.SyntaxKind.ThisKeyword) return false;
  for (let at: ts.Node = inner; !ts.isSourceFile(at); at = at.parent) {
    if (isFunctionNode(at) && !ts.isArrowFunction(at)) return enclosingClass(at) === model && (ts.getCombinedModifierFlags(at) & ts.ModifierFlags.Static) !== 0;
  }
  return false;
}
