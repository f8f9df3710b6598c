import { ts } from 'ts-morph';

const TESTS = /^(?:it|test|specify)$/;
const SUITES = /^(?:describe|suite|context)$/;

/**
 * Names of the test around a place, outermost suite first: `['sums', 'adds']`.
 * @param offset 0-based, in UTF-16 units
 * @returns `undefined` where the place is in no suite and no test, or a name around it is not a plain text
 */
export function testNamesAt(fileName: string, text: string, offset: number): readonly string[] | undefined {
  const file = ts.createSourceFile(fileName, text, ts.ScriptTarget.Latest, true);
  const names: (string | undefined)[] = [];
  const visit = (node: ts.Node): void => {
    if (offset < node.getStart(file) || offset > node.end) return;
    if (ts.isCallExpression(node) && isTest(node.expression)) names.push(nameOf(node));
    ts.forEachChild(node, visit);
  };
  visit(file);
  return names.length > 0 && names.every((each) => each !== undefined) ? names : undefined;
}

/** `it`, `test.only`, `describe.skip`, `t.test`, and `it.each(table)`, of which the call after it has the name. */
function isTest(callee: ts.Expression): boolean {
  if (ts.isIdentifier(callee)) return TESTS.test(callee.text) || SUITES.test(callee.text);
  if (ts.isPropertyAccessExpression(callee)) return callee.name.text === 'test' || (callee.name.text !== 'each' && isTest(callee.expression));
  return false;
}

function nameOf({ arguments: [name] }: ts.CallExpression): string | undefined {
  return name && ts.isStringLiteralLike(name) ? name.text : undefined;
}
