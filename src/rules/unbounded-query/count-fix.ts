import { ts } from 'ts-morph';
import type { TextEdit } from '../../core/finding.js';
import type { QueryWriting } from '../../knowledge/query-writing.js';
import { awaitOf, nameOfAccess, propertyOf, receiverOf, unwrap, wrapped } from '../../syntax/nodes.js';
import type { FixProposal } from '../rule.js';
import type { UnboundedQuery } from './detect.js';

/** Loads of rows whose number alone is used become a count; the same filter is handed to the database. */
export function countFix(query: UnboundedQuery, writing: QueryWriting): readonly FixProposal[] {
  const { count } = writing;
  const counted = count ? countCall(query, count) : undefined;
  if (!count || !counted || query.use.proof === 'shape') return [];
  const edits = query.result.held ? heldEdits(query, query.result.held, counted) : directEdits(query, counted);
  return edits ? [{ title: `Count in the database with \`${count.method}\``, differs: [], edits }] : [];
}

/** The text of the call that counts, or `undefined` when the load says more than a count can. */
function countCall({ call, links }: UnboundedQuery, count: NonNullable<QueryWriting['count']>): string | undefined {
  const load = count.dropsCalls ? links.find((link) => ts.isCallExpression(link.call) && !count.dropsCalls?.includes(link.name))?.call : call;
  if (!load || !ts.isCallExpression(load)) return undefined;
  if (count.dropsCalls && links.some((link) => link.call !== load && !count.dropsCalls?.includes(link.name))) return undefined;
  const receiver = receiverOf(unwrap(load.expression));
  if (!receiver) return undefined;
  const [first] = load.arguments;
  if (!first) return `${receiver.getText()}.${count.method}()`;
  const object = unwrap(first);
  if (count.drops === undefined) {
    // Operators that a count refuses; an argument that is not written out may hold them.
    return ts.isObjectLiteralExpression(object) && !/\$(?:near|where|geoNear|nearSphere|text)/.test(object.getText()) ? `${receiver.getText()}.${count.method}(${first.getText()})` : undefined;
  }
  if (!ts.isObjectLiteralExpression(object) || load.arguments.length > 1) return undefined;
  const known = object.properties.every((each) => each.name !== undefined && (nameIs(each, 'where') || count.drops?.includes(each.name.getText())));
  if (!known) return undefined;
  const filter = propertyOf(object, 'where') ? object.properties.find((each) => nameIs(each, 'where')) : undefined;
  return `${receiver.getText()}.${count.method}(${filter ? `{ ${filter.getText()} }` : ''})`;
}

function nameIs(property: ts.ObjectLiteralElementLike, name: string): boolean {
  return property.name !== undefined && ts.isIdentifier(property.name) && property.name.text === name;
}

/** `(await load).length` becomes `await count`. */
function directEdits({ call }: UnboundedQuery, counted: string): readonly TextEdit[] | undefined {
  const awaited = awaitOf(call);
  const access = awaited ? wrapped(awaited).parent : undefined;
  if (!access || !ts.isPropertyAccessExpression(access)) return undefined;
  const inner = ts.isPropertyAccessExpression(access.parent) || ts.isNonNullExpression(access.parent);
  return [{ path: call.getSourceFile().fileName, start: access.getStart(), end: access.end, newText: inner ? `(await ${counted})` : `await ${counted}` }];
}

/** `const rows = await load; … rows.length` becomes `const rowsCount = await count; … rowsCount`. */
function heldEdits({ call, result }: UnboundedQuery, held: ts.VariableDeclaration, counted: string): readonly TextEdit[] | undefined {
  const file = call.getSourceFile();
  if (!awaitOf(call) || held.type || !ts.isIdentifier(held.name)) return undefined;
  const name = `${held.name.text}Count`;
  if (new RegExp(`\\b${name}\\b`).test(file.text)) return undefined;
  const uses = result.uses.filter((each): each is ts.PropertyAccessExpression => ts.isPropertyAccessExpression(each) && nameOfAccess(each) === 'length');
  if (uses.length !== result.uses.length) return undefined;
  const path = file.fileName;
  return [
    { path, start: held.name.getStart(file), end: held.name.end, newText: name },
    { path, start: call.getStart(file), end: call.end, newText: counted },
    ...uses.map((each) => ({ path, start: each.getStart(file), end: each.end, newText: name })),
  ];
}
