import { ts } from 'ts-morph';
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
    for (const statement of file?.statements ?? []) {
      if (ts.isClassDeclaration(statement) && implementsInterface(facts, statement, node)) found.push(statement);
    }
  }
  return found.length <= MAX_IMPLEMENTATIONS ? found : [];
}

function implementsInterface(facts: Facts, candidate: ts.ClassDeclaration, node: ts.InterfaceDeclaration): boolean {
  const clause = candidate.heritageClauses?.find((each) => each.token === ts.SyntaxKind.ImplementsKeyword);
  return clause?.types.some((type) => {
    const value = facts.typeValueOf(type);
    return value?.kind === 'shape' && value.node === node;
  }) ?? false;
}
