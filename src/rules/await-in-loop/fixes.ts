import { ts } from 'ts-morph';
import { collectionBound } from '../../facts/collection-bound.js';
import type { IndependentRounds } from '../../facts/independent-rounds.js';
import { indentOf, indentUnit, statementEnd } from '../../syntax/layout.js';
import { awaitOf, isCallLike, walkOwn } from '../../syntax/nodes.js';
import type { FixProposal, RuleContext } from '../rule.js';
import { formOf, type Form } from './forms.js';
import { freeName, roundsOf, type Rounds } from './rounds.js';
import { projectRunner, together, type Runner } from './runners.js';

/** How many rounds run together where nobody knows how many there are. */
const AT_ONCE = 10;

/** More rounds than this are not started at once, however well known their number is. */
const FEW = 24;

/** A loop in a list of statements whose header only says what it runs over: what else it takes is found out when the fix is computed. */
export function canSpread({ loop }: IndependentRounds): boolean {
  const { node } = loop;
  if (!ts.isBlock(node.parent) && !ts.isSourceFile(node.parent) && !ts.isCaseOrDefaultClause(node.parent)) return false;
  return ts.isForInStatement(node) || ts.isForStatement(node) || (ts.isForOfStatement(node) && ts.isVariableDeclarationList(node.initializer));
}

/** The rounds side by side: all of them where they are few, else some at a time, by what the project has for it or in chunks. */
export function spreadFixes(data: IndependentRounds, context: RuleContext): readonly FixProposal[] {
  const rounds = canSpread(data) ? roundsOf(context.facts, data) : undefined;
  const form = rounds && formOf(context.facts, rounds);
  if (!rounds || !form) return [];
  const differs = differencesOf(data, rounds, form, context);
  if (isFew(data, context)) return [{ title: 'Run all rounds together with `Promise.all`', differs, edits: edits(rounds, form, together, undefined, context) }];
  const remote = data.awaits.some((each) => each.effect.uses.length === 0 || each.effect.uses.some((use) => use.operation.channel !== 'fs'));
  const bounded = [...differs, ...(remote ? [`up to ${AT_ONCE} of them are under way at once`] : [])];
  const owned = projectRunner(context.facts, context.file, AT_ONCE, (name) => freeName(rounds.node, name));
  const byPackage: readonly FixProposal[] = owned ? [{
    title: owned.title, differs: [...bounded, ...(owned.goesOn && !isKnown(data) ? ['if one fails, the others still run'] : [])],
    edits: [...owned.edits.map((each) => ({ path: context.path, ...each })), ...edits(rounds, form, owned.run, owned.before, context)],
  }] : [];
  const chunks: FixProposal = { title: `Run ${AT_ONCE} rounds at a time with \`Promise.all\``, differs: bounded, edits: chunkEdits(rounds, form, context) };
  return [...byPackage, chunks];
}

/** Reads that leave no trace, whether or not they are needed in the end. */
function isKnown({ kind, doubts }: IndependentRounds): boolean {
  return kind === 'reads' && doubts.length === 0;
}

function differencesOf(data: IndependentRounds, rounds: Rounds, form: Form, { facts }: RuleContext): readonly string[] {
  const known = isKnown(data);
  let calls = false;
  walkOwn(rounds.node.statement, (node) => {
    if (!isCallLike(node) || awaitOf(node)) return;
    const collects = ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression) && /^(?:push|set|add|append|unshift)$/.test(node.expression.name.text);
    const use = facts.operationOf(node);
    if (!collects && !(use?.operation.channel === 'memory' && use.operation.effect === 'read')) calls = true;
  });
  return [
    ...(known ? [] : ['a round no longer sees what the one before did', 'if one fails, others have already started']),
    ...(calls ? ['what a round does besides waiting happens between that of other rounds'] : []),
    ...form.differs,
    ...rounds.differs,
  ];
}

function edits(rounds: Rounds, form: Form, run: Runner, before: string | undefined, { path, file }: RuleContext): FixProposal['edits'] {
  const { node, collection } = rounds;
  const indent = indentOf(node);
  const first = before === undefined ? '' : `${before}\n${indent}`;
  const made = form.listText && madeJustBefore(rounds, form);
  if (made && form.listText) {
    const newText = `${first}${made.head}${form.listText(collection, run, indent)}${statementEnd(file)}`;
    return [{ path, start: made.start, end: node.end, newText }];
  }
  return [{ path, start: node.getStart(file), end: node.end, newText: first + form.write(collection, run, indent) }];
}

/** `const out: T[] = [];` right before the loop is what the results are: nobody has to push them. */
function madeJustBefore({ node }: Rounds, { list }: Form): { readonly start: number; readonly head: string } | undefined {
  const siblings = (node.parent as ts.Block).statements;
  const statement = siblings[siblings.indexOf(node) - 1];
  if (!list || !statement || !ts.isVariableStatement(statement) || statement.declarationList.declarations.length !== 1 || (statement.modifiers?.length ?? 0) > 0) return undefined;
  const [declaration] = statement.declarationList.declarations;
  if (!declaration?.initializer || declaration.name.getText() !== list.text || !ts.isArrayLiteralExpression(declaration.initializer) || declaration.initializer.elements.length > 0) return undefined;
  const { text } = node.getSourceFile();
  const commented = text.slice(statement.end, node.getStart()).trim() !== '';
  return commented ? undefined : { start: statement.getStart(), head: text.slice(statement.getStart(), declaration.initializer.getStart()) };
}

function chunkEdits(rounds: Rounds, form: Form, { path, file }: RuleContext): FixProposal['edits'] {
  const { node, collection } = rounds;
  const indent = indentOf(node);
  const inner = indent + indentUnit(file);
  const simple = collection.array && /^[\w$]+(?:\.[\w$]+)*$/.test(collection.text);
  const list = simple ? collection.text : freeName(node, 'elements');
  const spread = collection.array ? collection.text : `[...${collection.text}]`;
  const before = simple ? '' : `const ${list} = ${spread}${statementEnd(file)}\n${indent}`;
  const start = freeName(node, 'start');
  const body = form.write({ text: `${list}.slice(${start}, ${start} + ${AT_ONCE})`, array: true }, together, inner);
  const newText = `${before}for (let ${start} = 0; ${start} < ${list}.length; ${start} += ${AT_ONCE}) {\n${inner}${body}\n${indent}}`;
  return [{ path, start: node.getStart(file), end: node.end, newText }];
}

function isFew({ loop }: IndependentRounds, { facts }: RuleContext): boolean {
  if (loop.purpose.kind === 'constant') return true;
  const bound = loop.collection ? collectionBound(facts, loop.collection) : undefined;
  return bound !== undefined && bound <= FEW;
}
