import { ts } from 'ts-morph';
import { calleeOf, isCallLike, isWithin, nameOfAccess, plainText, receiverOf, unwrap, walk } from '../syntax/nodes.js';
import { operandArguments, rootOf, type AwaitedWork, type AwaitStep } from './await-steps.js';
import type { Declaration } from './bindings.js';
import { connectionsOf } from './connections.js';
import { visiblyDistinctWrites } from './distinct-writes.js';
import { inferred, type Doubt } from './doubt.js';
import type { Facts } from './facts.js';
import { builderSharing } from './shared-builder.js';
import { propertyKey } from './shared-state.js';

/** Awaits that could all be started before the first of them is waited for. */
export interface AwaitRun {
  readonly works: readonly AwaitedWork[];
  readonly kind: 'reads' | 'writes';
  /** What was not proven; empty where every link was. */
  readonly doubts: readonly Doubt[];
}

/** The runs of straight-line code. Awaits that only read may pass each other; any other await ends what came before it. */
export function findRuns(facts: Facts, steps: readonly AwaitStep[]): readonly AwaitRun[] {
  const runs: AwaitRun[] = [];
  let region: AwaitStep[] = [];
  let writes: AwaitedWork[] = [];
  const closeReads = (): void => {
    runs.push(...readRuns(facts, region));
    region = [];
  };
  const closeWrites = (): void => {
    if (writes.length > 1) runs.push({ works: writes, kind: 'writes', doubts: [inferred('that nothing relies on the order of these writes')] });
    writes = [];
  };
  for (const step of steps) {
    if (step.kind === 'change') {
      region.push(step);
      closeWrites();
    } else if (step.kind === 'stop') {
      closeReads();
      closeWrites();
    } else if (passes(step.work)) {
      closeWrites();
      region.push(step);
    } else {
      closeReads();
      const { work } = step;
      const joins = isPlainWrite(work) && writes.every((each) => visiblyDistinctWrites(facts, each, work) && !isBound(facts, work, each));
      if (!joins) closeWrites();
      if (isPlainWrite(work)) writes.push(work);
    }
  }
  closeReads();
  closeWrites();
  return runs;
}

/** A read whose answer somebody uses. One whose answer nobody uses is a check: what follows relies on it. */
function passes(work: AwaitedWork): boolean {
  return work.used && (work.effect.effect === 'read' || work.effect.effect === 'none');
}

function isPlainWrite(work: AwaitedWork): boolean {
  return work.effect.effect === 'write' && work.conditions.length === 0 && isCallLike(work.operand);
}

/** Every await gets the earliest round in which all it needs is there; rounds with several are runs. */
function readRuns(facts: Facts, region: readonly AwaitStep[]): readonly AwaitRun[] {
  const rounds: AwaitedWork[][] = [];
  const placed: { readonly work: AwaitedWork; readonly round: number }[] = [];
  const changes: { readonly step: Extract<AwaitStep, { kind: 'change' }>; readonly round: number }[] = [];
  for (const step of region) {
    if (step.kind === 'stop') continue;
    if (step.kind === 'change') {
      changes.push({ step, round: Math.max(-1, ...placed.map((each) => each.round)) });
      continue;
    }
    const { work } = step;
    const after = placed.filter((each) => isBound(facts, work, each.work)).map((each) => each.round);
    const changed = changes.filter((each) => namesChanged(facts, work, each.step.root, each.step.property)).map((each) => each.round);
    const round = 1 + Math.max(-1, ...after, ...changed);
    placed.push({ work, round });
    (rounds[round] ??= []).push(work);
  }
  return rounds.flatMap((works): AwaitRun[] => {
    const slow = works.filter((each) => each.effect.latency !== 'none');
    if (slow.length < 2) return [];
    return [{ works: slow, kind: 'reads', doubts: slow.flatMap(doubtsOf) }];
  });
}

function doubtsOf({ effect, conditions, operand }: AwaitedWork): readonly Doubt[] {
  return [
    ...(effect.proof === 'proven' ? [] : [inferred('going by its name it only reads', operand)]),
    ...(conditions.length === 0 ? [] : [inferred('it is not awaited on every path', operand)]),
  ];
}

/** Work that is started, whether or not it is waited for at once. */
export type StartedWork = Pick<AwaitedWork, 'operand' | 'effect' | 'results' | 'property' | 'conditions'> & { readonly node: ts.Node };

/** Whether `later` must wait for `earlier`: by its data, the state both touch, the connection they share. */
export function isBound(facts: Facts, later: StartedWork, earlier: StartedWork): boolean {
  if (earlier.node.pos >= later.node.pos && earlier.node.end <= later.node.end) return true;
  if (later.conditions.some((each) => isWithin(earlier.node, each) || facts.dependsOn(each, earlier.results))) return true;
  if (facts.dependsOn(later.operand, earlier.results)) return true;
  if (earlier.property !== undefined && namesChanged(facts, later, undefined, earlier.property)) return true;
  if (overlaps(earlier.effect.writes, later.effect.reads) || overlaps(earlier.effect.writes, later.effect.writes) || overlaps(earlier.effect.reads, later.effect.writes)) return true;
  if (changesArgumentOf(facts, earlier, later) || changesArgumentOf(facts, later, earlier)) return true;
  // The same words twice: a second answer that differs can only come from the first call having moved something on.
  if (plainText(earlier.operand) === plainText(later.operand)) return true;
  if (builderSharing(facts, earlier.operand, later.operand) === 'ordered') return true;
  return overlaps(connectionsOf(facts, earlier.operand), connectionsOf(facts, later.operand));
}

function overlaps<T>(a: ReadonlySet<T>, b: ReadonlySet<T>): boolean {
  for (const each of a) if (b.has(each)) return true;
  return false;
}

/** Whether the work names what a statement before it changed. */
function namesChanged(facts: Facts, work: StartedWork, root: Declaration | undefined, property: string | undefined): boolean {
  if (root) return facts.dependsOn(work.operand, [root]);
  if (property === undefined) return false;
  if (work.effect.reads.has(propertyKey(work.node, property))) return true;
  let named = false;
  const visit = (node: ts.Node): boolean => {
    if (node.kind === ts.SyntaxKind.ThisKeyword) {
      const access = node.parent;
      const reads = ts.isPropertyAccessExpression(access) ? access.name.text : undefined;
      // A method of the same object may read any property of it, unless its body is known not to.
      const method = reads !== undefined && ts.isCallExpression(access.parent) && access.parent.expression === access;
      if (reads === undefined || reads === property || property === '*' || (method && facts.calleesOf(access.parent).length === 0)) named = true;
    }
    return !named;
  };
  if (visit(work.operand)) walk(work.operand, visit);
  return named;
}

/** Whether a function of the project changes an argument that the other work is given too. */
function changesArgumentOf(facts: Facts, one: StartedWork, other: StartedWork): boolean {
  for (const index of one.effect.mutated) {
    const argument = operandArguments(one.operand)[index];
    const root = argument ? rootOf(argument) : undefined;
    const declaration = root && ts.isIdentifier(root) ? facts.declarationOf(root) : undefined;
    if (declaration && facts.dependsOn(other.operand, [declaration])) return true;
  }
  return false;
}

/** For messages: `users.findAll`, `Promise.all`, `import('./x')`. */
export function calledText(operand: ts.Expression): string {
  const node = unwrap(operand);
  if (!isCallLike(node)) return node.getText().replace(/\s+/g, ' ').slice(0, 40);
  const callee = unwrap(calleeOf(node));
  if (callee.kind === ts.SyntaxKind.ImportKeyword) return 'import';
  const receiver = receiverOf(callee);
  const owner = receiver ? nameOfAccess(receiver) : undefined;
  const name = nameOfAccess(callee) ?? 'call';
  return owner === undefined ? name : `${owner}.${name}`;
}
