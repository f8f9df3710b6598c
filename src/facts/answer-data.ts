import { ts } from 'ts-morph';
import { argumentsOf, isFunctionNode, propertyOf, unwrap, walk, wrapped, type CallLike } from '../syntax/nodes.js';
import type { Declaration } from './bindings.js';
import type { Facts } from './facts.js';
import { declaredNames, type Loop } from './loops.js';
import type { Reached } from './summaries.js';

/** Options by which a client hands over the answer as it came. */
const AS_IT_CAME = /^(?:stream|arraybuffer|blob|buffer|text|document)$/i;

/** Whether what a request brings back is read as data, of which one answer could hold many: not a file, a page or a mere status. */
export function isReadAsData(facts: Facts, { use, path }: Reached): boolean {
  if (use.library.parsesAnswers) return !argumentsOf(use.call).some(asksForFile);
  return path.some((call) => takesJson(facts, call));
}

function asksForFile(argument: ts.Expression): boolean {
  const object = unwrap(argument);
  const type = ts.isObjectLiteralExpression(object) ? propertyOf(object, 'responseType') : undefined;
  return type !== undefined && ts.isStringLiteralLike(unwrap(type)) && AS_IT_CAME.test((unwrap(type) as ts.StringLiteralLike).text);
}

/** `(await fetch(url)).json()`, `.then((response) => response.json())`, `const response = …; response.json()`. */
function takesJson(facts: Facts, call: CallLike): boolean {
  for (let at: ts.Node = call; at.parent && !ts.isStatement(at) && !isFunctionNode(at); at = at.parent) {
    const parent = wrapped(at).parent;
    if (ts.isPropertyAccessExpression(parent) && (parent.name.text === 'json' || (parent.name.text === 'then' && ts.isCallExpression(parent.parent) && parent.parent.arguments.some(callsJson)))) return true;
    if (ts.isVariableDeclaration(parent)) return declaredNames(parent).some((name) => facts.referencesOf(name).some((each) => isJsonOf(each)));
  }
  return false;
}

/** `response.json()`, `(response as Answer).json()`, `response.body.json()`, or handed on to a function that reads it. */
function isJsonOf(reference: ts.Identifier): boolean {
  let at: ts.Node = wrapped(reference);
  while (ts.isPropertyAccessExpression(at.parent) && at.parent.expression === at) {
    if (at.parent.name.text === 'json') return true;
    at = wrapped(at.parent);
  }
  return false;
}

function callsJson(callback: ts.Node): boolean {
  let found = false;
  walk(callback, (node) => {
    if (ts.isPropertyAccessExpression(node) && node.name.text === 'json') found = true;
    return !found;
  });
  return found;
}

/** Whether each element brings an address of its own, so that no service is known to have them all: `fetch(feed.url)`. */
export function hasOwnAddress(facts: Facts, { use, path }: Reached, loop: Loop | undefined): boolean {
  let declaration = originOf(facts, argumentsOf(use.call)[0]);
  // Through the functions on the way: what the parameter was given.
  for (let step = path.length - 1; step > 0; step--) {
    const owner = declaration && ts.isParameter(declaration) ? declaration.parent : undefined;
    const given = path[step - 1];
    const place = owner?.parameters.findIndex((each) => each === declaration) ?? -1;
    declaration = given && place >= 0 ? originOf(facts, argumentsOf(given)[place]) : undefined;
  }
  return declaration !== undefined && (loop?.elements.includes(declaration) ?? false);
}

/** `feed` of `feed.links.self`. */
function originOf(facts: Facts, expression: ts.Expression | undefined): Declaration | undefined {
  let root = expression && unwrap(expression);
  while (root && ts.isPropertyAccessExpression(root)) root = unwrap(root.expression);
  return root && ts.isIdentifier(root) ? facts.declarationOf(root) : undefined;
}
