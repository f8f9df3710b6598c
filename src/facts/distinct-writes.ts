import { ts } from 'ts-morph';
import { argumentsOf, calleeOf, isCallLike, unwrap, walk } from '../syntax/nodes.js';
import type { AwaitedWork } from './await-steps.js';
import type { Facts } from './facts.js';

/** Writes that leave the same state however often and in whatever order they run, as long as their targets differ. */
const IDEMPOTENT = /^(?:mkdir|mkdirp|mkdirs|ensureDir|ensureFile|writeFile|outputFile|outputJson|outputJSON|writeJson|writeJSON|copyFile|rm|rmdir|unlink|remove|invalidate|revalidate|purge|evict|del)(?:Async)?$/;

/** Whether two writes are the same idempotent operation on targets that the code shows to be different. */
export function visiblyDistinctWrites(facts: Facts, a: AwaitedWork, b: AwaitedWork): boolean {
  const [one, other] = [unwrap(a.operand), unwrap(b.operand)];
  if (!isCallLike(one) || !isCallLike(other)) return false;
  if (calleeOf(one).getText() !== calleeOf(other).getText()) return false;
  if (!isIdempotent(a) || !isIdempotent(b)) return false;
  const [first, second] = [argumentsOf(one)[0], argumentsOf(other)[0]];
  return first !== undefined && second !== undefined && namesApart(facts, first, second);
}

function isIdempotent(work: AwaitedWork): boolean {
  const { uses } = work.effect;
  return uses.length > 0 && uses.every((use) => use.operation.effect === 'read' || (use.operation.channel === 'fs' && !use.operation.ordered && IDEMPOTENT.test(use.method)));
}

/** Two targets made of different literal text, none of which could be a part of the other. */
function namesApart(facts: Facts, a: ts.Expression, b: ts.Expression): boolean {
  const [one, other] = [literalsOf(facts, a), literalsOf(facts, b)];
  const [last, otherLast] = [one.at(-1), other.at(-1)];
  if (last === undefined || otherLast === undefined || one.length !== other.length) return false;
  return last !== otherLast && !last.startsWith(otherLast) && !otherLast.startsWith(last);
}

function literalsOf(facts: Facts, expression: ts.Expression): readonly string[] {
  const literals: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isStringLiteralLike(node) || ts.isTemplateHead(node) || ts.isTemplateMiddle(node) || ts.isTemplateTail(node)) {
      if (node.text !== '') literals.push(node.text);
    } else if (ts.isIdentifier(node)) {
      const declaration = facts.declarationOf(node);
      const initializer = declaration && ts.isVariableDeclaration(declaration) ? declaration.initializer : undefined;
      if (initializer && !ts.isAwaitExpression(initializer)) literals.push(...literalsDirectlyIn(initializer));
    }
  };
  visit(expression);
  walk(expression, visit);
  return literals;
}

function literalsDirectlyIn(node: ts.Node): readonly string[] {
  const literals: string[] = [];
  const visit = (each: ts.Node): void => {
    if ((ts.isStringLiteralLike(each) || ts.isTemplateTail(each)) && each.text !== '') literals.push(each.text);
  };
  visit(node);
  walk(node, visit);
  return literals;
}
