import { ts } from 'ts-morph';
import { doubtful, inferred, type Doubt } from '../../facts/doubt.js';
import { entityOf, namesSource, type Entity } from '../../facts/entity-keys.js';
import type { Facts } from '../../facts/facts.js';
import type { OperationUse } from '../../facts/operations.js';
import { keyDestination, type KeyDestination } from '../../facts/key-destination.js';
import { withArguments } from '../../facts/possible-values.js';
import { boundedness, builderLinks, startsWithParameter, type BuilderLink } from '../../facts/query-bounds.js';
import { filterOf, type QueryFilter } from '../../facts/query-filters.js';
import { isReadElsewhere, resultUse, type ResultUse } from '../../facts/result-use.js';
import { groupsPileUp, rowGroups } from '../../facts/row-groups.js';
import { rowOwner, selectivityOf, type RowOwner, type Selectivity } from '../../facts/selectivity.js';
import { selectsColumns } from '../../facts/selected-columns.js';
import { readSelect, statementText } from '../../facts/sql-text.js';
import { unattendedWork, type UnattendedWork } from '../../facts/unattended-work.js';
import type { Channel } from '../../knowledge/library.js';
import { growthOf, isPlural, nameWords, type Growth } from '../../knowledge/table-growth.js';
import { wrapped, type CallLike } from '../../syntax/nodes.js';
import { expectedRows } from './expected-rows.js';
import { wayOut } from './way-out.js';
import { onBehalf, wrappedQuery, wrapperName } from './wrapped.js';

/** A read that may bring back any number of rows. */
export interface UnboundedQuery {
  readonly form: 'query';
  /** The query itself, or the call of a wrapper around it. */
  readonly call: CallLike;
  readonly use: OperationUse;
  /** Everything called on its builder. */
  readonly links: readonly BuilderLink[];
  readonly entity: Entity | undefined;
  readonly growth: Growth;
  readonly filter: QueryFilter;
  readonly selectivity: Exclude<Selectivity, 'key'>;
  /** Whose rows it asks for. */
  readonly owner: RowOwner | undefined;
  readonly result: ResultUse;
  /** Whole rows come: it names no columns. */
  readonly whole: boolean;
  /** Where the keys of the rows go, when they are all that is taken. */
  readonly keys: KeyDestination | undefined;
  readonly work: UnattendedWork | undefined;
  /** What was not proven. */
  readonly doubts: readonly Doubt[];
}

export interface TableNames {
  readonly growing: readonly string[];
  readonly small: readonly string[];
}

/** Stores that keep whole tables, collections or buckets. */
const CHANNELS: ReadonlySet<Channel> = new Set(['database', 'search', 'storage']);

export function detectQuery(facts: Facts, call: CallLike, names: TableNames): UnboundedQuery | undefined {
  const use = facts.operationOf(call);
  if (use) return isCandidate(use) && mayBeUnbounded(facts, use) && !isRebuilt(facts, call) && !isReadElsewhere(facts, call) ? judge(facts, call, use, names) : undefined;
  const behind = wrappedQuery(facts, call);
  if (!behind || !isCandidate(behind.use)) return undefined;
  const unbounded = onBehalf(behind, () => mayBeUnbounded(facts, behind.use));
  // A query that is unbounded whoever calls is reported where it stands.
  return unbounded.here && !unbounded.inside ? withArguments(behind.frame, () => judge(facts, call, behind.use, names)) : undefined;
}

function isCandidate({ operation }: OperationUse): boolean {
  return CHANNELS.has(operation.channel) && operation.effect !== 'write';
}

function judge(facts: Facts, call: CallLike, use: OperationUse, names: TableNames): UnboundedQuery | undefined {
  // `user.getToken()` gets the row of a relation to one, if it is a relation.
  if (use.operation.relation && !isPlural(use.method)) return undefined;
  const groups = rowGroups(facts, use);
  if (groups.kind === 'single' || (groups.kind === 'groups' && !groupsPileUp(groups.fields))) return undefined;
  const entity = entityOf(facts, use) ?? receiverEntity(call, use);
  if (entity?.derived) return undefined;
  const filter = filterOf(facts, use);
  if (groups.kind === 'groups' && isGroupPerValue(groups.fields, filter)) return undefined;
  const narrowed = selectivityOf(filter, entity);
  // The rows of one parent row.
  const selectivity = narrowed === 'weak' && use.operation.relation ? 'parent' : narrowed;
  if (selectivity === 'key' || isChunk(facts, call, filter)) return undefined;
  const taken = resultUse(facts, call);
  // Clients of stores answer with a list of what they found and how: `const [files] = await bucket.getFiles()`.
  const result: ResultUse = taken.kind === 'first' && use.operation.channel === 'storage' ? { ...taken, kind: 'rows', uses: [] } : taken;
  if (result.kind === 'first' && selectivity !== 'weak') return undefined;
  const growth = entity ? growthOf(entity.table ?? entity.name, names) : 'unknown';
  const path = facts.resolver.relative(call.getSourceFile().fileName);
  const work = unattendedWork(call, path);
  const owner = rowOwner(filter, entity?.name);
  const expected = expectedRows({ selectivity, growth, owner, filter, result, unattended: work !== undefined });
  const known = [
    ...(isOfLoopElement(facts, call, owner) ? [doubtful('the rows of one element of a loop: asking for each matters more than how many each has')] : []),
    ...(use.proof === 'shape' ? [inferred('the receiver is known by its name only')] : []),
    ...(entity === undefined ? [inferred('which table it reads is not known')] : []),
    ...(groups.kind === 'groups' ? [inferred('rows are put together by a field whose values pile up')] : []),
    ...(filter.unread.length > 0 ? [inferred('part of the filter is written elsewhere')] : []),
    ...(isProgram(call.getSourceFile(), path) ? [doubtful('the file is a program somebody runs by hand')] : []),
    // A database in the process belongs to a small installation; but what grows without end does so there too, and holds up everything else.
    ...(use.operation.synchronous && expected.length > 0 ? [doubtful('the database runs in the process')] : []),
    ...expected,
  ];
  const whole = !selectsColumns(facts, use);
  const keys = result.kind === 'ids' ? keyDestination(facts, call, result.uses) : undefined;
  const doubts = known.length > 0 ? known : wayOut(facts, { call, filter, selectivity, entity, growth, result, whole, keys, unattended: work !== undefined });
  return { form: 'query', call, use, links: builderLinks(facts, use.call), entity, growth, filter, selectivity, owner, result, whole, keys, work, doubts };
}

/** `distinct: ['orderId']` of those in a list: a row for each value that is asked for. */
function isGroupPerValue(fields: readonly string[], { conditions }: QueryFilter): boolean {
  return fields.length > 0 && fields.every((field) => conditions.some((each) => each.field === field && each.test === 'in' && !each.optional));
}

/** A wrapper's model is seldom named in the wrapper; what it is called on usually is named after it. */
function receiverEntity(call: CallLike, use: OperationUse): Entity | undefined {
  const name = call === use.call ? undefined : wrapperName(call);
  return name === undefined || nameWords(name).length === 0 ? undefined : { name, table: undefined, node: undefined, keys: undefined };
}

function mayBeUnbounded(facts: Facts, use: OperationUse): boolean {
  if (use.operation.rows === 'sql') {
    const text = statementText(facts, use.call);
    return text !== undefined && readSelect(text)?.bound === 'unbounded';
  }
  return use.operation.rows === 'many' && !isBegunElsewhere(facts, use) && !startsWithParameter(facts, use.call) && boundedness(facts, use) === 'unbounded';
}

/** `this.openOrders(user).execute()`: what another function of the project built, table, filter and limit. */
function isBegunElsewhere(facts: Facts, use: OperationUse): boolean {
  const [first] = use.operation.filterChain ? builderLinks(facts, use.call) : [];
  return first !== undefined && first.call !== use.call && facts.calleesOf(first.call).length > 0 && !namesSource(facts, use);
}

/** `query = query.where(…)`: the query was reported where it began. */
function isRebuilt(facts: Facts, call: CallLike): boolean {
  const parent = wrapped(call).parent;
  if (!ts.isBinaryExpression(parent) || !ts.isIdentifier(parent.left)) return false;
  const declaration = facts.declarationOf(parent.left);
  return declaration !== undefined && ts.isVariableDeclaration(declaration) && declaration.initializer !== undefined && call.getText().startsWith(`${parent.left.text}`) && declaration.initializer.kind !== ts.SyntaxKind.NullKeyword;
}

/** Reads its arguments from the command line, or belongs to a tool for it: an operator waits for it, no user. */
function isProgram(file: ts.SourceFile, relativePath: string): boolean {
  return file.text.includes('process.argv') || /(?:^|\/)cli\//.test(relativePath);
}

/** One slice of a list at a time: the list bounds the answer, as far as anything can. */
function isChunk(facts: Facts, call: CallLike, filter: QueryFilter): boolean {
  return filter.conditions.some((each) => each.test === 'in') && facts.loopsAround(call).some((loop) => loop.purpose.kind === 'chunk' || loop.purpose.kind === 'page');
}

/** The rows of one element of a loop: that the loop asks once per element is what to say of it, and is said by another rule. */
function isOfLoopElement(facts: Facts, call: CallLike, owner: RowOwner | undefined): boolean {
  const compared = owner?.condition.at;
  return compared !== undefined && facts.loopsAround(call).some((loop) => loop.purpose.kind === 'element' && facts.dependsOn(compared, loop.elements));
}
