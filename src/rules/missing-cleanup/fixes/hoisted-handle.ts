import { ts } from 'ts-morph';
import type { TextEdit } from '../../../core/finding.js';
import type { Facts } from '../../../facts/facts.js';
import { insertion, linesAfter, linesBefore, linesBelowComment } from '../../../syntax/edits.js';
import { statementEnd } from '../../../syntax/layout.js';
import { awaitOf, enclosingFunction, isFunctionNode, isJavaScript, isWithin, nameOfAccess, statementOf, unwrap, walkOwn, wrapped } from '../../../syntax/nodes.js';
import type { Leak } from '../leak.js';
import { freshName, handleName } from './names.js';
import { handleType, isTimed, outermost, releaseOf, type ReleaseCode } from './release-code.js';

/** What a second acquisition means where there is one name for all. */
export const REPLACES = 'one that starts while another is due takes its place';
const ENDS_EARLIER = 'a second one ends the first';

/**
 * A variable in front of a statement that the acquisition within it sets, so that code after the statement can release it.
 * @param again the acquisition may run more than once while the variable lives
 */
export function hoistedHandle(facts: Facts, leak: Leak, anchor: ts.Statement, again: boolean): ReleaseCode | undefined {
  const { call } = leak.use;
  const wanted = handleName(leak);
  const type = handleType(leak);
  const statement = statementOf(call);
  if (wanted === undefined || type === undefined || !statement || inLoop(statement, anchor) || awaitOf(call)) return undefined;
  const file = call.getSourceFile();
  const end = statementEnd(file);
  const held = leak.holder?.node.getText();
  const name = freshName(facts, leak.owner.node, held === undefined ? wanted : `current${held.charAt(0).toUpperCase()}${held.slice(1)}`);
  const code = releaseOf(leak, name, true);
  const set = settingOf(leak, statement, name, end);
  if (code === undefined || !set) return undefined;
  const late = isLate(call, anchor);
  const over = late ? freshName(facts, leak.owner.node, 'cancelled') : undefined;
  if (over !== undefined && !ts.isBlock(statement.parent)) return undefined;
  const declared = [`let ${name}${isJavaScript(file) ? '' : `: ${type} | undefined`}${end}`, ...(over === undefined ? [] : [`let ${over} = false${end}`])];
  const first = [...(over === undefined ? [] : [`if (${over}) return${end}`]), ...(again ? [`${code}${end}`] : [])];
  return {
    code, ...(over === undefined ? {} : { first: `${over} = true` }),
    edits: [linesBefore(anchor, declared), ...(first.length > 0 ? [linesBelowComment(statement, first)] : []), ...set],
    differs: again ? [isTimed(leak) ? REPLACES : ENDS_EARLIER] : [],
  };
}

/** `timeout = ` before the call, or after what has a name already: `timeout = id`. */
function settingOf({ use, holder }: Leak, statement: ts.Statement, name: string, end: string): readonly TextEdit[] | undefined {
  const outer = outermost(use.call);
  if (!holder) return ts.isExpressionStatement(outer.parent) ? [insertion(use.call.getSourceFile(), outer.getStart(), `${name} = `)] : undefined;
  const declares = ts.isVariableStatement(statement) && ts.isIdentifier(holder.node) && holder.declaration && isWithin(holder.declaration, statement);
  return declares ? [linesAfter(statement, [`${name} = ${holder.node.getText()}${end}`])] : undefined;
}

function inLoop(statement: ts.Node, anchor: ts.Node): boolean {
  for (let at: ts.Node = statement; at !== anchor.parent; at = at.parent) {
    if (isFunctionNode(at)) return false;
    if (ts.isIterationStatement(at, false)) return true;
  }
  return false;
}

/** Reached only after something was waited for: the owner may have ended by then. */
function isLate(call: ts.Node, anchor: ts.Node): boolean {
  for (let at = enclosingFunction(call); at && isWithin(at, anchor); at = enclosingFunction(at)) {
    let waits = false;
    if (at.body) walkOwn(at.body, (node) => { if (ts.isAwaitExpression(node) && node.pos < call.pos) waits = true; });
    const parent = wrapped(at).parent;
    const then = ts.isCallExpression(parent) && parent.expression !== wrapped(at) && /^(?:then|catch|finally)$/.test(nameOfAccess(unwrap(parent.expression)) ?? '');
    if (waits || then) return true;
  }
  return false;
}
