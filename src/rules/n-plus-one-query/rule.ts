import { ts } from 'ts-morph';
import type { Connection } from '../../facts/connection-identity.js';
import { hasOwnHashTag } from '../../facts/hash-tags.js';
import type { Channel } from '../../knowledge/library.js';
import { acrossNodes } from '../../knowledge/redis-commands.js';
import { isCallLike } from '../../syntax/nodes.js';
import { calledPlace, repetitionEvidence } from '../../facts/repetition-evidence.js';
import { findRepeatedOperation, type RepeatedOperation } from '../../facts/repeated-operations.js';
import { connectionOfRounds } from '../../facts/shared-connection.js';
import { defineRule } from '../rule.js';
import { fixesOf, isFixable } from './fixes.js';

/** Round trips to a store that answers for many keys at once. */
const CHANNELS: ReadonlySet<Channel> = new Set(['database', 'cache', 'search']);

interface QueryPerElement extends RepeatedOperation {
  /** The one connection on which rounds that are started together wait for each other all the same. */
  readonly connection: Connection | undefined;
  /** The keys lie on different nodes of a cluster, so that no one command takes them all. */
  readonly scattered: boolean;
}

export default defineRule({
  id: 'n-plus-one-query',
  summary: 'A query runs once per element instead of once for all',
  category: 'database',
  since: '0.1.0',
  severity: 'warning',
  options: {
    includeWrites: { type: 'boolean', default: true, description: 'Report inserts, updates and deletes that run once per element as well as reads.' },
  },
  visits: ['CallExpression', 'TaggedTemplateExpression'],

  detect(node, { facts, options }) {
    if (!isCallLike(node)) return undefined;
    const repeated = findRepeatedOperation(facts, node, CHANNELS);
    if (!repeated || (!options.includeWrites && repeated.reached.use.operation.effect === 'write')) return undefined;
    const { loop, concurrent } = repeated.repetition;
    const connection = loop && concurrent ? connectionOfRounds(facts, repeated.reached, loop.body) : undefined;
    return { at: calledPlace(node), data: { ...repeated, connection, scattered: hasOwnHashTag(facts, repeated.reached.use) } };
  },

  message(repeated: QueryPerElement) {
    const { use, path } = repeated.reached;
    const via = path.length > 1 ? ` (inside ${helperNames(repeated)})` : '';
    const verb = use.operation.effect === 'read' ? 'queries' : use.operation.effect === 'write' ? 'writes' : 'reads and writes';
    if (repeated.relation === 'invariant') return `\`${use.text}\`${via} asks for the same thing in every round of this ${repeated.repetition.label}: run it once before the loop.`;
    const subject = use.entity !== undefined && use.entity !== '' ? ` ${use.entity}` : '';
    return `\`${use.text}\`${via} ${verb}${subject} once per element of this ${repeated.repetition.label}, so the round trips grow with the data: ${advice(repeated)}.`;
  },

  evidence: (repeated: QueryPerElement) => [
    ...repetitionEvidence(repeated),
    ...(repeated.connection ? [{ text: `started together, they still run one at a time: \`${repeated.connection.text}\` is one connection` }] : []),
  ],
  fixable: isFixable,
  fixes: fixesOf,
});

function advice({ reached, repetition, scattered }: QueryPerElement): string {
  const { operation } = reached.use;
  const batch = scattered ? acrossNodes : operation.batch;
  if (operation.effect === 'read') return batch !== undefined ? `load them together (${batch})` : 'load them together before the loop';
  if (operation.effect === 'write' && batch !== undefined) return `write them together (${batch})`;
  return repetition.concurrent ? 'collect the rows and write them in one statement' : 'collect the rows and write them in one statement after the loop';
}

function helperNames({ reached }: RepeatedOperation): string {
  return reached.path.slice(0, -1).map((call) => `\`${calleeText(call)}\``).join(' → ');
}

function calleeText(call: ts.Node): string {
  const callee = ts.isCallExpression(call) ? call.expression : ts.isNewExpression(call) ? call.expression : call;
  return callee.getText().replace(/\s+/g, ' ').slice(-40);
}
