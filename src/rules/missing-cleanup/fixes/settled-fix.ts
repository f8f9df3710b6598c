import { ts } from 'ts-morph';
import type { TextEdit } from '../../../core/finding.js';
import type { Facts } from '../../../facts/facts.js';
import { insertion, linesBefore, replacement } from '../../../syntax/edits.js';
import { statementEnd } from '../../../syntax/layout.js';
import { calleeName, isFunctionNode, type FunctionNode, unwrap, wrapped } from '../../../syntax/nodes.js';
import type { FixProposal } from '../../rule.js';
import type { Leak } from '../leak.js';
import { blockBody, functionBody } from './cleanup-return.js';
import { freshName } from './names.js';
import { isConstant, releaseOf } from './release-code.js';

/** In the executor of a promise: releases whenever the promise is settled. */
export function settledFixes(facts: Facts, leak: Leak): readonly FixProposal[] {
  const { use, owner, holder } = leak;
  const executor = owner.promise ? executorAround(use.call) : undefined;
  if (!executor) return [];
  const observer = use.acquisition.kind === 'observer' ? observedBy(facts, use.receiver) : undefined;
  const code = observer?.code ?? (holder?.form === 'local' && isConstant(facts, leak) ? releaseOf(leak, holder.node.getText()) : undefined);
  const settling = executor.parameters.flatMap((each) => facts.referencesOf(each));
  if (code === undefined || settling.length === 0 || settling.some((each) => each.pos < use.call.pos && !observer)) return [];
  const edits: TextEdit[] = [...(observer?.edits ?? [])];
  for (const each of settling) {
    const edit = observer && !isInside(each, observer.callback) ? undefined : before(each, code);
    if (!edit) return [];
    edits.push(edit);
  }
  return [{ title: 'Release it when the promise is settled', differs: use.acquisition.kind === 'observer' ? [] : ['what it does after the promise is settled is broken off'], edits }];
}

function executorAround(node: ts.Node): FunctionNode | undefined {
  for (let at = node.parent; at; at = at.parent) {
    const call = isFunctionNode(at) ? wrapped(at).parent : undefined;
    if (call && isFunctionNode(at) && ts.isNewExpression(call) && calleeName(call) === 'Promise') return at;
  }
  return undefined;
}

interface Observed {
  readonly code: string;
  readonly edits: readonly TextEdit[];
  readonly callback: ts.Node;
}

/** `new MutationObserver((mutations) => …).observe(…)`: the callback is given the observer. */
function observedBy(facts: Facts, receiver: ts.Expression | undefined): Observed | undefined {
  const made = receiver && unwrap(receiver);
  const callback = made && ts.isNewExpression(made) && made.arguments?.[0] ? unwrap(made.arguments[0]) : undefined;
  if (!callback || !(ts.isArrowFunction(callback) || ts.isFunctionExpression(callback))) return undefined;
  const [entries, given] = callback.parameters;
  if (given) return ts.isIdentifier(given.name) ? { code: `${given.name.text}.disconnect()`, edits: [], callback } : undefined;
  const name = freshName(facts, callback, 'observer');
  if (!entries || callback.getText().trimStart().startsWith(entries.getText() + ' =>')) return undefined;
  return { code: `${name}.disconnect()`, edits: [insertion(callback.getSourceFile(), entries.end, `, ${name}`)], callback };
}

function isInside(node: ts.Node, around: ts.Node): boolean {
  return node.pos >= around.pos && node.end <= around.end;
}

/** In front of `resolve(value)`; an arrow that is only that gets a block. */
function before(settle: ts.Identifier, code: string): TextEdit | undefined {
  const call = settle.parent;
  if (!ts.isCallExpression(call) || call.expression !== settle) return undefined;
  const { parent } = wrapped(call);
  const end = statementEnd(call.getSourceFile());
  if (ts.isArrowFunction(parent)) return blockBody(parent, [code, call.getText()]);
  if (!ts.isExpressionStatement(parent)) return undefined;
  return ts.isBlock(parent.parent) ? linesBefore(parent, [`${code}${end}`]) : replacement(parent, functionBody(parent, [code, call.getText()]));
}
