import { ts } from 'ts-morph';
import type { TextEdit } from '../../core/finding.js';
import type { Facts } from '../../facts/facts.js';
import type { CountCall, CountWriting } from '../../knowledge/query-writing.js';
import { isFunctionNode, nameOfAccess, unwrap } from '../../syntax/nodes.js';
import { chainIndent } from './bound-writing.js';
import type { UnboundedQuery } from './detect.js';

/** What of the query is said again to count its rows. */
interface Parts {
  /** What it is called on. */
  readonly database: ts.Expression;
  /** The table, where the query is given it, or its name. */
  readonly table: ts.Expression | string;
  readonly filter: ts.Expression | undefined;
}

/** The query written anew as one call on what it begins with, or `undefined` when it says more than that call can. */
export function callEdits(facts: Facts, query: UnboundedQuery, count: CountWriting, { method, ...written }: CountCall): readonly TextEdit[] | undefined {
  // What an alias stands for, only its definition tells.
  const parts = query.entity?.table === undefined ? undefined : written.chain ? chainParts(query, count, written.chain, written.filter) : memberParts(facts, query, count, written);
  if (!parts || !ts.isCallExpression(query.call) || (parts.filter && !isCondition(parts.filter))) return undefined;
  const { database, table, filter } = parts;
  const { fileName: path } = query.call.getSourceFile();
  const edits: TextEdit[] = [];
  let from = database.end;
  const put = (newText: string, kept: ts.Expression | undefined): void => {
    edits.push({ path, start: from, end: kept?.getStart() ?? (query.call as ts.CallExpression).end, newText });
    from = kept?.end ?? query.call.end;
  };
  const begun = `${chainIndent(query.call)}.${method}(`;
  const separator = filter ? ', ' : ')';
  if (typeof table === 'string') put(`${begun}${table}${separator}`, filter);
  else {
    put(begun, table);
    put(separator, filter);
  }
  if (filter) put(')', undefined);
  return edits;
}

/** `db`, `orders` and `open` of `db.select({ … }).from(orders).where(open)`. */
function chainParts({ call, links, entity }: UnboundedQuery, { keepsCalls = [] }: CountWriting, { begins, table }: NonNullable<CountCall['chain']>, filter: string): Parts | undefined {
  const found = new Map<string, ts.CallExpression>();
  let at: ts.Node = call;
  while (ts.isCallExpression(at)) {
    const callee: ts.Expression = unwrap(at.expression);
    if (!ts.isPropertyAccessExpression(callee) || callee.questionDotToken || found.has(callee.name.text) || !keepsCalls.includes(callee.name.text)) return undefined;
    found.set(callee.name.text, at);
    if (callee.name.text !== begins) {
      at = unwrap(callee.expression);
      continue;
    }
    const source = found.get(table)?.arguments;
    const where = found.get(filter)?.arguments ?? [];
    const own = new Set<ts.Node>(found.values());
    const [given] = source ?? [];
    if (!given || source?.length !== 1 || unwrap(given) !== entity?.node || where.length > 1 || !at.arguments.every(namesColumns) || links.some((link) => !own.has(link.call))) return undefined;
    return { database: callee.expression, table: given, filter: where[0] };
  }
  return undefined;
}

/** Columns alone give a row for a row; what is computed of them may be one of many. */
export function namesColumns(selection: ts.Expression): boolean {
  const object = unwrap(selection);
  return ts.isObjectLiteralExpression(object) && object.properties.every((each) => ts.isPropertyAssignment(each) && ts.isPropertyAccessExpression(unwrap(each.initializer)));
}

/** `db`, `orders` and `open` of `db.query.orders.findMany({ where: open })`. */
function memberParts(facts: Facts, { call }: UnboundedQuery, { drops = [] }: CountWriting, { below, filter }: Omit<CountCall, 'method'>): Parts | undefined {
  const callee = ts.isCallExpression(call) ? unwrap(call.expression) : undefined;
  const member = callee && ts.isPropertyAccessExpression(callee) ? unwrap(callee.expression) : undefined;
  const tables = member && ts.isPropertyAccessExpression(member) ? unwrap(member.expression) : undefined;
  if (!member || !ts.isPropertyAccessExpression(member) || !tables || !ts.isPropertyAccessExpression(tables) || tables.name.text !== below || !ts.isCallExpression(call)) return undefined;
  const options = call.arguments[0] ? unwrap(call.arguments[0]) : undefined;
  if (call.arguments.length > 1 || (options && !ts.isObjectLiteralExpression(options))) return undefined;
  const properties: readonly ts.ObjectLiteralElementLike[] = options?.properties ?? [];
  if (properties.some((each) => !ts.isPropertyAssignment(each) || (each.name.getText() !== filter && !drops.includes(each.name.getText())))) return undefined;
  const where = properties.find((each): each is ts.PropertyAssignment => ts.isPropertyAssignment(each) && each.name.getText() === filter)?.initializer;
  return isTopLevelName(facts, member.name) ? { database: tables.expression, table: member.name.text, filter: where } : undefined;
}

/** Whether the name means the same everywhere in the file, where its top level introduces it. */
function isTopLevelName(facts: Facts, member: ts.MemberName): boolean {
  const file = member.getSourceFile();
  const named = facts.bindingsOf(file).identifiersNamed(member.text).filter((each) => !(ts.isPropertyAccessExpression(each.parent) && each.parent.name === each) && !(ts.isPropertyAssignment(each.parent) && each.parent.name === each));
  const [declaration, ...others] = new Set(named.map((each) => facts.declarationOf(each)));
  if (!declaration || others.length > 0) return false;
  if (ts.isImportSpecifier(declaration)) return true;
  return ts.isVariableDeclaration(declaration) && declaration.parent.parent.parent === file;
}

/** A function that makes the condition is given other names for the table; an object says what only the relational query understands. */
function isCondition(filter: ts.Expression): boolean {
  const value = unwrap(filter);
  return !isFunctionNode(value) && !ts.isObjectLiteralExpression(value) && nameOfAccess(value) !== 'undefined';
}
