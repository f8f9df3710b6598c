import { ts } from 'ts-morph';
import { insertion, replacement, tryAround } from '../../../syntax/edits.js';
import { statementEnd } from '../../../syntax/layout.js';
import type { Facts } from '../../../facts/facts.js';
import { importedAs } from '../../../syntax/imports.js';
import { enclosingFunction, isFunctionNode, statementOf, unwrap, wrapped } from '../../../syntax/nodes.js';
import type { FixProposal } from '../../rule.js';
import type { Leak } from '../leak.js';
import { isAsync } from './effect-fix.js';
import { freshName } from './names.js';

/** `createReadStream(path).pipe(answer)` as a `pipeline`, which closes the file when the answer is cut short. */
export function pipelineFix(leak: Leak): readonly FixProposal[] {
  const targets: ts.Expression[] = [];
  let at: ts.Node = wrapped(leak.use.call);
  while (ts.isPropertyAccessExpression(at.parent) && at.parent.name.text === 'pipe' && ts.isCallExpression(at.parent.parent) && at.parent.parent.expression === at.parent) {
    const [target, options] = at.parent.parent.arguments;
    if (!target || options || ts.isSpreadElement(target)) return [];
    targets.push(target);
    at = at.parent.parent;
  }
  const pipeline = importedAs(leak.use.call, 'pipeline', ['node:stream', 'stream']);
  if (targets.length === 0 || !ts.isExpressionStatement(at.parent) || !pipeline) return [];
  const text = `${pipeline.text}(${[leak.use.call, ...targets].map((each) => each.getText()).join(', ')}, () => {})`;
  return [{ title: 'Connect the two with `pipeline`', differs: ['an error of either ends the other instead of the process'], edits: [...pipeline.edits, replacement(at, text)] }];
}

/** A stream that is opened inside the call that is to read it gets a name, and is destroyed when the call has ended. */
export function namedStreamFix(facts: Facts, leak: Leak): readonly FixProposal[] {
  const { call } = leak.use;
  const statement = statementOf(call);
  const around = enclosingFunction(call);
  if (!statement || !around || around !== enclosingFunction(statement) || !isAsync(around) || !ts.isBlock(statement.parent) || isUnderCondition(call, statement)) return [];
  const end = statementEnd(statement.getSourceFile());
  const name = freshName(facts, around, 'stream');
  const declared = `const ${name} = ${call.getText()}${end}`;
  const tail = ['} finally {', ` ${name}.destroy()${end}`, '}'];
  // What it declares is needed by what follows.
  const last = ts.isVariableStatement(statement) ? statement.parent.statements.at(-1) ?? statement : statement;
  const edits = tryAround(statement, last, [declared], tail);
  const returned = ts.isReturnStatement(statement) && statement.expression && !ts.isAwaitExpression(unwrap(statement.expression)) ? [insertion(statement.getSourceFile(), statement.expression.getStart(), 'await ')] : [];
  if (call.getText().includes('\n')) return [];
  return [{ title: 'Destroy it when the call has ended', differs: ['what would still read it after the call has ended is cut off'], edits: [...edits, replacement(call, name), ...returned] }];
}

/** A file that may not be opened at all. */
function isUnderCondition(call: ts.Node, statement: ts.Statement): boolean {
  for (let at = call; at !== statement; at = at.parent) {
    if (isFunctionNode(at) || (ts.isConditionalExpression(at.parent) && at.parent.condition !== at)) return true;
    if (ts.isBinaryExpression(at.parent) && at.parent.right === at && /^(?:&&|\|\||\?\?)$/.test(at.parent.operatorToken.getText())) return true;
  }
  return ts.isIfStatement(statement) || ts.isIterationStatement(statement, false);
}
