import { ts } from 'ts-morph';
import { chainTop, nameOfAccess, unwrap, type CallLike } from '../syntax/nodes.js';
import type { Declaration } from './bindings.js';
import type { Facts } from './facts.js';

/** Names followed from a list to the query that read it. */
const MAX_STEPS = 4;

/** Members of a list that give the same elements, or some of them. */
const SAME_ELEMENTS = /^(?:filter|slice|sort|toSorted|reverse|toReversed)$/;

/** Where the rows of a list come from. */
export interface RowsSource {
  /** Names the rows go by, from the list that was asked about on. */
  readonly names: readonly Declaration[];
  /** The query that read them, the last call of its chain; `undefined` where somebody else did. */
  readonly query: CallLike | undefined;
}

/** Follows a list of rows through locals to the query that read it. */
export function rowsSourceOf(facts: Facts, list: ts.Expression): RowsSource {
  const names: Declaration[] = [];
  let at = unwrap(list);
  for (let step = 0; step < MAX_STEPS; step++) {
    if (ts.isAwaitExpression(at)) at = unwrap(at.expression);
    if (ts.isIdentifier(at)) {
      const declaration = facts.declarationOf(at);
      if (!declaration || facts.isReassigned(declaration)) return { names, query: undefined };
      names.push(declaration);
      if (!ts.isVariableDeclaration(declaration) || !ts.isIdentifier(declaration.name) || !declaration.initializer) return { names, query: undefined };
      at = unwrap(declaration.initializer);
    } else if (ts.isCallExpression(at) && ts.isPropertyAccessExpression(at.expression) && SAME_ELEMENTS.test(nameOfAccess(at.expression) ?? '') && !facts.operationOf(chainTop(at))) {
      at = unwrap(at.expression.expression);
    } else {
      const query = ts.isCallExpression(at) ? chainTop(at) : undefined;
      return { names, query: query && facts.operationOf(query)?.operation.effect === 'read' ? query : undefined };
    }
  }
  return { names, query: undefined };
}
