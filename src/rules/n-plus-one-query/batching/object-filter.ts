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

/**
 * `{ orderId: order.id, open: true }` taken apart; `undefined` where the key is not compared for equality in plain sight.
 * @param conjunction how the library names a list of filters that all hold: `[Op.and]: [{ orderId: order.id }, { open: true }]`
 */
export function objectFilter(filter: ts.Expression | undefined, varies: (node: ts.Node) => boolean, conjunction?: RegExp): ObjectFilter | undefined {
  const object = filter && unwrap(filter);
  if (!object || !ts.isObjectLiteralExpression(object)) return undefined;
  const keyed = object.properties.filter((each) => varies(each));
  const [only] = keyed;
  if (!only || keyed.length !== 1 || !only.name) return undefined;
  const others = object.properties.filter((each) => each !== only);
  const { name } = only;
  const within = (text: string): string => `{ ${object.properties.map((each) => (each === only ? `${name.getText()}: ${text}` : each.getText())).join(', ')} }`;
  if (ts.isPropertyAssignment(only) && conjunction?.test(name.getText())) return ofAll(only.initializer, varies, conjunction, others, within);
  if (!(ts.isIdentifier(name) || ts.isStringLiteral(name))) return undefined;
  const key = ts.isShorthandPropertyAssignment(only) ? only.name : ts.isPropertyAssignment(only) ? only.initializer : undefined;
  return key && !isStructured(unwrap(key)) ? { property: name.text, key, others, with: within } : undefined;
}

/** The one filter of a list that speaks of the element, the others as they are. */
function ofAll(list: ts.Expression, varies: (node: ts.Node) => boolean, conjunction: RegExp, around: ObjectFilter['others'], within: (text: string) => string): ObjectFilter | undefined {
  const filters = unwrap(list);
  if (!ts.isArrayLiteralExpression(filters)) return undefined;
  const all = filters.elements.filter(ts.isObjectLiteralExpression);
  const [keyed, ...further] = all.filter((each) => varies(each));
  const found = keyed && further.length === 0 && all.length === filters.elements.length ? objectFilter(keyed, varies, conjunction) : undefined;
  return found && {
    property: found.property, key: found.key, others: [...around, ...all.flatMap((each) => (each === keyed ? [] : [...each.properties])), ...found.others],
    with: (condition) => within(`[${all.map((each) => (each === keyed ? found.with(condition) : each.getText())).join(', ')}]`),
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
