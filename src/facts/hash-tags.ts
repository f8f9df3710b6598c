import { ts } from 'ts-morph';
import { argumentsOf } from '../syntax/nodes.js';
import type { Facts } from './facts.js';
import type { OperationUse } from './operations.js';
import { possibleValues } from './possible-values.js';

/** Whether a key says by its hash tag (`orders:{${id}}`) that each lies on a node of its own: no command takes several of them. */
export function hasOwnHashTag(facts: Facts, { call, operation }: OperationUse): boolean {
  return operation.channel === 'cache' && argumentsOf(call).some((argument) => possibleValues(facts, argument).some(isTagged));
}

function isTagged(node: ts.Expression): boolean {
  if (!ts.isTemplateExpression(node)) return false;
  return node.templateSpans.some((span, index) => {
    const before = index === 0 ? node.head.text : node.templateSpans[index - 1]?.literal.text ?? '';
    return before.endsWith('{') && span.literal.text.startsWith('}');
  });
}
