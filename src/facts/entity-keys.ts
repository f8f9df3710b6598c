import { ts } from 'ts-morph';
import { argumentsOf, enclosingClass, nameOfAccess, plainText, propertyOf, unwrap, walk } from '../syntax/nodes.js';
import { calledName } from './called-name.js';
import type { Facts } from './facts.js';
import { receiverValue, type OperationUse } from './operations.js';
import { originOf, possibleValues } from './possible-values.js';
import { readModels } from './prisma-schema.js';
import { inheritedOf } from './value.js';
import { builderLinks, propertyName } from './query-bounds.js';
import { readSelect, statementText } from './sql-text.js';

/** Where a query reads from. */
export interface Entity {
  /** As the code names it: `User`, `users`. */
  readonly name: string;
  /** As its definition names it, where the code holds it under a name of its own: `orders` of `const sales = pgTable('orders', …)`. */
  readonly table: string | undefined;
  /** What names it, when that is an expression of the code. */
  readonly node: ts.Node | undefined;
  readonly keys: EntityKeys | undefined;
  /** No table, but rows that another part of the statement names: `with recent as (…) select * from recent`. */
  readonly derived?: boolean;
}

/** The fields of a model by which a row can be told from all others. */
export interface EntityKeys {
  /** The field to order by: the primary key, when it is a single field. */
  readonly primary: string | undefined;
  /** Its type as code in TypeScript has it, where the definition says it. */
  readonly primaryType?: string;
  /** Sets of fields that together name one row, primary key first. */
  readonly unique: readonly (readonly string[])[];
  /** Relations to many rows, field -> model. */
  readonly lists: ReadonlyMap<string, string>;
}

/** Calls of a builder chain whose first argument names the table. */
const SOURCES = /^(?:from|selectFrom|table|into|fromRaw)$/;

/** Calls of a builder chain that name rows for the rest of the statement. */
const DERIVES = /^with(?:Recursive|Materialized|NotMaterialized)?$/;

/** `'tree(id)'` and `tree` name `tree`. */
function nameOfDerived(given: ts.Expression): string | undefined {
  const inner = unwrap(given);
  return /^\w+/.exec(ts.isStringLiteralLike(inner) ? inner.text : inner.getText())?.[0];
}

/** The table, model or collection a query reads, and its keys where a definition of it can be found. */
export function entityOf(facts: Facts, use: OperationUse): Entity | undefined {
  if (use.operation.rows === 'sql') {
    const text = statementText(facts, use.call);
    const table = text === undefined ? undefined : readSelect(text)?.table;
    return table === undefined ? undefined : { name: table, table, node: undefined, keys: undefined };
  }
  const source = sourceExpression(facts, use);
  if (source) {
    const text = constantText(facts, source);
    const name = text ?? plainText(source);
    if (!/^[\w$.\s"'`-]+$/.test(name)) return undefined;
    const derived = builderLinks(facts, use.call).some((link) => DERIVES.test(link.name) && argumentsOf(link.call)[0] !== undefined && nameOfDerived(argumentsOf(link.call)[0] as ts.Expression) === name.split(/\s/)[0]);
    return { name, table: definedName(facts, source), node: source, keys: text === undefined ? keysDefinedBy(facts, source) : undefined, ...(derived ? { derived } : {}) };
  }
  if (use.operation.relation) return { name: use.method.replace(/^get(?=[A-Z])/, ''), table: undefined, node: undefined, keys: undefined };
  const entity = receiverClass(facts, use) ?? use.entity ?? givenEntity(use);
  if (entity === undefined || entity === '') return undefined;
  const name = entity.replace(/^typeof /, '').replace(/\.name$/, '');
  // A type parameter or an expression names no table.
  if (!/^[\w$.]+$/.test(name) || /^(?:any|unknown|object|[A-Z])$/.test(name)) return undefined;
  const identifier = facts.bindingsOf(use.call.getSourceFile()).identifiersNamed(name)[0];
  const type = identifier ? facts.declarationOf(identifier, 'type') : undefined;
  if (type && ts.isTypeParameterDeclaration(type)) return undefined;
  const keys = (use.library.modelFiles ? modelKeys(facts, name) : undefined) ?? (identifier ? keysDefinedBy(facts, identifier) : undefined);
  return { name, table: identifier && definedName(facts, identifier), node: identifier, keys };
}

/** `User` of `User.findAll()`: the class itself is named, whatever it inherits the method from. */
function receiverClass(facts: Facts, use: OperationUse): string | undefined {
  const { root, links } = facts.chainOf(use.call);
  const receiver = links[0] ? receiverValue(facts, links[0].call) : undefined;
  if (!receiver || inheritedOf(receiver.library, receiver.type, 'entity') !== 'class') return undefined;
  if (root.kind === ts.SyntaxKind.ThisKeyword) return enclosingClass(root)?.name?.text;
  return ts.isIdentifier(root) && /^[A-Z]/.test(root.text) ? root.text : undefined;
}

/** `em.find(User, where)`: the class stands before the filter. */
function givenEntity({ call, operation }: OperationUse): string | undefined {
  const place = operation.filter?.argument ?? 0;
  const argument = place > 0 ? argumentsOf(call)[place - 1] : undefined;
  const given = argument && unwrap(argument);
  return given && ts.isIdentifier(given) && /^[A-Z]/.test(given.text) ? given.text : undefined;
}

/** Whether the chain itself says where it reads from. */
export function namesSource(facts: Facts, use: OperationUse): boolean {
  return sourceExpression(facts, use) !== undefined;
}

function sourceExpression(facts: Facts, use: OperationUse): ts.Expression | undefined {
  const links = builderLinks(facts, use.call);
  const named = links.find((link) => SOURCES.test(link.name) && !link.handed);
  const first = named ? argumentsOf(named.call)[0] : undefined;
  if (first) return unwrap(first);
  const root = links[0]?.call;
  // `db('users')`: the builder itself was called with the table's name.
  const given = root && ts.isCallExpression(root) && facts.valueOf(root.expression)?.kind === 'api' ? root.arguments[0] : undefined;
  return given && constantText(facts, given) !== undefined ? unwrap(given) : undefined;
}

function constantText(facts: Facts, expression: ts.Expression): string | undefined {
  const [value, ...others] = possibleValues(facts, expression);
  return value && others.length === 0 && ts.isStringLiteralLike(value) ? value.text : undefined;
}

/** Keys of a Prisma model; the delegate of `UserToken` is called `userToken`. */
export function modelKeys(facts: Facts, delegate: string): EntityKeys | undefined {
  return readModels(facts).get(delegate.toLowerCase());
}

/** `orders` where a constant was made by a call that names it so: `pgTable('orders', …)`, `model('Order', schema)`. */
function definedName(facts: Facts, node: ts.Node): string | undefined {
  const declaration = ts.isIdentifier(node) ? originOf(facts, node) : undefined;
  const made = declaration && ts.isVariableDeclaration(declaration) && declaration.initializer ? unwrap(declaration.initializer) : undefined;
  const first = made && ts.isCallExpression(made) && made.arguments[0] ? unwrap(made.arguments[0]) : undefined;
  return first && ts.isStringLiteralLike(first) ? first.text : undefined;
}

/** Keys from the definition of a class or table in the code, which an identifier names. */
export function keysDefinedBy(facts: Facts, node: ts.Node): EntityKeys | undefined {
  const identifier = ts.isIdentifier(node) ? node : undefined;
  const declaration = identifier ? originOf(facts, identifier) : undefined;
  if (!declaration) return undefined;
  if (ts.isClassLike(declaration)) return facts.memo('entity-keys', declaration, () => classKeys(facts, declaration) ?? initialisedKeys(facts, declaration), undefined);
  if (!ts.isVariableDeclaration(declaration) || !declaration.initializer) return undefined;
  const { initializer } = declaration;
  return facts.memo('entity-keys', declaration, () => tableKeys(unwrap(initializer)), undefined);
}

const PRIMARY = /^(?:PrimaryGeneratedColumn|PrimaryColumn|PrimaryKey|SerializedPrimaryKey|ObjectIdColumn)$/;
/** Types that need no import where they are written. */
const PLAIN_TYPE = /^(?:string|number|bigint|Date)$/;
const UNIQUE = /^(?:Unique|Generated)$/;
const MANY = /^(?:OneToMany|ManyToMany|HasMany|BelongsToMany)$/;

/** Decorated fields of a class: `@PrimaryKey() id`, `@Column({ unique: true }) email`. */
function classKeys(facts: Facts, node: ts.ClassLikeDeclaration): EntityKeys | undefined {
  const primary: string[] = [];
  let primaryType: string | undefined;
  const unique: string[][] = [];
  const lists = new Map<string, string>();
  for (const member of node.members) {
    if (!ts.isPropertyDeclaration(member)) continue;
    const name = propertyName(member.name);
    if (name === undefined) continue;
    for (const decorator of ts.getDecorators(member) ?? []) {
      const call = unwrap(decorator.expression);
      const called = calledName(facts, ts.isCallExpression(call) ? call.expression : call) ?? '';
      const options = ts.isCallExpression(call) ? call.arguments.map((each) => unwrap(each)).find((each) => ts.isObjectLiteralExpression(each)) : undefined;
      const says = (option: string): boolean => options !== undefined && propertyOf(options, option) !== undefined && propertyOf(options, option)?.kind !== ts.SyntaxKind.FalseKeyword;
      if (PRIMARY.test(called) || says('primaryKey') || says('primary')) {
        primary.push(name);
        primaryType = member.type?.getText();
      } else if (UNIQUE.test(called) || says('unique')) unique.push([name]);
      if (MANY.test(called)) lists.set(name, member.type?.getText() ?? name);
    }
  }
  return primary.length === 0 && unique.length === 0 && lists.size === 0 ? undefined : { ...keysOf(primary, unique), lists, ...(primaryType !== undefined && PLAIN_TYPE.test(primaryType) ? { primaryType } : {}) };
}

/** Several columns make a primary key together, none of them by itself. */
function keysOf(primary: readonly string[], unique: readonly (readonly string[])[]): Pick<EntityKeys, 'primary' | 'unique'> {
  return { primary: primary.length === 1 ? primary[0] : undefined, unique: primary.length === 0 ? unique : [primary, ...unique] };
}

/** `class User extends Model {}` with `User.init({ id: { primaryKey: true } }, …)` beside it. */
function initialisedKeys(facts: Facts, { name }: ts.ClassLikeDeclaration): EntityKeys | undefined {
  for (const reference of name ? facts.bindingsOf(name.getSourceFile()).identifiersNamed(name.text) : []) {
    const call = ts.isPropertyAccessExpression(reference.parent) && reference.parent.expression === reference && reference.parent.name.text === 'init' ? reference.parent.parent : undefined;
    if (call && ts.isCallExpression(call)) return tableKeys(call);
  }
  return undefined;
}

/** `pgTable('users', { id: serial('id').primaryKey() })`, `define('User', { id: { primaryKey: true } })`. */
function tableKeys(initializer: ts.Expression): EntityKeys | undefined {
  if (!ts.isCallExpression(initializer) && !ts.isNewExpression(initializer)) return undefined;
  const columns = (initializer.arguments ?? []).map((each) => unwrap(each)).find((each): each is ts.ObjectLiteralExpression => ts.isObjectLiteralExpression(each));
  if (!columns) return undefined;
  const primary: string[] = [];
  let primaryType: string | undefined;
  const unique: string[][] = [];
  for (const property of columns.properties) {
    if (!ts.isPropertyAssignment(property)) continue;
    const name = propertyName(property.name);
    if (name === undefined) continue;
    const marks = columnMarks(unwrap(property.initializer));
    if (marks.primary) {
      primary.push(name);
      primaryType = columnType(unwrap(property.initializer));
    } else if (marks.unique) unique.push([name]);
  }
  return primary.length === 0 && unique.length === 0 ? undefined : { ...keysOf(primary, unique), lists: new Map(), ...(primaryType === undefined ? {} : { primaryType }) };
}

/** What a column's builder says of its values: `integer('id').primaryKey()`. */
function columnType(column: ts.Expression): string | undefined {
  let at = column;
  while (ts.isCallExpression(at) && ts.isPropertyAccessExpression(at.expression)) at = unwrap(at.expression.expression);
  const builder = ts.isCallExpression(at) ? (nameOfAccess(at.expression) ?? '') : '';
  if (/^(?:text|uuid|varchar|char)$/.test(builder)) return 'string';
  return /^(?:serial|smallserial|integer|int|smallint|mediumint|tinyint)$/.test(builder) ? 'number' : undefined;
}

function columnMarks(column: ts.Expression): { readonly primary: boolean; readonly unique: boolean } {
  if (ts.isObjectLiteralExpression(column)) return { primary: isTrue(propertyOf(column, 'primaryKey')), unique: isTrue(propertyOf(column, 'unique')) };
  let primary = false;
  let unique = false;
  const look = (node: ts.Node): void => {
    if (!ts.isCallExpression(node)) return;
    const name = nameOfAccess(unwrap(node.expression));
    if (name === 'primaryKey') primary = true;
    if (name === 'unique') unique = true;
  };
  look(column);
  walk(column, look);
  return { primary, unique };
}

function isTrue(value: ts.Expression | undefined): boolean {
  return value !== undefined && unwrap(value).kind !== ts.SyntaxKind.FalseKeyword;
}
