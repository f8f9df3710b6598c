import { ts } from 'ts-morph';
import { propertyOf, unwrap } from '../syntax/nodes.js';
import { calledName } from './called-name.js';
import { entityOf } from './entity-keys.js';
import type { Facts } from './facts.js';
import type { OperationUse } from './operations.js';
import { originOf } from './possible-values.js';
import { propertyName } from './query-bounds.js';

/** A property of an entity that refers to one other. */
export interface Relation {
  readonly nullable: boolean;
  /** The property of the other by which rows refer to it. */
  readonly targetKey: string;
}

const TO_ONE = /^(?:ManyToOne|OneToOne)$/;

/** The relation to one entity that a property of the queried one is: `@ManyToOne() author: Author`; `undefined` for a column. */
export function relationOf(facts: Facts, use: OperationUse, property: string): Relation | undefined {
  const node = entityOf(facts, use)?.node;
  const entity = node && ts.isIdentifier(node) ? originOf(facts, node) : undefined;
  const member = entity && ts.isClassLike(entity) ? entity.members.find((each): each is ts.PropertyDeclaration => ts.isPropertyDeclaration(each) && propertyName(each.name) === property) : undefined;
  const decorator = ((member && ts.getDecorators(member)) ?? []).map((each) => unwrap(each.expression)).find((each) => ts.isCallExpression(each) && TO_ONE.test(calledName(facts, each.expression) ?? ''));
  if (!member || !decorator || !ts.isCallExpression(decorator)) return undefined;
  const options = decorator.arguments.map((each) => unwrap(each)).find((each) => ts.isObjectLiteralExpression(each));
  const nullable = (options !== undefined && propertyOf(options, 'nullable')?.kind === ts.SyntaxKind.TrueKeyword) || member.questionToken !== undefined || (member.type !== undefined && /\bnull\b|\bundefined\b/.test(member.type.getText()));
  return { nullable, targetKey: primaryOf(facts, decorator) };
}

/** Of `@ManyToOne(() => Author)`: the primary key of the class, `id` where it names none. */
function primaryOf(facts: Facts, decorator: ts.CallExpression): string {
  const target = decorator.arguments[0] && unwrap(decorator.arguments[0]);
  const name = target && ts.isArrowFunction(target) && ts.isIdentifier(target.body) ? target.body : undefined;
  const entity = name && originOf(facts, name);
  const keys = entity && ts.isClassLike(entity) ? entity.members.filter((member) => ts.canHaveDecorators(member) && (ts.getDecorators(member) ?? []).some((each) => /^PrimaryKey\b/.test(each.expression.getText()))) : [];
  const [only] = keys;
  return (keys.length === 1 && only?.name ? propertyName(only.name) : undefined) ?? 'id';
}
