import { ts } from 'ts-morph';
import type { Facts } from '../../../facts/facts.js';
import { enclosingFunction, isFunctionNode, isWithin, statementOf, unwrap, walk, walkOwn } from '../../../syntax/nodes.js';
import type { TextEdit } from '../../../core/finding.js';
import { insertion, tryAfter } from '../../../syntax/edits.js';
import { statementEnd } from '../../../syntax/layout.js';
import type { FixProposal } from '../../rule.js';
import type { Leak } from '../leak.js';
import { addToFunction } from './cleanup-return.js';
import { isAsync } from './effect-fix.js';
import { catchFix, finallyFix } from './finally-fix.js';
import { hoistedHandle } from './hoisted-handle.js';
import { constantListener } from './inline-listener.js';
import { objectUrlFixes } from './object-url-fix.js';
import { ownerFix } from './owner-fix.js';
import { isRegistration, linesOf, namedHandle } from './release-code.js';
import { settledFixes } from './settled-fix.js';
import { namedStreamFix, pipelineFix } from './stream-fix.js';

/** What is acquired for one call: given back when the call is done, or handed to what outlives it. */
export function functionFixes(facts: Facts, leak: Leak): readonly FixProposal[] {
  const { use, reason } = leak;
  if (reason.kind === 'piped') return pipelineFix(leak);
  if (reason.kind === 'handed-over') return namedStreamFix(facts, leak);
  if (use.acquisition.kind === 'object-url') return objectUrlFixes(facts, leak);
  if (leak.owner.promise) return settledFixes(facts, leak);
  if (use.acquisition.kind === 'stream' && reason.kind === 'some-paths') return catchFix(leak);
  if (use.acquisition.everyPath || leak.holder?.form === 'local') return finallyFix(facts, leak);
  if (isRegistration(leak)) return removedAfter(facts, leak);
  const owned = ownerFix(facts, leak);
  return owned ? [owned] : atShutdown(facts, leak);
}

/** A listener on what was given, for as long as the function waits for something: removed in `finally`. */
function removedAfter(facts: Facts, leak: Leak): readonly FixProposal[] {
  const statement = statementOf(leak.use.call);
  const around = enclosingFunction(leak.use.call);
  if (!statement || !around || !isAsync(around) || !ts.isBlock(statement.parent) || leak.reason.kind !== 'inline') return [];
  const block = statement.parent;
  const waits = block.statements.slice(block.statements.indexOf(statement) + 1).some(hasAwait);
  const release = waits ? constantListener(facts, leak, statement) : undefined;
  const edits = release && tryAfter(statement, ['} finally {', ` ${release.code}${statementEnd(block.getSourceFile())}`, '}']);
  const waiting = block.statements.flatMap((each) => (each.pos > statement.pos ? waitedReturns(each) : []));
  return release && edits ? [{ title: 'Remove it in `finally`', differs: ['it is no longer called once the function has ended'], edits: [...release.edits, ...edits, ...waiting] }] : [];
}

/** `return response.text()`: the function ends with what it returns. */
function waitedReturns(statement: ts.Statement): readonly TextEdit[] {
  const edits: TextEdit[] = [];
  const look = (node: ts.Node): void => {
    if (ts.isReturnStatement(node) && node.expression && ts.isCallExpression(unwrap(node.expression))) edits.push(insertion(node.getSourceFile(), node.expression.getStart(), 'await '));
  };
  look(statement);
  walkOwn(statement, look);
  return edits;
}

function hasAwait(statement: ts.Statement): boolean {
  let found = false;
  walkOwn(statement, (node) => {
    if (ts.isAwaitExpression(node)) found = true;
    return !found;
  });
  return found;
}

const ENDS = /shutdown|teardown|dispos|cleanup|onClose/i;

/** The function says what is to happen at the end: this as well. */
function atShutdown(facts: Facts, leak: Leak): readonly FixProposal[] {
  const around = enclosingFunction(leak.use.call);
  if (!around?.body || !ts.isBlock(around.body) || leak.owner.repeated) return [];
  let callback: ts.ArrowFunction | ts.FunctionExpression | undefined;
  walk(around.body, (node) => {
    if (!ts.isCallExpression(node) || !ENDS.test(node.expression.getText()) || enclosingFunction(node) !== around) return;
    const given = node.arguments.map(unwrap).find((each) => ts.isArrowFunction(each) || ts.isFunctionExpression(each));
    if (given && isFunctionNode(given) && (ts.isArrowFunction(given) || ts.isFunctionExpression(given))) callback ??= given;
  });
  const anchor = around.body.statements.find((each) => isWithin(leak.use.call, each));
  if (!callback || !anchor || isWithin(callback, anchor)) return [];
  const release = anchor === statementOf(leak.use.call) ? namedHandle(facts, leak) : hoistedHandle(facts, leak, anchor, false);
  const edits = release && addToFunction(callback, linesOf(release));
  return release && edits ? [{ title: 'Release it with the rest at the end', differs: [], edits: [...release.edits, ...edits] }] : [];
}
