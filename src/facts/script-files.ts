import { ts } from 'ts-morph';
import { argumentsOf, calleeOf, isFunctionNode, nameOfAccess, plainText, unwrap, walk } from '../syntax/nodes.js';

/** Whether loading a file runs something to its end and then leaves the process: a script that somebody starts by hand. */
export function isRunOnce(file: ts.SourceFile): boolean {
  // Reading the text is cheaper than looking through the tree of every file.
  if (!file.text.includes('process.exit') || /\.listen\(/.test(file.text)) return false;
  return file.statements.some((each) => (ts.isExpressionStatement(each) || ts.isTryStatement(each) || ts.isIfStatement(each)) && exitsAtEnd(each));
}

/** `main().then(() => process.exit(0))`, `await main(); process.exit()`. Leaving after a failure is what servers do as well. */
function exitsAtEnd(statement: ts.Statement): boolean {
  let found = false;
  walk(statement, (node) => {
    if (found || ts.isCatchClause(node)) return false;
    if (ts.isCallExpression(node) && isExit(node)) found = true;
    return !isFunctionNode(node) || runsAtEnd(node);
  });
  return found;
}

/** A callback that is given what a finished call came to, or the function that is called where it is written. */
function runsAtEnd(node: ts.Node): boolean {
  let outer = node.parent;
  while (ts.isParenthesizedExpression(outer)) outer = outer.parent;
  if (!ts.isCallExpression(outer)) return false;
  if (unwrap(calleeOf(outer)) === node) return true;
  const callee = unwrap(outer.expression);
  const method = ts.isPropertyAccessExpression(callee) && ts.isCallExpression(unwrap(callee.expression)) ? nameOfAccess(callee) : undefined;
  return method === 'finally' || (method === 'then' && argumentsOf(outer)[0] === node);
}

function isExit(call: ts.CallExpression): boolean {
  const code = call.arguments[0];
  return plainText(call.expression) === 'process.exit' && (!code || plainText(code) === '0');
}
