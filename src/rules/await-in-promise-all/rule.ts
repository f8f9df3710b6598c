import { ts } from 'ts-morph';
import { calledText } from '../../facts/await-runs.js';
import { calleeOf, isCallLike } from '../../syntax/nodes.js';
import { defineRule, type FixProposal, type RuleContext } from '../rule.js';
import { detectAwaitedElements, type AwaitedElements } from './detect.js';

export default defineRule({
  id: 'await-in-promise-all',
  summary: 'Elements of `Promise.all` are awaited one after another',
  category: 'async',
  since: '0.1.0',
  severity: 'warning',
  options: {},
  visits: ['CallExpression'],

  detect(node, { facts, role, file }) {
    const data = ts.isCallExpression(node) ? detectAwaitedElements(node, facts, role) : undefined;
    const first = data?.serial[0];
    if (!data || !first) return undefined;
    return { at: { file, start: first.awaited.getStart(file), end: headOf(first.work).end }, data };
  },

  message({ combinator, serial, late }) {
    const [first] = serial;
    const name = first ? calledText(first.work) : '';
    if (combinator.kind === 'race') return `\`${name}\` is awaited before \`${combinator.name}\` is called, so no other element can win against it. Remove the \`await\` within the array.`;
    const others = late.length === 1 ? 'the next element is' : `the ${late.length} elements after it are`;
    return `\`${name}\` is awaited within the array given to \`${combinator.name}\`, so ${others} started only when it has finished and the waiting times add up. Remove the \`await\` within the array.`;
  },

  evidence: ({ combinator, serial, late, doubts }) => [
    ...serial.map((each) => ({ at: each.awaited, text: 'waits here, before the array is complete' })),
    ...late.filter((each) => !serial.some(({ awaited }) => awaited === each.awaited)).map((each) => ({ at: each.expression, text: 'is started only then' })),
    { at: combinator.call.expression, text: 'gets what is already there' },
    ...doubts,
  ],

  fixable: canRelease,
  fixes: releaseFixes,
});

function headOf(work: ts.Expression): ts.Node {
  return isCallLike(work) ? calleeOf(work) : work;
}

/** Awaits that are whole elements only have to go. One that is followed by more (`(await load()).rows`) asks for another shape. */
function canRelease({ combinator }: AwaitedElements): boolean {
  return combinator.elements.every((each) => each.awaited === undefined || each.whole);
}

function releaseFixes(data: AwaitedElements, { file, path }: RuleContext): readonly FixProposal[] {
  if (!canRelease(data)) return [];
  const { combinator } = data;
  const awaits = combinator.elements.flatMap((each) => each.awaited ?? []);
  const edits = awaits.map((each) => ({ path, start: each.getStart(file), end: each.expression.getStart(file), newText: '' }));
  const title = awaits.length === 1 ? 'Remove the `await` within the array' : `Remove the ${awaits.length} awaits within the array`;
  return [{ title, differs: isSafe(data) ? [] : [differenceOf(data)], edits }];
}

function differenceOf({ combinator }: AwaitedElements): string {
  if (combinator.kind === 'race') return 'another element may win';
  if (combinator.kind === 'settled') return 'a rejection becomes one of the results';
  return 'if one fails, the others have already started';
}

/** `Promise.all` waits for the same values in the same places, and reads that are started beside each other leave no trace. */
function isSafe(data: AwaitedElements): boolean {
  const { combinator, doubts } = data;
  const literal = combinator.elements.every((each) => each.expression.parent === combinator.call.arguments[0]);
  return combinator.kind === 'all' && literal && doubts.length === 0 && onlyReads(data);
}

function onlyReads({ combinator, serial, late }: AwaitedElements): boolean {
  const working = [...serial, ...late];
  return working.every((each) => each.effect.effect === 'read')
    && combinator.elements.every((each) => working.some(({ expression }) => expression === each.expression) || !isCallLike(each.work));
}
