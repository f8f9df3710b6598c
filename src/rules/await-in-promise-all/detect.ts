import type { ts } from 'ts-morph';
import { isBound, type StartedWork } from '../../facts/await-runs.js';
import { effectOfOperand } from '../../facts/call-effects.js';
import { isInTransaction } from '../../facts/connections.js';
import { inferred, type Doubt } from '../../facts/doubt.js';
import type { Facts } from '../../facts/facts.js';
import { orderRemark } from '../../facts/order-intent.js';
import type { PathRole } from '../../facts/path-role.js';
import { findPromiseCombinator, type CombinedElement, type PromiseCombinator } from '../../facts/promise-combinators.js';
import { calleeOf, isCallLike, receiverOf, unwrap } from '../../syntax/nodes.js';

/** An element that takes time. */
export interface WorkingElement extends CombinedElement, StartedWork {}

export interface AwaitedElements {
  readonly combinator: PromiseCombinator;
  /** Elements that hold up others. */
  readonly serial: readonly (WorkingElement & { readonly awaited: ts.AwaitExpression })[];
  /** Elements that are started late only because of the first of these. */
  readonly late: readonly WorkingElement[];
  /** What was not proven; empty where every link was. */
  readonly doubts: readonly Doubt[];
}

/** What a combinator's array makes wait, or `undefined` where nothing is lost or the order may be meant. */
export function detectAwaitedElements(call: ts.CallExpression, facts: Facts, role: PathRole): AwaitedElements | undefined {
  // Arrange, act, assert; parents before children; one schema step after the other.
  if (role === 'test' || role === 'seed' || role === 'migration') return undefined;
  const combinator = findPromiseCombinator(facts, call);
  if (!combinator) return undefined;
  const works = combinator.elements.map((element) => workOf(facts, element)).filter((each) => takesTime(facts, each));
  const serial = works.filter((each, index): each is AwaitedElements['serial'][number] => each.awaited !== undefined && (combinator.kind === 'race' ? works.length > 1 : index < works.length - 1));
  const [first] = serial;
  if (!first) return undefined;
  const file = call.getSourceFile();
  const late = works.slice(works.indexOf(first) + 1);
  if (isInTransaction(facts, call) || orderRemark(file, Math.min(first.expression.getStart(file), call.getStart(file)), call.end) !== undefined) return undefined;
  if (serial.some((each) => works.slice(works.indexOf(each) + 1).some((later) => isOrdered(facts, each, later)))) return undefined;
  return { combinator, serial, late, doubts: works.flatMap(doubtsOf).filter((each, index, all) => all.findIndex(({ text }) => text === each.text) === index) };
}

function workOf(facts: Facts, element: CombinedElement): WorkingElement {
  const effect = effectOfOperand(facts, element.work);
  return { ...element, node: element.awaited ?? element.expression, operand: element.work, effect, results: [], property: undefined, conditions: [] };
}

/** A function whose body is in sight, and in whose body nothing is known to wait, is not taken to wait. */
function takesTime(facts: Facts, { effect, operand }: WorkingElement): boolean {
  if (effect.latency !== 'likely' || effect.effect !== 'unknown') return effect.latency !== 'none';
  return isCallLike(operand) && facts.calleesOf(operand).length === 0;
}

/** The later of two may rely on the earlier being over, whatever the array they stand in says. */
function isOrdered(facts: Facts, earlier: WorkingElement, later: WorkingElement): boolean {
  if (isBound(facts, later, earlier) || areOneConversation(facts, earlier, later)) return true;
  const changes = [earlier, later].filter((each) => each.effect.effect === 'write' || each.effect.effect === 'unknown');
  // A file that is written into a folder just made, a command that follows another.
  return changes.some((each) => each.effect.uses.some((use) => use.operation.ordered === true || use.operation.delay === true || use.operation.channel === 'process'))
    || changes.length === 2 && changes.every((each) => each.effect.uses.some((use) => use.operation.channel === 'fs'));
}

/** Two calls whose bodies nobody sees, of one function or on one object: a page, a working tree, a command line. */
function areOneConversation(facts: Facts, earlier: WorkingElement, later: WorkingElement): boolean {
  const [one, other] = [earlier, later].map((each) => partnerOf(facts, each));
  return one !== undefined && one === other;
}

function partnerOf(facts: Facts, { operand, effect }: WorkingElement): string | undefined {
  if (!isCallLike(operand) || effect.uses.length > 0 || effect.effect === 'read' || facts.calleesOf(operand).length > 0) return undefined;
  const receiver = receiverOf(unwrap(calleeOf(operand)));
  // What a name says that it changes, it changes; another method of the object may well change something else.
  return receiver && effect.effect === 'write' ? undefined : (receiver ?? calleeOf(operand)).getText();
}

function doubtsOf({ effect, operand }: WorkingElement): readonly Doubt[] {
  if (!isCallLike(operand) || effect.latency !== 'io') return [inferred('that it waits for something is known by its name', operand)];
  return effect.proof === 'proven' && effect.effect !== 'unknown' ? [] : [inferred('what it does is known in part only', operand)];
}
