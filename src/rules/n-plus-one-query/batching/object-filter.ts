import { ts } from 'ts-morph';
import { unwrap } from '../../../syntax/nodes.js';

/** A filter written as an object of which exactly one property speaks of the element. */
export interface ObjectFilter {
  /** The property that holds the key. */
  readonly property: string;
  readonly key: ts.Expression;
  /** The other conditions as they are written: they are the same for all elements. */
  readonly others: readonly ts.ObjectLiteralElementLike[];
  /** The filter with something else for the key: `{ orderId: …, open: true }`. */
  with(condition: string): string;
}

/** `{ orderId: order.id, open: true }` taken apart; `undefined` where the key is not compared for equality in plain sight. */
export function objectFilter(filter: ts.Expression | undefined, varies: (node: ts.Node) => boolean): ObjectFilter | undefined {
  const object = filter && unwrap(filter);
  if (!object || !ts.isObjectLiteralExpression(object)) return undefined;
  const keyed = object.properties.filter((each) => varies(each));
  const [only] = keyed;
  if (!only || keyed.length !== 1 || !only.name || !(ts.isIdentifier(only.name) || ts.isStringLiteral(only.name))) return undefined;
  const key = ts.isShorthandPropertyAssignment(only) ? only.name : ts.isPropertyAssignment(only) ? only.initializer : undefined;
  if (!key || isStructured(unwrap(key))) return undefined;
  const { name } = only;
  return {
    property: name.text, key, others: object.properties.filter((each) => each !== only),
    with: (condition) => `{ ${object.properties.map((each) => (each === only ? `${name.getText()}: ${condition}` : each.getText())).join(', ')} }`,
  };
}

/** An operator, a list, or a condition of the library's own. */
function isStructured(key: ts.Expression): boolean {
  return ts.isObjectLiteralExpression(key) || ts.isArrayLiteralExpression(key) || ts.isCallExpression(key) && !/^(?:String|Number|BigInt)$/.test(key.expression.getText());
}

/** Properties of an options object by name; `undefined` when some are spread or computed. */
export function optionsOf(argument: ts.Expression | undefined): ReadonlyMap<string, ts.ObjectLiteralElementLike> | undefined {
  if (!argument) return new Map();
  const object = unwrap(argument);
  if (!ts.isObjectLiteralExpression(object)) return undefined;
  const found = new Map<string, ts.ObjectLiteralElementLike>();
  for (const each of object.properties) {
    if (!each.name || !(ts.isIdentifier(each.name) || ts.isStringLiteral(each.name))) return undefined;
    found.set(each.name.text, each);
  }
  return found;
}

/** The value of an option: `{ take: 5 }` and `{ take }`. */
export function valueOfOption(option: ts.ObjectLiteralElementLike | undefined): ts.Expression | undefined {
  if (!option) return undefined;
  return ts.isPropertyAssignment(option) ? option.initializer : ts.isShorthandPropertyAssignment(option) ? option.name : undefined;
}

/** The options other than `where` as they are written; `undefined` when one of them is not among those that mean the same for many keys. */
export function keptOptions(options: ReadonlyMap<string, ts.ObjectLiteralElementLike>, names: readonly string[]): readonly string[] | undefined {
  const others = [...options].filter(([name]) => name !== 'where');
  return others.every(([name]) => names.includes(name)) ? others.map(([, each]) => each.getText()) : undefined;
}
