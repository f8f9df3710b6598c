import type { Channel } from '../../knowledge/library.js';
import { isCallLike } from '../../syntax/nodes.js';
import { hasOwnAddress, isReadAsData } from '../../facts/answer-data.js';
import { inferred, type Doubt } from '../../facts/doubt.js';
import type { Facts } from '../../facts/facts.js';
import { calledPlace, repetitionEvidence } from '../../facts/repetition-evidence.js';
import { findRepeatedOperation, type RepeatedOperation } from '../../facts/repeated-operations.js';
import { defineRule } from '../rule.js';

const CHANNELS: ReadonlySet<Channel> = new Set(['http']);

export default defineRule({
  id: 'n-plus-one-request',
  summary: 'A request is sent once per element, one after the other or all at once',
  category: 'network',
  since: '0.1.0',
  severity: 'warning',
  options: {
    includeWrites: { type: 'boolean', default: false, description: 'Report requests that change something (POST, PUT, PATCH, DELETE) as well; few services take them in batches.' },
  },
  visits: ['CallExpression'],

  detect(node, { facts, options }) {
    if (!isCallLike(node)) return undefined;
    const repeated = findRepeatedOperation(facts, node, CHANNELS);
    if (!repeated || (!options.includeWrites && repeated.reached.use.operation.effect !== 'read')) return undefined;
    return { at: calledPlace(node), data: { ...repeated, doubts: [...repeated.doubts, ...requestDoubts(facts, repeated)] } };
  },

  message({ reached, relation, repetition }) {
    const { text } = reached.use;
    if (relation === 'invariant') return `\`${text}\` asks for the same thing in every round of this ${repetition.label}: send it once before the loop.`;
    return repetition.concurrent
      ? `\`${text}\` sends one request per element of this ${repetition.label}, all at once: ask the service for many ids in one request, or limit how many run at a time.`
      : `\`${text}\` sends one request per element of this ${repetition.label} and waits for each: ask the service for many ids in one request, or run a few at a time.`;
  },

  evidence: repetitionEvidence,
});

/** Whether the service answers for many ids at once is not in the code: the strongest claim is left to loops that wait for data of one service. */
function requestDoubts(facts: Facts, { reached, repetition }: RepeatedOperation): readonly Doubt[] {
  return [
    ...(repetition.concurrent ? [inferred('that the service answers for many ids at once')] : []),
    ...(isReadAsData(facts, reached) ? [] : [inferred('that one answer could hold what is read here for many')]),
    ...(hasOwnAddress(facts, reached, repetition.loop) ? [inferred('that all the addresses are of one service')] : []),
  ];
}
