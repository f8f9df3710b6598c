import { ts } from 'ts-morph';
import type { Facts } from '../../../facts/facts.js';
import { isCollecting } from '../../../facts/holders.js';
import { memberName } from '../../../facts/members.js';
import { insertion } from '../../../syntax/edits.js';
import { indentOf, lineBreakOf, removalOf } from '../../../syntax/layout.js';
import { isFunctionNode, mentions, unwrap, walk } from '../../../syntax/nodes.js';
import type { FixProposal } from '../../rule.js';
import type { Leak } from '../leak.js';
import { outermost } from './release-code.js';

/** What is dropped goes to what disposes of such things already: `this._register(…)`, `this.disposables.push(…)`, `context.subscriptions.push(…)`. */
export function ownerFix(facts: Facts, leak: Leak): FixProposal | undefined {
  const outer = outermost(leak.use.call);
  const { methods } = leak.use.acquisition.release;
  if (leak.reason.kind !== 'dropped' || leak.owner.promise || !ts.isExpressionStatement(outer.parent)) return undefined;
  const { node } = leak.owner;
  const combined = methods?.includes('dispose') ? combinedFix(leak, outer.parent) : undefined;
  if (combined) return combined;
  const call = methods?.includes('dispose') || methods?.includes('unsubscribe') ? (ts.isClassLike(node) ? registerCall(facts, leak, node) ?? collectionCall(leak, node) ?? baseCollection(facts, leak, node) : undefined) ?? contextAround(leak) : undefined;
  if (call === undefined) return undefined;
  const file = outer.getSourceFile();
  return { title: `Hand it to \`${call.replace(/\.(?:push|add)$/, '')}\``, differs: [], edits: [insertion(file, outer.getStart(), `${call}(`), insertion(file, outer.end, ')')] };
}

/** `this.disposable = Disposable.from(…)` in the next statement takes one more. */
function combinedFix({ owner }: Leak, statement: ts.ExpressionStatement): FixProposal | undefined {
  const block = statement.parent;
  if (!ts.isBlock(block)) return undefined;
  const at = block.statements.indexOf(statement);
  for (const each of [block.statements[at + 1], block.statements[at - 1]]) {
    const set = each && ts.isExpressionStatement(each) && ts.isBinaryExpression(each.expression) ? each.expression : undefined;
    const call = set && ts.isCallExpression(set.right) ? set.right : undefined;
    const last = call?.arguments.at(-1);
    const field = set && ts.isPropertyAccessExpression(set.left) && set.left.expression.kind === ts.SyntaxKind.ThisKeyword ? set.left.name.text : undefined;
    if (!call || !last || field === undefined || !/(?:^|\.)(?:from|combinedDisposable)$/.test(call.expression.getText()) || !owner.teardowns?.some((teardown) => mentions(teardown, field))) continue;
    const file = statement.getSourceFile();
    const text = statement.expression.getText();
    const gone = removalOf(statement);
    // The first of its block leaves no empty line.
    const after = at === 0 ? /^(?:[ \t]*\r?\n)(?=[ \t]*\r?\n)|^\r?\n[ \t]*(?=\r?\n)/.exec(file.text.slice(gone.end))?.[0].length ?? 0 : 0;
    const isBroken = file.text.slice(call.arguments.pos, last.getStart()).includes('\n');
    const added = insertion(file, last.end, isBroken ? `,${lineBreakOf(file)}${indentOf(last)}${text}` : `, ${text}`);
    return text.includes('\n') ? undefined : { title: `Hand it to \`this.${field}\``, differs: [], edits: [{ path: file.fileName, start: gone.start, end: gone.end + after, newText: '' }, added] };
  }
  return undefined;
}

function registerCall(facts: Facts, { use }: Leak, node: ts.ClassLikeDeclaration): string | undefined {
  const taker = use.acquisition.release.methods?.includes('dispose') ? ['_register', 'register'].find((each) => facts.memberOf({ kind: 'instance', node }, each)?.kind === 'function') : undefined;
  return taker === undefined ? undefined : `this.${taker}`;
}

/** A collection of the object that takes such things elsewhere in the class, and that its teardown names. */
function collectionCall({ owner, use }: Leak, node: ts.ClassLikeDeclaration): string | undefined {
  let found: string | undefined;
  walk(node, (each) => {
    if (found !== undefined || !ts.isCallExpression(each)) return found === undefined;
    const callee = unwrap(each.expression);
    if (!ts.isPropertyAccessExpression(callee) || !/^(?:push|add)$/.test(callee.name.text) || !isCollecting(callee, callee.name.text)) return true;
    const field = unwrap(callee.expression);
    if (!ts.isPropertyAccessExpression(field) || field.expression.kind !== ts.SyntaxKind.ThisKeyword) return true;
    if (takesSuch(use, field.name.text) && owner.teardowns?.some((teardown) => mentions(teardown, field.name.text))) found = `${field.getText()}.${callee.name.text}`;
    return found === undefined;
  });
  return found;
}

/** RxJS ends by `unsubscribe`, editors by `dispose`: one collection does not take the other's. */
function takesSuch(use: Leak['use'], field: string): boolean {
  return /sub/i.test(field) ? use.acquisition.release.methods?.includes('unsubscribe') === true || /subscriptions/i.test(field) : use.acquisition.release.methods?.includes('dispose') === true;
}

/** A list of disposables that the base class declares and disposes of. */
function baseCollection(facts: Facts, { owner, use }: Leak, node: ts.ClassLikeDeclaration): string | undefined {
  const base = owner.teardowns?.find((each) => each.parent !== node)?.parent;
  if (!base || !ts.isClassLike(base) || !use.acquisition.release.methods?.includes('dispose')) return undefined;
  const field = base.members.find((each) => {
    const name = each.name ? memberName(each.name) : undefined;
    const list = ts.isPropertyDeclaration(each) && (/Disposable(?:\[\]|>)/.test(each.type?.getText() ?? '') || (each.initializer !== undefined && /Disposable/.test(each.type?.getText() ?? '')));
    const isOpen = ts.canHaveModifiers(each) && !ts.getModifiers(each)?.some((modifier) => modifier.kind === ts.SyntaxKind.PrivateKeyword);
    const isDisposed = owner.teardowns?.some((teardown) => name !== undefined && mentions(teardown, name)) === true;
    return list && isOpen && isDisposed && ts.isPropertyDeclaration(each) && each.initializer !== undefined;
  });
  return field?.name && facts.memberOf({ kind: 'instance', node }, memberName(field.name) ?? '') !== undefined ? `this.${memberName(field.name)}.push` : undefined;
}

/** `context.subscriptions` of a function around that is given the context of an extension. */
function contextAround({ use }: Leak): string | undefined {
  if (!use.acquisition.release.methods?.includes('dispose')) return undefined;
  for (let at: ts.Node = use.call; at.parent; at = at.parent) {
    if (!isFunctionNode(at)) continue;
    const found = at.parameters.find((each) => each.type !== undefined && /(?:^|\.)ExtensionContext$/.test(each.type.getText()));
    if (found && ts.isIdentifier(found.name)) return `${found.name.text}.subscriptions.push`;
  }
  return undefined;
}

