import { ts } from 'ts-morph';
import { isRareAction } from '../knowledge/rare-actions.js';
import { isFunctionNode, wrapped } from '../syntax/nodes.js';
import { namedEffect, wordsOf } from './call-names.js';

/** The name of the function, class, route or mutation around a node that says the work is done now and then only. */
export function rareAction(node: ts.Node): ts.Node | undefined {
  for (let at = node.parent; at; at = at.parent) {
    if (!isFunctionNode(at) && !ts.isClassLike(at)) continue;
    const name = intentNode(at);
    if (!name) continue;
    // What only looks something up may be asked for by anybody: `getMembers` of `RemoveMemberService`.
    if (namedEffect(name.text) === 'read') return undefined;
    if (isRareAction(wordsOf(name.text))) return name;
  }
  return undefined;
}

/** The function's own name, or what the calls around it make of it is called: `deleteTeam: procedure.mutation(async () => …)`. */
function intentNode(node: ts.Node): ts.Identifier | undefined {
  const own = (node as { name?: ts.Node }).name;
  if (own) return ts.isIdentifier(own) ? own : undefined;
  let at = wrapped(node);
  while (ts.isCallExpression(at.parent) || ts.isPropertyAccessExpression(at.parent)) at = wrapped(at.parent);
  const { parent } = at;
  return (ts.isVariableDeclaration(parent) || ts.isPropertyAssignment(parent) || ts.isPropertyDeclaration(parent)) && ts.isIdentifier(parent.name) ? parent.name : undefined;
}
