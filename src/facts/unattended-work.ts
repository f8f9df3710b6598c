import { ts } from 'ts-morph';
import { unattendedNames } from '../knowledge/unattended-names.js';
import { isFunctionNode, nameOfAccess, unwrap } from '../syntax/nodes.js';

/** What shows that code runs by itself, over everything there is, while nobody looks at a page of it. */
export interface UnattendedWork {
  readonly at: ts.Node | undefined;
  readonly text: string;
}

/** The job, schedule, worker or export a node belongs to, nearest sign first. */
export function unattendedWork(node: ts.Node, relativePath: string): UnattendedWork | undefined {
  for (let at = node.parent; at; at = at.parent) {
    if (!isFunctionNode(at) && !ts.isClassLike(at)) continue;
    if (ts.canHaveDecorators(at)) {
      const mark = (ts.getDecorators(at) ?? []).find((each) => unattendedNames.decorator.test(nameOfAccess(unwrap(ts.isCallExpression(each.expression) ? each.expression.expression : each.expression)) ?? ''));
      if (mark) return { at: mark, text: 'runs by itself, over everything there is' };
    }
    const name = nameNodeOf(at);
    if (name && unattendedNames.name.test(name.text)) return { at: name, text: `\`${name.text}\` is work that nobody pages through` };
  }
  const { folder, file, route } = unattendedNames;
  if ((folder.test(relativePath) && !route.test(relativePath)) || file.test(relativePath)) return { at: undefined, text: 'going by its path this is a job, worker or export' };
  return undefined;
}

function nameNodeOf(node: ts.Node): ts.Identifier | undefined {
  const named = (node as { name?: ts.Node }).name ?? (ts.isVariableDeclaration(node.parent) || ts.isPropertyAssignment(node.parent) || ts.isPropertyDeclaration(node.parent) ? node.parent.name : undefined);
  return named && ts.isIdentifier(named) ? named : undefined;
}
