import { ts } from 'ts-morph';
import { argumentsOf, calleeOf, isCallLike, plainText, unwrap, walk } from '../syntax/nodes.js';
import type { AwaitedWork } from './await-steps.js';
import type { Facts } from './facts.js';

/** Writes that leave the same state however often and in whatever order they run, as long as their targets differ. */
const IDEMPOTENT = /^(?:mkdir|mkdirp|mkdirs|ensureDir|ensureFile|writeFile|outputFile|outputJson|outputJSON|writeJson|writeJSON|copyFile|rm|rmdir|unlink|remove|invalidate|revalidate|purge|evict|del)(?:Async)?$/;

/** Whether two writes are the same idempotent operation on targets that the code shows to be different. */
export function visiblyDistinctWrites(facts: Facts, a: AwaitedWork, b: AwaitedWork): boolean {
  const [one, other] = [unwrap(a.operand), unwrap(b.operand)];
  if (!isCallLike(one) || !isCallLike(other)) return false;
  if (plainText(calleeOf(one)) !== plainText(calleeOf(other))) return false;
  if (!isIdempotent(a) || !isIdempotent(b)) return false;
  const [left, right] = [argumentsOf(one), argumentsOf(other)];
  return left.length === right.length && left.some((argument, index) => {
    const counterpart = right[index];
    return counterpart !== undefined && (index === 0 || isCacheRemoval(a)) && namesApart(facts, argument, counterpart);
  });
}

function isIdempotent(work: AwaitedWork): boolean {
  const { uses } = work.effect;
  if (uses.length === 0) return isCacheRemoval(work);
  return uses.every((use) => use.operation.effect === 'read' || (use.operation.channel === 'fs' && !use.operation.ordered && IDEMPOTENT.test(use.method)));
}

/** `cache.remove('user', id)`: taking two entries out of a cache leaves neither, in whatever order. */
function isCacheRemoval(work: AwaitedWork): boolean {
  const call = unwrap(work.operand);
  return isCallLike(call) && /cache[\w$]*\??\.(?:remove|delete|del|invalidate|evict|purge)$/i.test(plainText(calleeOf(call)));
}

/** Two targets made of different literal text, none of which could be a part of the other. */
function namesApart(facts: Facts, a: ts.Expression, b: ts.Expression): boolean {
  const [one, other] = [literalsOf(facts, a, 0), literalsOf(facts, b, 0)];
  const [last, otherLast] = [one.at(-1), other.at(-1)];
  if (last === undefined || otherLast === undefined || one.length !== other.length) return false;
  return last !== otherLast && !last.startsWith(otherLast) && !otherLast.startsWith(last);
}

/** Names of constants are followed this far: a path is often joined in two or three steps. */
const MAX_STEPS = 4;

/** The literal text an expression is made of, in order, constants followed. */
function literalsOf(facts: Facts, expression: ts.Expression, depth: number): readonly string[] {
  const literals: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isStringLiteralLike(node) || ts.isTemplateHead(node) || ts.isTemplateMiddle(node) || ts.isTemplateTail(node)) {
      if (node.text !== '') literals.push(node.text);
    } else if (ts.isIdentifier(node) && depth < MAX_STEPS) {
      const declaration = facts.declarationOf(node);
      const initializer = declaration && ts.isVariableDeclaration(declaration) && !facts.isReassigned(declaration) ? declaration.initializer : undefined;
      if (initializer && !ts.isAwaitExpression(initializer)) literals.push(...literalsOf(facts, initializer, depth + 1));
    }
  };
  visit(expression);
  walk(expression, visit);
  return literals;
}
