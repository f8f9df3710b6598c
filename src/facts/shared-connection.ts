import { ts } from 'ts-morph';
import type { Contention } from '../knowledge/library.js';
import { argumentsOf, isCallLike, isWithin, propertyOf, receiverOf, unwrap, type CallLike } from '../syntax/nodes.js';
import { callsOf, gatheringOf, type Branch, type Gathering } from './concurrent-branches.js';
import { isBornIn, type Connection } from './connection-identity.js';
import { connectionOf } from './connections.js';
import { doubtful, inferred, type Doubt } from './doubt.js';
import type { Facts } from './facts.js';
import type { OperationUse } from './operations.js';
import { statementText } from './sql-text.js';
import type { Reached } from './summaries.js';
import { inheritedOf } from './value.js';

/** A query of one branch. */
export interface BranchQuery {
  readonly branch: Branch;
  /** The call in the branch that leads to it. */
  readonly call: CallLike;
  readonly reached: Reached;
}

/** Branches that run side by side, and whose queries have one connection between them. */
export interface SharedConnection {
  readonly gathering: Gathering;
  readonly connection: Connection;
  readonly contention: Contention;
  /** The first query of every branch that has one. */
  readonly queries: readonly BranchQuery[];
  /** One of them may write. */
  readonly writes: boolean;
  /** A write that comes late in a branch: when another branch fails, it is still to come while the transaction is rolled back. */
  readonly late: BranchQuery | undefined;
  readonly doubts: readonly Doubt[];
}

/** Queries that a call starts together although one connection has to answer them one after the other. */
export function findSharedConnection(facts: Facts, call: ts.CallExpression): SharedConnection | undefined {
  const gathering = gatheringOf(facts, call);
  if (!gathering || gathering.branches.length === 0) return undefined;
  const found = new Map<string, { readonly connection: Connection; readonly queries: BranchQuery[] }>();
  for (const branch of gathering.branches) {
    for (const { connection, query } of queriesOf(facts, branch)) {
      const known = found.get(connection.key);
      if (known) known.queries.push(query);
      else found.set(connection.key, { connection, queries: [query] });
    }
  }
  for (const { connection, queries } of found.values()) {
    const apart = sideBySide(queries);
    if (!areSeveral(apart)) continue;
    const [judge] = judgesOf(apart);
    const contention = judge && contentionOf(facts, connection, judge.reached);
    if (!contention || contention.outcome === 'supported') continue;
    return judged(facts, { gathering, connection, contention, queries: apart }, queries);
  }
  return undefined;
}

function queriesOf(facts: Facts, branch: Branch): readonly { readonly connection: Connection; readonly query: BranchQuery }[] {
  const found: { connection: Connection; query: BranchQuery }[] = [];
  callsOf(facts, branch, (node) => {
    if (!isCallLike(node)) return;
    for (const reached of facts.reachedBy(node)) {
      if (reached.use.operation.synchronous) continue;
      const connection = connectionOf(facts, reached);
      // One of its own in every branch: taken from the pool, or begun, within it.
      if (connection && !isBornIn(connection, branch.node)) found.push({ connection, query: { branch, call: node, reached } });
    }
  });
  return found;
}

/** One query per branch. Those that the library sends as one (`findUnique` of one model in one tick) count once. */
function sideBySide(queries: readonly BranchQuery[]): readonly BranchQuery[] {
  const chosen = new Map<Branch | string, BranchQuery>();
  for (const query of queries) {
    const { operation, entity, method, library } = query.reached.use;
    const together = operation.autoBatched && query.reached.path.length === 1;
    const key = together ? `${library.id} ${entity ?? ''} ${method}` : query.branch;
    const once = together ? { ...query, branch: { ...query.branch, repeated: false } } : query;
    if (!chosen.has(key)) chosen.set(key, once);
  }
  const branches = new Map<ts.Node, BranchQuery>();
  for (const query of chosen.values()) {
    const known = branches.get(query.branch.node);
    if (!known || (!known.branch.repeated && query.branch.repeated)) branches.set(query.branch.node, query);
  }
  return [...branches.values()];
}

function areSeveral(queries: readonly BranchQuery[]): boolean {
  return queries.length > 1 || queries[0]?.branch.repeated === true;
}

/** Those whose words hold for all: what the library says of its own queries needs several of these, beside the calls that go their own way. */
function judgesOf(queries: readonly BranchQuery[]): readonly BranchQuery[] {
  const plain = queries.filter((each) => !each.reached.use.operation.contention);
  return areSeveral(plain) ? plain : queries.filter((each) => !plain.includes(each));
}

function contentionOf(facts: Facts, connection: Connection, reached: Reached): Contention | undefined {
  const { value } = connection;
  const contention = reached.use.operation.contention ?? (value && inheritedOf(value.library, value.type, 'contention')) ?? reached.use.library.contention;
  return contention?.unless !== undefined && isMadeWith(facts, connection.root, contention.unless, 0) ? undefined : contention;
}

/** The client, or the pool it was taken from, was constructed with an option. */
function isMadeWith(facts: Facts, root: ts.Node | undefined, option: string, step: number): boolean {
  if (!root || step > 3 || !ts.isVariableDeclaration(root) || !root.initializer) return false;
  let made = unwrap(root.initializer);
  if (ts.isAwaitExpression(made)) made = unwrap(made.expression);
  if (ts.isNewExpression(made)) {
    return argumentsOf(made).some((each) => {
      const value = facts.valueOf(each);
      return value?.kind === 'object' && propertyOf(value.node, option) !== undefined;
    });
  }
  const receiver = ts.isCallExpression(made) ? receiverOf(unwrap(made.expression)) : undefined;
  return receiver !== undefined && ts.isIdentifier(receiver) && isMadeWith(facts, facts.declarationOf(receiver), option, step + 1);
}

type Found = Pick<SharedConnection, 'gathering' | 'connection' | 'contention' | 'queries'>;

function judged(facts: Facts, found: Found, all: readonly BranchQuery[]): SharedConnection {
  const { gathering, connection, contention, queries } = found;
  const links = [...connection.inferred];
  if (queries.some((each) => each.reached.use.proof === 'shape')) links.push('the receiver is known by its name only');
  const certain = queries.filter((each) => !each.reached.conditional);
  if (certain.length < 2 && !certain.some((each) => each.branch.repeated)) links.push('a helper does not reach its query on every path');
  // `allSettled` waits for all of them, whatever fails.
  const late = gathering.method === 'allSettled' ? undefined : lateWrite(facts, all);
  const doubts = links.map((text, index) => (index < MOST_INFERRED ? inferred(text) : doubtful(text)));
  if (onlyWaits(contention, late)) doubts.push(inferred('in a queue, nothing is lost but what was meant to be won'));
  return { ...found, writes: queries.some(({ reached }) => mayWrite(facts, reached.use)), late, doubts };
}

/** Whether the queries merely wait for each other: no error, and nothing stays after a rollback. */
export function onlyWaits(contention: Contention, late: BranchQuery | undefined): boolean {
  return contention.outcome === 'queued' && !(late && contention.afterRollback === 'committed');
}

/** Links beyond these are too many to believe. */
const MOST_INFERRED = 2;

/** A write that is not the first query of its branch. */
function lateWrite(facts: Facts, all: readonly BranchQuery[]): BranchQuery | undefined {
  return all.find((query) => mayWrite(facts, query.reached.use) && all.some((each) => each !== query && each.branch.node === query.branch.node && each.reached.use.call !== query.reached.use.call));
}

const READS = /^\s*(?:select|show|explain|values|table)\b/i;

/** What SQL does, its first word says; a statement that is not in the code may do anything. */
function mayWrite(facts: Facts, { operation, call }: OperationUse): boolean {
  if (operation.effect !== 'read') return true;
  return operation.rows === 'sql' && !READS.test(statementText(facts, call) ?? '');
}

/** Whether every branch is one of the queries, and no other work waits beside them. */
export function isAllQueries({ gathering, queries }: SharedConnection): boolean {
  return gathering.branches.every((branch) => queries.some((each) => each.branch.node === branch.node && (each.call === branch.node || isWithin(each.call, branch.node))));
}

/** The one connection that all rounds of a concurrent loop query through, where its library does not send queries together. */
export function connectionOfRounds(facts: Facts, reached: Reached, body: ts.Node): Connection | undefined {
  const connection = reached.use.operation.synchronous ? undefined : connectionOf(facts, reached);
  const contention = connection && !isBornIn(connection, body) ? contentionOf(facts, connection, reached) : undefined;
  return contention && contention.outcome !== 'supported' ? connection : undefined;
}
