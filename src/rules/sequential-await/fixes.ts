import { ts } from 'ts-morph';
import type { TextEdit } from '../../core/finding.js';
import { waitsWithin } from '../../facts/await-steps.js';
import { indentOf, indentUnit, isSetApart, removalOf, removalsOf, statementEnd, stretchAt, textAt, type Replacement } from '../../syntax/layout.js';
import { wrapped } from '../../syntax/nodes.js';
import type { FixProposal, RuleContext } from '../rule.js';
import type { SequentialAwaits } from './detect.js';
import { differencesOf } from './differences.js';
import { isConstant, isListed, mayVary, wholeElement, type Element } from './elements.js';
import { jointText, type Joint } from './joint-statement.js';
import { placementOf, type Placement } from './placement.js';
import { resultName } from './result-names.js';
import { settledFixes } from './settled-fix.js';

const TITLE = 'Start these awaits together with `Promise.all`';

/** Where all awaits stand in statements of one list, or in the expression of an arrow function, the run can be rewritten. */
export function canJoin({ run: { works }, swallowed }: SequentialAwaits): boolean {
  const [first] = works;
  if (swallowed) return true;
  if (!first || works.some((each) => waitsWithin(each.operand))) return false;
  if (!isListed(first.host)) return arrowOf(first.host) !== undefined && works.every((each) => each.conditions.length === 0);
  return works.every((each) => isListed(each.host) && each.host.parent === first.host.parent);
}

/** The run as one `Promise.all`. */
export function joinFixes(data: SequentialAwaits, context: RuleContext): readonly FixProposal[] {
  if (!canJoin(data)) return [];
  if (data.swallowed) return settledFixes(data, context);
  const host = data.run.works[0]?.host;
  const edits = host && !isListed(host) ? arrowEdits(data, host, context) : statementEdits(data, context);
  return edits ? [{ title: TITLE, ...edits }] : [];
}

type Rewritten = Pick<FixProposal, 'edits' | 'differs'>;

function arrowOf(body: ts.Node): ts.ArrowFunction | undefined {
  const { parent } = wrapped(body);
  return ts.isArrowFunction(parent) ? parent : undefined;
}

/** The expression of an arrow function becomes a block that starts everything and gives back the expression. */
function arrowEdits(data: SequentialAwaits, body: ts.Expression, context: RuleContext): Rewritten | undefined {
  const { facts, file, path } = context;
  const arrow = arrowOf(body);
  if (!arrow) return undefined;
  const taken = new Set<string>();
  const elements = data.run.works.map((work) => namedElement(work, context, taken));
  const indent = indentOf(arrow);
  const unit = indentUnit(file);
  const inner = indent + unit;
  const joint = jointText(facts, { elements, keyword: 'const', type: undefined }, file, inner, undefined);
  const value = ts.isParenthesizedExpression(arrow.body) ? arrow.body.expression : arrow.body;
  const returned = textAt(value, inner, elements.map((each) => replacementOf(each)));
  const newText = `{\n${inner}${joint}\n${inner}return ${returned}${statementEnd(file)}\n${indent}}`;
  return { edits: [{ path, start: arrow.body.getStart(file), end: arrow.body.end, newText }], differs: differencesOf(facts, data, elements, { earlier: [], later: [body] }) };
}

function statementEdits(data: SequentialAwaits, context: RuleContext): Rewritten | undefined {
  const { facts, file, path } = context;
  const joint = jointOf(data, context);
  const placement = joint && placementOf(facts, joint.elements);
  if (!joint || !placement) return undefined;
  const { elements } = joint;
  const indent = indentOf(placement.at);
  const replaced = elements.some((each) => each.whole === placement.at);
  const text = jointText(facts, joint, file, indent, replaced ? placement.at : undefined) + placement.moved.map((each) => `\n${isSetApart(each) ? '\n' : ''}${indent}${movedText(each, elements, indent)}`).join('');
  const edits: TextEdit[] = [];
  const edit = (each: Replacement): unknown => edits.push({ path, ...each });
  for (const each of elements) {
    if (each.whole === undefined && !placement.moved.includes(each.work.host as ts.Statement)) edit(replacementOf(each));
  }
  const gone = [...placement.moved, ...elements.flatMap((each) => (each.whole === undefined || each.whole === placement.at ? [] : [each.whole]))];
  for (const each of removalsOf(gone)) edit({ ...each, newText: '' });
  const start = replaced ? placement.at.getStart(file) : ownStart(placement.at);
  edit({ start, end: replaced ? placement.at.end : start, newText: replaced ? text : `${text}\n${indent}` });
  // Within a statement that stays, what else it does happens when all of them are over.
  const hosts = elements.filter((each) => each.whole === undefined).map((each) => each.work.host);
  return { edits, differs: differencesOf(facts, data, elements, { earlier: placement.earlier, later: [...placement.later, ...hosts] }) };
}

/** How the results are taken: by one declaration, by one assignment, or by fresh names where neither is possible for all. */
function jointOf(data: SequentialAwaits, context: RuleContext): Joint | undefined {
  const taken = new Set<string>();
  const drafts = data.run.works.map((work) => wholeElement(work));
  if (data.run.works.some((work, index) => !drafts[index] && work.conditions.length > 0)) return undefined;
  const some = drafts.filter((each) => each !== undefined);
  if (new Set(some.map((each) => each.whole)).size < some.length) return undefined;
  const takers = some.filter((each) => each.role !== 'effect');
  const alone = some.length === drafts.length;
  if (alone && takers.length > 0 && takers.every((each) => each.role === 'assigned')) return { elements: some, keyword: '', type: undefined };
  const typed = alone && takers.length === drafts.length && takers.every((each) => each.type !== undefined);
  const together = alone && (typed || takers.every((each) => each.type === undefined));
  const variable = together && takers.some((each) => !isConstant(context.facts, each)) && takers.every((each) => !isConstant(context.facts, each) || mayVary(context.facts, each));
  const keeps = (each: Element): boolean => each.role === 'effect' || (each.role === 'declared' && (typed || each.type === undefined) && (variable || isConstant(context.facts, each)));
  const elements = data.run.works.map((work, index) => {
    const draft = drafts[index];
    if (draft && keeps(draft)) return draft;
    return work.conditions.length > 0 ? undefined : namedElement(work, context, taken);
  });
  if (!elements.every((each) => each !== undefined)) return undefined;
  return { elements, keyword: variable ? 'let' : 'const', type: typed ? `[${takers.map((each) => each.type).join(', ')}]` : undefined };
}

function namedElement(work: Element['work'], context: RuleContext, taken: Set<string>): Element {
  const release = [{ start: work.node.getStart(context.file), end: work.node.expression.getStart(context.file), newText: '' }];
  return { work, role: 'named', target: resultName(work, context, taken), whole: undefined, type: undefined, started: work.node, release, comments: [], outer: [] };
}

/** The name where the await stood. */
function replacementOf({ work, target }: Element): Replacement {
  const property = work.node.parent;
  const shorthand = ts.isPropertyAssignment(property) && property.initializer === work.node && property.name.getText() === target;
  const replaced = shorthand || ts.isParenthesizedExpression(property) ? property : work.node;
  return { start: replaced.getStart(), end: replaced.end, newText: target };
}

function movedText(statement: Placement['at'], elements: readonly Element[], indent: string): string {
  const replacements = elements.filter((each) => each.whole === undefined && each.work.host === statement).map(replacementOf);
  const { end } = removalOf(statement);
  return stretchAt(statement, ownStart(statement), end, indent, replacements);
}

/** Where a statement begins with the comments above it. */
function ownStart(statement: ts.Statement): number {
  const { text } = statement.getSourceFile();
  const { start } = removalOf(statement);
  return (ts.getLeadingCommentRanges(text, statement.getFullStart()) ?? []).find((each) => each.pos >= start)?.pos ?? statement.getStart();
}
