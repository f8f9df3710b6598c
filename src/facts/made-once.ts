import { ts } from 'ts-morph';
import { isFunctionNode, unwrap, walk } from '../syntax/nodes.js';
import type { Facts } from './facts.js';
import { isModuleScoped } from './module-scope.js';

/** Containers that make containers …: longer chains are not followed. */
const MAX_CONTAINERS = 4;

/**
 * Where the only object of a class is seen to be made: at the level of a module, in a static member that keeps it, or while
 * an object is constructed that is itself made once. Looked for in the class's own file and where the class gets its
 * constructor's parameters from: a container hands itself to what it makes.
 */
export function madeOnceAt(facts: Facts, node: ts.ClassLikeDeclaration, depth = 0): ts.Node | undefined {
  return facts.memo('made-once', node, () => findOnce(facts, node, depth), undefined);
}

function findOnce(facts: Facts, node: ts.ClassLikeDeclaration, depth: number): ts.Node | undefined {
  if (!node.name || depth > MAX_CONTAINERS) return undefined;
  const containers = givenClasses(facts, node);
  const files = new Set([node.getSourceFile(), ...containers.map((each) => each.getSourceFile())]);
  const made = [...files].flatMap((file) => constructionsIn(facts, file, node));
  const [only] = made;
  return only && made.length === 1 && isOnce(facts, only, depth) ? only : undefined;
}

/** Classes whose objects the constructor is given. */
function givenClasses(facts: Facts, node: ts.ClassLikeDeclaration): readonly ts.ClassLikeDeclaration[] {
  const constructor = node.members.find(ts.isConstructorDeclaration);
  return (constructor?.parameters ?? []).flatMap((each) => {
    const value = each.type && facts.typeValueOf(each.type);
    return value?.kind === 'instance' && value.node !== node ? [value.node] : [];
  });
}

function constructionsIn(facts: Facts, file: ts.SourceFile, node: ts.ClassLikeDeclaration): readonly ts.NewExpression[] {
  const found: ts.NewExpression[] = [];
  // Only names by which the class can be meant are asked about.
  walk(file, (each) => {
    if (!ts.isNewExpression(each) || !ts.isIdentifier(unwrap(each.expression))) return;
    const value = facts.valueOf(each.expression);
    if (value?.kind === 'class' && value.node === node) found.push(each);
  });
  return found;
}

function isOnce(facts: Facts, made: ts.NewExpression, depth: number): boolean {
  if (isModuleScoped(made) || isKeptByStatic(made)) return true;
  for (let at: ts.Node = made.parent; at; at = at.parent) {
    if (ts.isIterationStatement(at, false)) return false;
    if (ts.isConstructorDeclaration(at) || ts.isPropertyDeclaration(at)) return ts.isClassLike(at.parent) && madeOnceAt(facts, at.parent, depth + 1) !== undefined;
    if (isFunctionNode(at)) return false;
  }
  return false;
}

/** `static instance = new Store()`, `Store.instance ??= new Store()`: there is one place for it. */
function isKeptByStatic(made: ts.NewExpression): boolean {
  const { parent } = made;
  if (ts.isPropertyDeclaration(parent)) return (ts.getCombinedModifierFlags(parent) & ts.ModifierFlags.Static) !== 0;
  if (!ts.isBinaryExpression(parent) || parent.right !== made || !ts.isPropertyAccessExpression(parent.left)) return false;
  const holder = unwrap(parent.left.expression);
  return ts.isIdentifier(holder) && holder.text === enclosingName(made);
}

function enclosingName(node: ts.Node): string | undefined {
  for (let at = node.parent; at; at = at.parent) if (ts.isClassLike(at)) return at.name?.text;
  return undefined;
}
