import { ts } from 'ts-morph';
import { calleeOf, type CallLike } from '../syntax/nodes.js';
import type { Channel } from '../knowledge/library.js';
import type { Doubt } from './doubt.js';
import type { Reached } from './summaries.js';
import type { RepeatedOperation } from './repeated-operations.js';

interface Stretch {
  readonly file: ts.SourceFile;
  readonly start: number;
  readonly end: number;
}

/** The part of a call that names what is called: without its arguments, which may span a screen. */
export function calledPlace(call: CallLike): Stretch {
  const file = call.getSourceFile();
  return { file, start: call.getStart(file), end: ts.isTaggedTemplateExpression(call) ? call.tag.end : calleeOf(call).end };
}

/** The chain a reader has to believe: the loop, each call on the way, the query, and what was not proven. */
export function repetitionEvidence({ repetition, reached, doubts, relation, call }: RepeatedOperation): readonly (Doubt | { readonly at: Stretch; readonly text: string })[] {
  const [, ...behind] = reached.path;
  const steps = behind.map((step, index) => ({ at: calledPlace(step), text: index === behind.length - 1 ? operationText(reached) : 'which calls this' }));
  const why = repetition.loop ? (relation === 'invariant' ? 'this loop repeats it with the same arguments' : `this loop runs it ${repetition.loop.purpose.why}`) : `${repetition.label} runs it once per element`;
  return [
    { at: repetition.header, text: why },
    ...(repetition.loop && steps.length > 0 ? [{ at: calledPlace(call), text: 'each round calls this' }] : []),
    ...steps,
    ...doubts,
  ];
}

const NOUNS: Readonly<Partial<Record<Channel, string>>> = { database: 'query', search: 'query', cache: 'command', http: 'request' };

/** `the query: Drizzle \`db.query.users.findFirst\`` */
function operationText({ use: { operation, library, text } }: Reached): string {
  const noun = operation.channel === 'database' && operation.effect === 'write' ? 'write' : NOUNS[operation.channel] ?? 'operation';
  return `the ${noun}: ${library.label === text ? '' : `${library.label} `}\`${text}\``;
}
