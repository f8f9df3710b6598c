import { ts } from 'ts-morph';
import type { Channel } from '../knowledge/library.js';
import { argumentsOf, calleeOf, isCallLike, isFunctionNode, isWithin, unwrap, walk, type CallLike, type FunctionNode } from '../syntax/nodes.js';
import type { Declaration } from './bindings.js';
import type { Facts } from './facts.js';
import { callbackRun, declaredNames, type Loop } from './loops.js';
import type { OperationUse } from './operations.js';

/** An operation a call performs, and how one gets there. */
export interface Reached {
  readonly use: OperationUse;
  /** The calls from the asked one (first) to the operation (last); one entry when the call is the operation. */
  readonly path: readonly CallLike[];
  /** Arguments of the asked call that the operation's own arguments depend on, 0-based; `undefined` for a direct operation. */
  readonly fedBy: ReadonlySet<number> | undefined;
  /** It also depends on `this` or on names outside the function that may differ between calls. */
  readonly loops: readonly Loop[];
  /** Some path through the functions between does not perform it (early return, condition, cache). */
  readonly conditional: boolean;
}

export interface FunctionSummary {
  /** Operations the function performs when called, through other functions too; nearest first. */
  readonly reached: readonly ReachedInside[];
}

export interface ReachedInside {
  readonly use: OperationUse;
  /** From a call in the function's own body to the operation. */
  readonly path: readonly CallLike[];
  /** Parameters the operation's arguments depend on, 0-based. */
  readonly parameters: ReadonlySet<number>;
  /** Loops inside the function (and those it calls) that repeat it, outermost function's last. */
  readonly loops: readonly Loop[];
  readonly conditional: boolean;
}

/** Helpers within helpers are followed this far: deeper chains exist, but each step makes the finding harder to believe. */
const MAX_DEPTH = 5;

/** Functions that do more than this are orchestration: naming one of forty queries would not explain a finding. */
const MAX_REACHED = 40;

export function summarise(facts: Facts, node: FunctionNode): FunctionSummary {
  const reached: ReachedInside[] = [];
  const parameters = node.parameters.map(declaredNames);
  if (node.body) {
    const visit = (each: ts.Node): boolean => {
      if (isFunctionNode(each) && each !== node && !runsNow(facts, each)) return false;
      if (!isCallLike(each) || reached.length >= MAX_REACHED) return true;
      for (const found of facts.reachedBy(each)) {
        if (found.path.length > MAX_DEPTH || reached.length >= MAX_REACHED) continue;
        const inside = facts.loopsAround(each).filter((loop) => isWithin(loop.node, node));
        reached.push({
          use: found.use, path: found.path, loops: [...found.loops, ...inside],
          parameters: parametersFeeding(facts, each, found, parameters),
          conditional: found.conditional || isConditional(each, node),
        });
      }
      return true;
    };
    walk(node, visit);
  }
  return { reached: reached.sort((a, b) => a.path.length - b.path.length) };
}

function runsNow(facts: Facts, callback: FunctionNode): boolean {
  const run = callbackRun(facts, callback);
  return run?.kind === 'once' || run?.kind === 'each';
}

function parametersFeeding(facts: Facts, call: CallLike, found: Reached, parameters: readonly (readonly Declaration[])[]): ReadonlySet<number> {
  const feeding = new Set<number>();
  const inputs = found.fedBy === undefined ? operationInputs(facts, call) : argumentsOf(call).filter((_, index) => found.fedBy?.has(index));
  parameters.forEach((names, index) => {
    if (inputs.some((input) => facts.dependsOn(input, names))) feeding.add(index);
  });
  return feeding;
}

/** What decides which rows an operation touches: the arguments of every call of its chain, and a receiver that is itself data. */
export function operationInputs(facts: Facts, call: CallLike): readonly ts.Expression[] {
  const chain = facts.chainOf(call);
  return [...chain.links.flatMap((link) => argumentsOf(link.call)), chain.root];
}

function isConditional(call: ts.Node, owner: FunctionNode): boolean {
  for (let at = call; at.parent && at !== owner; at = at.parent) {
    const parent = at.parent;
    if (ts.isIfStatement(parent) && at !== parent.expression) return true;
    if (ts.isConditionalExpression(parent) && at !== parent.condition) return true;
    if (ts.isBinaryExpression(parent) && at === parent.right && (parent.operatorToken.kind === ts.SyntaxKind.AmpersandAmpersandToken || parent.operatorToken.kind === ts.SyntaxKind.BarBarToken || parent.operatorToken.kind === ts.SyntaxKind.QuestionQuestionToken)) return true;
    if (ts.isCaseOrDefaultClause(parent) || ts.isCatchClause(parent)) return true;
    if (ts.isBlock(parent) && parent.statements.some((statement) => statement.end <= at.pos && endsEarly(statement))) return true;
  }
  return false;
}

function endsEarly(statement: ts.Statement): boolean {
  if (!ts.isIfStatement(statement)) return false;
  let ends = false;
  walk(statement, (node) => {
    if (ts.isReturnStatement(node)) ends = true;
    return !isFunctionNode(node);
  });
  return ends;
}

/** Channels whose calls do not leave the process: nothing that a caller would wait for. */
const STAYS_INSIDE: ReadonlySet<Channel> = new Set(['memory', 'event', 'editor']);

export function findReach(facts: Facts, call: CallLike): readonly Reached[] {
  const use = facts.operationOf(call);
  if (use) return STAYS_INSIDE.has(use.operation.channel) ? [] : [{ use, path: [call], fedBy: undefined, loops: [], conditional: false }];
  return facts.calleesOf(call).flatMap((callee) =>
    facts.summaryOf(callee).reached
      .filter((inside) => inside.path.length < MAX_DEPTH)
      .map((inside) => ({ use: inside.use, path: [call, ...inside.path], fedBy: inside.parameters, loops: inside.loops, conditional: inside.conditional })),
  );
}

/** The functions of the project a call runs: the one its callee evaluates to, or a class's constructor. */
export function findCallees(facts: Facts, call: CallLike): readonly FunctionNode[] {
  const callee = unwrap(calleeOf(call));
  const value = facts.valueOf(callee);
  if (value?.kind === 'function') return [value.node];
  if (value?.kind === 'class' && ts.isNewExpression(call)) {
    const constructor = value.node.members.find((member) => ts.isConstructorDeclaration(member) && member.body !== undefined);
    return constructor && isFunctionNode(constructor) ? [constructor] : [];
  }
  return [];
}
