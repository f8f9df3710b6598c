import { calledText } from '../../facts/await-runs.js';
import { isInTransaction } from '../../facts/connections.js';
import type { Doubt } from '../../facts/doubt.js';
import { findIndependentRounds, type IndependentRounds } from '../../facts/independent-rounds.js';
import { isLoopStatement } from '../../facts/loops.js';
import { isOrderedByNature, orderRemark } from '../../facts/order-intent.js';
import { attributesDoubt, unattendedDoubt } from '../../facts/waiting-cost.js';
import { calleeOf, mentions } from '../../syntax/nodes.js';
import { defineRule } from '../rule.js';
import { canSpread, spreadFixes } from './fixes.js';

interface WaitingRounds extends IndependentRounds {
  /** Why its maintainer may leave it. */
  readonly leniency: Doubt | undefined;
}

export default defineRule({
  id: 'await-in-loop',
  summary: 'Independent rounds of a loop wait for each other',
  category: 'async',
  since: '0.1.0',
  severity: 'warning',
  options: {},
  visits: ['ForOfStatement', 'ForInStatement', 'ForStatement'],

  detect(node, { facts, role, file }) {
    if (role === 'test' || role === 'seed' || role === 'migration') return undefined;
    if (!mentions(node, 'await')) return undefined;
    const loop = isLoopStatement(node) ? facts.loopsAround(node.statement)[0] : undefined;
    const rounds = loop && loop.form !== 'for-await' ? findIndependentRounds(facts, loop) : undefined;
    const first = rounds?.awaits[0];
    if (!rounds || !first) return undefined;
    if (isOrderedByNature(node) || isInTransaction(facts, node) || orderRemark(file, node.getStart(file), node.end) !== undefined) return undefined;
    return { at: calleeOf(first.call), data: { ...rounds, leniency: unattendedDoubt(facts, node) ?? attributesDoubt(rounds.awaits.map((each) => each.effect)) } };
  },

  message({ awaits, loop, kind }) {
    const [first] = awaits;
    const name = first ? calledText(first.call) : '';
    const start = kind === 'reads' ? 'Start a bounded number of them together, for instance ten at a time.' : 'If nothing depends on their order, run a bounded number of them together.';
    return `\`${name}\` is awaited in every round of this ${loop.label} although no round needs the one before, so the waiting times of all elements add up. ${start}`;
  },

  evidence: ({ awaits, loop, doubts, leniency }: WaitingRounds) => [
    { at: loop.header, text: loop.purpose.kind === 'constant' ? `this loop runs over ${loop.purpose.why}` : 'this loop starts a round only when the one before has finished' },
    ...awaits.map((each, index) => ({ at: each.node, text: index === 0 ? 'each round waits here, for something that depends on its own element only' : 'and here' })),
    ...doubts,
    ...(leniency ? [leniency] : []),
  ],

  fixable: canSpread,
  fixes: (data, context) => spreadFixes(data, context),
});
