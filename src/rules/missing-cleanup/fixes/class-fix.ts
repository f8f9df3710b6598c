import { ts } from 'ts-morph';
import type { TextEdit } from '../../../core/finding.js';
import type { Facts } from '../../../facts/facts.js';
import { memberName } from '../../../facts/members.js';
import { isModuleScoped } from '../../../facts/module-scope.js';
import { insertion, linesBelowComment } from '../../../syntax/edits.js';
import { statementEnd } from '../../../syntax/layout.js';
import { argumentsOf, calleeName, enclosingClass, isWithin, nameOfAccess, statementOf, unwrap, walk } from '../../../syntax/nodes.js';
import type { FixProposal } from '../../rule.js';
import type { Leak } from '../leak.js';
import { fieldEdits, fieldName } from './class-field.js';
import { fieldListener } from './field-listener.js';
import { REPLACES } from './hoisted-handle.js';
import { handleName } from './names.js';
import { ownerFix } from './owner-fix.js';
import { handleType, isKnownAt, isRegistration, isTimed, namedRemoval, outermost, releaseOf, saysOf } from './release-code.js';
import { teardownPlace, type TeardownPlace } from './teardown-member.js';
import { untilDestroyed } from './until-destroyed.js';

/** Releases in the member that ends the object or component, or hands the resource to what the class already disposes of. */
export function classFixes(facts: Facts, leak: Leak): readonly FixProposal[] {
  const { owner, holder } = leak;
  const { node } = owner;
  if (!ts.isClassLike(node) && !ts.isObjectLiteralExpression(node)) return [];
  const ending = untilDestroyed(facts, leak) ?? ownerFix(facts, leak);
  if (ending) return [ending];
  const place = teardownPlace(facts, leak);
  if (!place) return [];
  if (isRegistration(leak)) return registrationFix(facts, leak, place);
  if (holder?.form === 'field') return fieldFix(leak, place);
  if (holder?.form === 'local') return moduleVariable(leak, place);
  return holder || !ts.isClassLike(node) ? [] : keepHandle(facts, leak, node, place);
}

/** After these an object is not used again; `close` and `stop` may be followed by another `open`. */
const FINAL = /^_?(?:dispose\w*|\w*destroy|\[Symbol\.\w+\]|unmount|teardown|\w*Unmount\w*|\w*[dD]estroy\w*|disconnectedCallback)$/i;

function proposal(leak: Leak, place: TeardownPlace, code: string, edits: readonly TextEdit[], differs: readonly string[] = []): readonly FixProposal[] {
  const says = saysOf(leak, `in \`${place.name}\``);
  const end = statementEnd(leak.use.call.getSourceFile());
  const goesOn = isConstruction(leak.owner.member) && leak.owner.lifecycle === undefined && !FINAL.test(place.name) ? [`an object that is used again after \`${place.name}\` does without it`] : [];
  return [{ ...says, differs: [...says.differs, ...goesOn, ...differs], edits: [...edits, ...place.with([`${code}${end}`])] }];
}

function registrationFix(facts: Facts, leak: Leak, place: TeardownPlace): readonly FixProposal[] {
  const { receiver, acquisition, call } = leak.use;
  const kept = acquisition.kind === 'observer' ? keptField(facts, leak) : undefined;
  if (kept !== undefined) return proposal(leak, place, `${kept}?.${acquisition.release.methods?.[0] ?? 'disconnect'}()`, []);
  const known = (each: ts.Expression | undefined): boolean => each === undefined || isOfObject(facts, leak, each);
  if (!known(receiver)) return [];
  const [event, listener] = argumentsOf(call);
  const named = acquisition.kind === 'observer' || known(listener) ? namedRemoval(facts, leak) : undefined;
  if (named !== undefined) return known(acquisition.kind === 'observer' ? undefined : event) ? proposal(leak, place, named, []) : [];
  const field = known(event) ? fieldListener(facts, leak) : undefined;
  return field ? proposal(leak, place, field.code, field.edits, field.differs) : [];
}

/** `this.observer = observer`: the field a local is put in. */
function keptField(facts: Facts, { use }: Leak): string | undefined {
  const receiver = use.receiver && unwrap(use.receiver);
  const declaration = receiver && ts.isIdentifier(receiver) ? facts.declarationOf(receiver) : undefined;
  const set = declaration && facts.referencesOf(declaration).map((each) => each.parent).find((each) => ts.isBinaryExpression(each) && each.operatorToken.kind === ts.SyntaxKind.EqualsToken && ts.isPropertyAccessExpression(each.left) && each.left.expression.kind === ts.SyntaxKind.ThisKeyword);
  return set && ts.isBinaryExpression(set) ? set.left.getText() : undefined;
}

/** Means the same in another member: `this` of the object, or declared outside of the class. */
function isOfObject(facts: Facts, { owner }: Leak, expression: ts.Expression): boolean {
  let root = unwrap(expression);
  while (ts.isPropertyAccessExpression(root)) root = unwrap(root.expression);
  if (root.kind === ts.SyntaxKind.ThisKeyword) return !ts.isClassLike(owner.node) || enclosingClass(root) === owner.node;
  return isKnownAt(facts, root, owner.node);
}

function fieldFix(leak: Leak, place: TeardownPlace): readonly FixProposal[] {
  const name = leak.holder?.key.slice(leak.holder.key.lastIndexOf('.') + 1) ?? '';
  const code = /^[\w$#]+$/.test(name) ? releaseOf(leak, `this.${name}`, isOptional(leak, name)) : undefined;
  return code === undefined ? [] : proposal(leak, place, code, []);
}

/** A variable beside the component that every one of its lives sets anew. */
function moduleVariable(leak: Leak, place: TeardownPlace): readonly FixProposal[] {
  const { holder, use } = leak;
  const statement = statementOf(use.call);
  if (!holder?.declaration || !statement || !isModuleScoped(holder.declaration) || use.acquisition.release.functions === undefined) return [];
  const code = releaseOf(leak, holder.node.getText());
  const end = statementEnd(statement.getSourceFile());
  return code === undefined ? [] : proposal(leak, place, code, [linesBelowComment(statement, [`${code}${end}`])], ['a second one ends the first']);
}

function isOptional({ owner, holder }: Leak, name: string): boolean {
  if (!ts.isClassLike(owner.node) || (holder && ts.isPropertyDeclaration(holder.node.parent))) return !ts.isClassLike(owner.node);
  const field = owner.node.members.find((each) => ts.isPropertyDeclaration(each) && each.name !== undefined && memberName(each.name) === name);
  if (!field || !ts.isPropertyDeclaration(field)) return true;
  if (field.initializer) return field.initializer.kind === ts.SyntaxKind.NullKeyword;
  const always = isConstruction(owner.member);
  return field.questionToken !== undefined || /\b(?:undefined|null)\b/.test(field.type?.getText() ?? '') || !(always || field.exclamationToken);
}

function isConstruction(member: ts.Node | undefined): boolean {
  return member !== undefined && (ts.isConstructorDeclaration(member) || ts.isPropertyDeclaration(member));
}

/** What was dropped gets a field. */
function keepHandle(facts: Facts, leak: Leak, node: ts.ClassLikeDeclaration, place: TeardownPlace): readonly FixProposal[] {
  const { use, owner } = leak;
  const outer = outermost(use.call);
  const wanted = handleName(leak);
  const type = handleType(leak);
  const statement = statementOf(use.call);
  if (leak.reason.kind !== 'dropped' || wanted === undefined || type === undefined || !statement || !ts.isExpressionStatement(outer.parent) || outer.parent !== statement || inLoop(statement, owner.inner)) return [];
  const name = fieldName(facts, node, wanted);
  const code = releaseOf(leak, `this.${name}`, true);
  if (code === undefined) return [];
  const end = statementEnd(node.getSourceFile());
  const again = !isOncePerLife(leak) && !startsItself(leak);
  const edits = [...fieldEdits(node, name, { type }), ...(again ? [linesBelowComment(statement, [`${code}${end}`])] : []), insertion(node.getSourceFile(), outer.getStart(), `this.${name} = `)];
  return proposal(leak, place, code, edits, again ? [isTimed(leak) ? REPLACES : 'a second one ends the first'] : []);
}

function inLoop(statement: ts.Node, until: ts.Node): boolean {
  for (let at: ts.Node = statement; at !== until && at.parent; at = at.parent) if (ts.isIterationStatement(at, false)) return true;
  return false;
}

/** The constructor, or a member that begins the object's life and is not called for its changes. */
export function isOncePerLife({ owner }: Leak): boolean {
  if (owner.repeated || !owner.member) return false;
  if (ts.isConstructorDeclaration(owner.member) || ts.isPropertyDeclaration(owner.member)) return true;
  const name = owner.member.name ? memberName(owner.member.name) ?? '' : '';
  return owner.setup === true && !/update|change|check|render/i.test(name);
}

/** A timer whose callback calls the member that sets it: one is due at a time. */
function startsItself({ owner, use }: Leak): boolean {
  const name = owner.member?.name ? memberName(owner.member.name) : undefined;
  const [callback] = argumentsOf(use.call);
  let found = false;
  if (callback && name !== undefined) {
    walk(callback, (node) => {
      if (ts.isCallExpression(node) && calleeName(node) === name) found = true;
      return !found;
    });
    found ||= nameOfAccess(unwrap(callback)) === name;
  }
  return found && isWithin(use.call, owner.member ?? owner.node);
}
