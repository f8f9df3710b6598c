import { ts } from 'ts-morph';
import { walk } from '../syntax/nodes.js';
import type { Facts } from './facts.js';
import { pathRole } from './path-role.js';

/** Beyond this many the interface is a plug-in point, and no single body speaks for it. */
const MAX_IMPLEMENTATIONS = 3;

/** Classes of the project that implement an interface; stand-ins of tests are left out where there is a real one. */
export function findImplementations(facts: Facts, node: ts.InterfaceDeclaration): readonly ts.ClassLikeDeclaration[] {
  const found: ts.ClassLikeDeclaration[] = [];
  for (const path of facts.implementers.filesImplementing(node.name.text)) {
    if (pathRole(path) === 'test' || /(?:fake|mock|stub)/i.test(path.slice(path.lastIndexOf('/') + 1))) continue;
    const file = facts.fileAt(path);
    if (!file) continue;
    // A function that makes the class may stand around it.
    walk(file, (each) => {
      if (ts.isClassLike(each) && implementsInterface(facts, each, node)) found.push(each);
    });
  }
  return found.length <= MAX_IMPLEMENTATIONS ? found : [];
}

function implementsInterface(facts: Facts, candidate: ts.ClassLikeDeclaration, node: ts.InterfaceDeclaration): boolean {
  const clause = candidate.heritageClauses?.find((each) => each.token === ts.SyntaxKind.ImplementsKeyword);
  return clause?.types.some((type) => {
    const value = facts.typeValueOf(type);
    return value?.kind === 'shape' && value.node === node;
  }) ?? false;
}
