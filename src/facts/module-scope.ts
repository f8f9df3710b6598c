import { ts } from 'ts-morph';
import { isPerInstance } from '../syntax/component-script.js';
import { isFunctionNode } from '../syntax/nodes.js';

/** Whether what stands here is made once, with its module: in no function and no class, nor in the script of a component. */
export function isModuleScoped(node: ts.Node): boolean {
  for (let at: ts.Node = node.parent; at; at = at.parent) if (isFunctionNode(at) || ts.isClassLike(at)) return false;
  return !isPerInstance(node);
}
