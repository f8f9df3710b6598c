import { ts } from 'ts-morph';
import type { TextEdit } from '../../core/finding.js';
import type { Facts } from '../../facts/facts.js';
import { originOf } from '../../facts/possible-values.js';
import { chainEnds, type CountWriting, type QueryWriting } from '../../knowledge/query-writing.js';
import { inQuotesOf, removeItems } from '../../syntax/list-text.js';
import { awaitOf, enclosingFunction, nameOfAccess, propertyOf, unwrap, wrapped } from '../../syntax/nodes.js';
import type { FixProposal } from '../rule.js';
import { chainIndent, importsOf } from './bound-writing.js';
import { answerEdits, answerRemarks, needsParentheses } from './count-answer.js';
import { callEdits, namesColumns } from './count-call.js';
import type { UnboundedQuery } from './detect.js';

/** Loads of rows whose number alone is used become a count; the same filter is handed to the database. */
export function countFix(facts: Facts, query: UnboundedQuery, writing: QueryWriting): readonly FixProposal[] {
  const { result, use } = query;
  if (result.kind !== 'length' || use.proof === 'shape') return [];
  for (const count of writing.counts ?? []) {
    const edits = countingEdits(facts, query, writing, count);
    if (!edits) continue;
    const table = query.entity?.name ?? '';
    const differs = [...hookRemarks(facts, query, count), ...(count.differs ?? []).map((each) => each.replaceAll('{table}', table)), ...(result.answer && count.answer ? answerRemarks(result.answer, count.answer) : [])];
    return [{ title: `Count in the database with \`${count.name}\``, differs, edits }];
  }
  return [];
}

/** The call, what is made of its answer, and what the file has to import for it. */
function countingEdits(facts: Facts, query: UnboundedQuery, writing: QueryWriting, count: CountWriting): readonly TextEdit[] | undefined {
  const { answer, held } = query.result;
  if ((answer === undefined) !== (count.answer === undefined)) return undefined;
  const counted = countEdits(facts, query, writing, count);
  const value = counted && (answer && count.answer ? answerEdits(answer, count.answer) : held ? heldEdits(query, held, count) : directEdits(query, count));
  const imported = count.imports ? importsOf(facts, query.call.getSourceFile(), count.imports.names, count.imports.from) : [];
  return counted && value && imported && [...counted, ...value, ...imported];
}

/** Code of the model that runs when its rows are loaded. */
function hookRemarks(facts: Facts, { entity }: UnboundedQuery, { loadHooks }: CountWriting): readonly string[] {
  const model = entity?.node && ts.isIdentifier(entity.node) ? originOf(facts, entity.node) : undefined;
  return loadHooks && model && loadHooks.test(model.getSourceFile().text) ? ['hooks of the model that run when rows are loaded do not run'] : [];
}

/** The call that loads made one that counts, or `undefined` when it says more than a count can. */
function countEdits(facts: Facts, query: UnboundedQuery, { methods }: QueryWriting, count: CountWriting): readonly TextEdit[] | undefined {
  if (count.call) return callEdits(facts, query, count, count.call);
  return count.dropsCalls ? chainEdits(query, count, count.dropsCalls, methods) : optionEdits(query, count);
}

function optionEdits({ call, use }: UnboundedQuery, count: CountWriting): readonly TextEdit[] | undefined {
  const callee = ts.isCallExpression(call) ? unwrap(call.expression) : undefined;
  if (!ts.isCallExpression(call) || !callee || !(ts.isPropertyAccessExpression(callee) || (count.imports && ts.isIdentifier(callee))) || count.method === undefined) return undefined;
  const rename = renamed(callee, count.method);
  const given = call.arguments[use.operation.bound?.argument ?? use.operation.filter?.argument ?? 0];
  if (!given || count.drops === undefined) return [rename];
  const object = unwrap(given);
  if (!ts.isObjectLiteralExpression(object) || call.arguments.at(-1) !== given) return undefined;
  const removed = object.properties.filter((each) => each.name !== undefined && count.drops?.includes(each.name.getText()));
  const kept = object.properties.filter((each) => !removed.includes(each));
  if (kept.some((each) => count.dropsArgument === true || !each.name || each.name.getText() !== 'where')) return undefined;
  const file = call.getSourceFile();
  return [rename, ...(kept.length === 0 ? removeItems(file, call.arguments, [given]) : removeItems(file, object.properties, removed))];
}

function chainEdits({ call, links }: UnboundedQuery, count: CountWriting, dropped: readonly string[], loads: readonly string[]): readonly TextEdit[] | undefined {
  if (!ts.isCallExpression(call) || count.refuses?.test(call.getText())) return undefined;
  const load = links.find((link) => loads.includes(link.name))?.call;
  const path = call.getSourceFile().fileName;
  const edits: TextEdit[] = [];
  let [at, end]: [ts.Expression, number] = [call, call.end];
  let [ended, asked] = [false, false];
  const seen = new Set<ts.Node>();
  // From the outermost call inwards, as the text is nested.
  while (ts.isCallExpression(at)) {
    const callee: ts.Expression = unwrap(at.expression);
    seen.add(at);
    if (!ts.isPropertyAccessExpression(callee)) break;
    const name = callee.name.text;
    if (chainEnds.has(name) && !dropped.includes(name) && count.replaces === 'end') {
      if (ended || count.method === undefined || at.arguments.length > 0) return undefined;
      ended = true;
      if (name !== count.method) edits.push(renamed(callee, count.method));
      end = callee.expression.end;
    } else if (dropped.includes(name)) edits.push({ path, start: callee.expression.end, end: at.end, newText: '' });
    else if (at === load && count.method !== undefined && count.replaces !== 'end') {
      if (at.arguments.length > 1) return undefined;
      edits.push(renamed(callee, count.method));
    } else if (count.keepsCalls && !count.keepsCalls.includes(name)) return undefined;
    else if (name === count.given?.call) {
      const given = givenEdit(at, count.given);
      if (!given) return undefined;
      edits.push(given);
      asked = true;
    }
    at = unwrap(callee.expression);
  }
  // What is called on the builder elsewhere may be what changes the count.
  if (links.some((link) => !seen.has(link.call) || link.handed === true) || (count.replaces === 'end' && !ended) || (count.given && !asked)) return undefined;
  if (count.refuses && load && ts.isCallExpression(load) && load.arguments[0] && !ts.isObjectLiteralExpression(unwrap(load.arguments[0]))) return undefined;
  const appended = count.appends === undefined ? [] : [{ path, start: end, end, newText: chainIndent(call) + inQuotesOf(call, count.appends) }];
  return merged([...edits, ...appended]);
}

/** What is put in where something was taken out stands behind it. */
function merged(edits: readonly TextEdit[]): readonly TextEdit[] {
  return [...edits].sort((a, b) => a.start - b.start || a.end - b.end);
}

/** What a call is given so that the rows are counted. */
function givenEdit(call: ts.CallExpression, { text, first }: NonNullable<CountWriting['given']>): TextEdit | undefined {
  const given = call.arguments;
  if (first === undefined ? !given.every(namesColumns) : given.length > 1) return undefined;
  const own = inQuotesOf(call, first === undefined ? text : given.length === 0 ? `${first}, ${text}` : `, ${text}`);
  const start = first !== undefined && given[0] ? given[0].end : given.pos;
  return { path: call.getSourceFile().fileName, start, end: call.end - 1, newText: own };
}

function renamed(callee: ts.PropertyAccessExpression | ts.Identifier, method: string): TextEdit {
  const name = ts.isIdentifier(callee) ? callee : callee.name;
  return { path: name.getSourceFile().fileName, start: name.getStart(), end: name.end, newText: method };
}

/** `(await load).length` becomes `await count`. */
function directEdits({ call }: UnboundedQuery, { value }: CountWriting): readonly TextEdit[] | undefined {
  const awaited = awaitOf(call);
  const access = awaited ? wrapped(awaited).parent : undefined;
  if (!awaited || !access || !ts.isPropertyAccessExpression(access)) return undefined;
  const inner = ts.isPropertyAccessExpression(access.parent) || ts.isNonNullExpression(access.parent);
  const path = call.getSourceFile().fileName;
  const [open, close] = value && / /.test(value.after) && needsParentheses(access) ? ['(', ')'] : ['', ''];
  const [before, after] = value ? [`${open}${value.before}(`, `)${value.after}${close}`] : inner ? ['(', ')'] : ['', ''];
  return [{ path, start: access.getStart(), end: awaited.getStart(), newText: before }, { path, start: awaited.end, end: access.end, newText: after }];
}

/** `const rows = await load; … rows.length` becomes `const rowsCount = await count; … rowsCount`. */
function heldEdits({ call, result }: UnboundedQuery, held: ts.VariableDeclaration, { value }: CountWriting): readonly TextEdit[] | undefined {
  const file = call.getSourceFile();
  const awaited = awaitOf(call);
  if (!awaited || held.type || !ts.isIdentifier(held.name)) return undefined;
  const name = `${held.name.text}Count`;
  if (new RegExp(`\\b${name}\\b`).test((enclosingFunction(held) ?? file).getText())) return undefined;
  const uses = result.uses.filter((each): each is ts.PropertyAccessExpression => ts.isPropertyAccessExpression(each) && nameOfAccess(each) === 'length');
  if (uses.length !== result.uses.length) return undefined;
  const path = file.fileName;
  const around = value ? [{ path, start: awaited.getStart(file), end: awaited.getStart(file), newText: `${value.before}(` }, { path, start: awaited.end, end: awaited.end, newText: `)${value.after}` }] : [];
  return [
    { path, start: held.name.getStart(file), end: held.name.end, newText: name },
    ...around,
    ...uses.map((each) => ({ path, start: each.getStart(file), end: each.end, newText: name })),
  ];
}

/** The filter in an options object, where it is written out. */
export function writtenFilter(object: ts.ObjectLiteralExpression): ts.ObjectLiteralExpression | undefined {
  const where = propertyOf(object, 'where');
  const filter = where ? unwrap(where) : undefined;
  return filter && ts.isObjectLiteralExpression(filter) ? filter : undefined;
}
