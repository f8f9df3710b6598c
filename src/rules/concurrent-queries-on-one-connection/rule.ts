import { ts } from 'ts-morph';
import { atLeast, confidenceOf } from '../../core/finding.js';
import type { Facts } from '../../facts/facts.js';
import { findRepeatedOperation } from '../../facts/repeated-operations.js';
import { calledPlace } from '../../facts/repetition-evidence.js';
import { findSharedConnection, onlyWaits, type SharedConnection } from '../../facts/shared-connection.js';
import type { Channel } from '../../knowledge/library.js';
import { defineRule } from '../rule.js';
import { canSerialise, serialiseFixes } from './fixes.js';

const CHANNELS: ReadonlySet<Channel> = new Set(['database']);

export default defineRule({
  id: 'concurrent-queries-on-one-connection',
  summary: 'Queries are started together on one connection, which runs one at a time',
  category: 'database',
  since: '0.1.0',
  severity: 'warning',
  options: {},
  visits: ['CallExpression'],

  detect(node, { facts }) {
    if (!ts.isCallExpression(node)) return undefined;
    const shared = findSharedConnection(facts, node);
    if (!shared || isQueryPerElement(facts, shared)) return undefined;
    return { at: calledPlace(node), data: shared };
  },

  message: (shared) => `${whatHappens(shared)} ${whatToDo(shared)}`,

  evidence: ({ connection, contention, queries, late, doubts }) => [
    ...(connection.root?.name ? [{ at: connection.root.name, text: `\`${connection.text}\` is one connection` }] : []),
    ...queries.flatMap(({ call, reached }) => [
      { at: calledPlace(call), text: reached.path.length > 1 ? `leads to a query on \`${connection.text}\`` : `runs on \`${connection.text}\`` },
      ...(reached.path.length > 1 ? [{ at: calledPlace(reached.use.call), text: `the query: ${reached.use.library.label} \`${reached.use.method}\`` }] : []),
    ]),
    ...(late && contention.afterRollback === 'committed' ? [{ at: calledPlace(late.call), text: 'comes after another query of its branch: if a branch beside it has failed meanwhile, the transaction is over' }] : []),
    ...doubts,
  ],

  fixable: canSerialise,
  fixes: (data, context) => serialiseFixes(data, context),
});

/** One query per element is the greater waste, and its repair takes this one along: that finding says so itself. */
function isQueryPerElement(facts: Facts, { queries, doubts, contention, late }: SharedConnection): boolean {
  return queries.every(({ branch, call }) => {
    const repeated = branch.repeated ? findRepeatedOperation(facts, call, CHANNELS) : undefined;
    return repeated !== undefined && (onlyWaits(contention, late) || atLeast(confidenceOf(repeated.doubts), confidenceOf(doubts)));
  });
}

function whatHappens({ connection, contention, queries, late }: SharedConnection): string {
  const library = queries[0]?.reached.use.library.label ?? '';
  const count = queries.some((each) => each.branch.repeated) ? 'These queries' : `These ${queries.length} queries`;
  const shared = `${count} share the connection of \`${connection.text}\``;
  if (contention.outcome === 'undefined') return `${shared}, and ${library} does not support running them side by side.`;
  const nothing = `${shared}, which runs one at a time, so that nothing is gained`;
  if (late && contention.afterRollback === 'committed') return `${nothing}, and when one branch fails, \`${late.reached.use.text}\` can still run after the rollback, and stay.`;
  return contention.outcome === 'deprecated' ? `${nothing}, and ${contention.driver ?? library} has deprecated queueing them.` : `${nothing}.`;
}

function whatToDo({ queries, writes }: SharedConnection): string {
  if (!queries.some((each) => each.branch.repeated)) return 'Await them one after the other.';
  return `${writes ? 'Write all rows in one statement' : 'Ask for all rows in one query'} where that is possible, else await one after the other.`;
}
