import { ts } from 'ts-morph';
import type { Facts } from '../../facts/facts.js';
import { memberName } from '../../facts/members.js';
import { isJavaScript, wrapped } from '../../syntax/nodes.js';
import type { FixProposal } from '../rule.js';
import type { Leak } from './leak.js';
import { atStartOf, freshName, indentOf, insertion, layoutOf } from './layout.js';
import { releaseOf, removal } from './release-code.js';
import { NO_LONGER_DUE } from './wording.js';

/** Releases in the member that ends the object or component, or hands the resource to what the class already disposes of. */
export function classFixes(facts: Facts, leak: Leak): readonly FixProposal[] {
  const { owner, use } = leak;
  if (!(ts.isClassLike(owner.node) || ts.isObjectLiteralExpression(owner.node)) || leak.reason.kind === 'mismatch') return [];
  const owned = ts.isClassLike(owner.node) ? ownerCall(facts, leak, owner.node) : undefined;
  if (owned) return [owned];
  const teardown = owner.teardowns?.find((each) => each.parent === owner.node);
  const body = teardown && ts.isMethodDeclaration(teardown) ? teardown.body : undefined;
  if (!body) return [];
  const { semicolon } = layoutOf(body.getSourceFile());
  const name = (teardown?.name ? memberName(teardown.name) : undefined) ?? 'the teardown';
  const timed = use.acquisition.kind === 'timeout' || use.acquisition.kind === 'animation-frame';
  const says = { title: `${timed ? 'Cancel' : 'Release'} it in \`${name}\``, differs: timed ? [NO_LONGER_DUE] : [] };
  if (use.acquisition.release.receiver !== undefined || use.acquisition.heldBy === 'receiver') {
    const release = removal(facts, leak, false);
    return release && isOfObject(leak, release.code) ? [{ ...says, edits: [...release.edits, atStartOf(body, `${release.code}${semicolon}`)] }] : [];
  }
  if (leak.holder?.form === 'field') {
    const code = releaseOf(leak, `this.${leak.holder.key.slice(leak.holder.key.lastIndexOf('.') + 1)}`);
    return code === undefined ? [] : [{ ...says, edits: [atStartOf(body, `${isOptional(leak) ? code.replace(/^(this\.[\w$#]+)\./, '$1?.') : code}${semicolon}`)] }];
  }
  return ts.isClassLike(owner.node) ? keepTimer(facts, leak, owner.node, body, says) : [];
}

/** Names of locals mean nothing in another member. */
function isOfObject(leak: Leak, code: string): boolean {
  const root = code.split(/[.(]/)[0] ?? '';
  const listener = /\(.*?,\s*([\w$.]+)/.exec(code)?.[1];
  const target = leak.use.receiver;
  const isGlobal = target === undefined || leak.reach === 'lifelong';
  return (root === 'this' || isGlobal) && (listener === undefined || listener.startsWith('this.') || leak.use.acquisition.kind === 'observer');
}

function isOptional({ holder, owner }: Leak): boolean {
  const name = holder?.key.slice(holder.key.lastIndexOf('.') + 1);
  if (!ts.isClassLike(owner.node)) return true;
  const field = owner.node.members.find((each) => ts.isPropertyDeclaration(each) && memberName(each.name) === name);
  return !(field && ts.isPropertyDeclaration(field) && field.initializer !== undefined && field.initializer.kind !== ts.SyntaxKind.NullKeyword);
}

/** `this._register(…)` where the class or its base has it. */
function ownerCall(facts: Facts, leak: Leak, node: ts.ClassLikeDeclaration): FixProposal | undefined {
  const { use } = leak;
  const outer = wrapped(use.call);
  if (leak.reason.kind !== 'dropped' || !ts.isExpressionStatement(outer.parent) || !use.acquisition.release.methods?.includes('dispose')) return undefined;
  const taker = ['_register', 'register'].find((each) => facts.memberOf({ kind: 'instance', node }, each)?.kind === 'function');
  if (taker === undefined) return undefined;
  const file = node.getSourceFile();
  return { title: `Hand it to \`this.${taker}\``, differs: [], edits: [insertion(file, outer.getStart(), `this.${taker}(`), insertion(file, outer.end, ')')] };
}

/** A timer whose handle was dropped gets a field. */
function keepTimer(facts: Facts, leak: Leak, node: ts.ClassLikeDeclaration, body: ts.Block, says: Omit<FixProposal, 'edits'>): readonly FixProposal[] {
  const { use } = leak;
  const outer = wrapped(use.call);
  const { kind } = use.acquisition;
  if (leak.holder || (kind !== 'interval' && kind !== 'timeout') || !ts.isExpressionStatement(outer.parent) || leak.owner.repeated) return [];
  const file = node.getSourceFile();
  const { semicolon, newline } = layoutOf(file);
  const name = freshName(facts, node, kind === 'interval' ? 'interval' : 'timeout');
  const code = releaseOf(leak, `this.${name}`);
  const [first] = node.members;
  if (code === undefined || !first) return [];
  const type = use.text.startsWith('window.') ? 'number' : `ReturnType<typeof ${use.text}>`;
  const declaration = isJavaScript(file) ? `${name}${semicolon}` : `private ${name}: ${type} | undefined${semicolon}`;
  const edits = [insertion(file, first.getStart(), `${declaration}${newline}${indentOf(first)}`), insertion(file, outer.getStart(), `this.${name} = `), atStartOf(body, `${code}${semicolon}`)];
  return [{ ...says, edits }];
}
