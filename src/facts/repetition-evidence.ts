import { ts } from 'ts-morph';
import { calleeOf, type CallLike } from '../syntax/nodes.js';
import type { Doubt } from './doubt.js';
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

/** The chain a reader has to believe: the loop, each call on the way, the query, and what was inferred. */
export function repetitionEvidence({ repetition, reached, doubts, relation }: RepeatedOperation): readonly (Doubt | { readonly at: Stretch; readonly text: string })[] {
  const steps = reached.path.slice(1).map((step, index, all) => ({
    at: calledPlace(step),
    text: index === all.length - 1 ? `the query: ${reached.use.library.label} \`${reached.use.method}\`` : 'which calls this',
  }));
  const why = repetition.loop ? (relation === 'invariant' ? 'this loop repeats it with the same arguments' : `this loop: ${repetition.loop.purpose.why}`) : `${repetition.label} runs it once per element`;
  return [
    { at: repetition.header, text: why },
    ...steps,
    ...doubts,
  ];
}
