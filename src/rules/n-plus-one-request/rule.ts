import type { Channel } from '../../knowledge/library.js';
import { isCallLike } from '../../syntax/nodes.js';
import { inferred } from '../../facts/doubt.js';
import { calledPlace, repetitionEvidence } from '../../facts/repetition-evidence.js';
import { findRepeatedOperation } from '../../facts/repeated-operations.js';
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
    return { at: calledPlace(node), data: repeated };
  },

  message({ reached, relation, repetition }) {
    const { text } = reached.use;
    if (relation === 'invariant') return `\`${text}\` asks for the same thing in every round of this ${repetition.label}: send it once before the loop.`;
    return repetition.concurrent
      ? `\`${text}\` sends one request per element of this ${repetition.label}, all at once: ask the service for many ids in one request, or limit how many run at a time.`
      : `\`${text}\` sends one request per element of this ${repetition.label} and waits for each: ask the service for many ids in one request, or run a few at a time.`;
  },

  evidence: (repeated) => [
    ...repetitionEvidence(repeated),
    // The strongest claim is left to loops that also wait.
    ...(repeated.repetition.concurrent ? [inferred('that the service answers for many ids at once')] : []),
  ],
});
