import { ts } from 'ts-morph';
import type { TextEdit } from '../../../core/finding.js';
import type { Facts } from '../../../facts/facts.js';
import { majorVersion } from '../../../facts/project-settings.js';
import { insertion } from '../../../syntax/edits.js';
import { importedAs } from '../../../syntax/imports.js';
import { calleeName, isFunctionNode, nameOfAccess, receiverOf, unwrap, walk } from '../../../syntax/nodes.js';
import type { FixProposal } from '../../rule.js';
import type { Leak } from '../leak.js';
import { fieldEdits, fieldName } from './class-field.js';
import { outermost } from './release-code.js';

/** The first version of Angular that ends a subscription with what it was made for. */
const FIRST_WITH_OPERATOR = 16;

/** Ends a subscription with its component by an operator before `subscribe`: the one the class uses already, or Angular's own. */
export function untilDestroyed(facts: Facts, leak: Leak): FixProposal | undefined {
  const { owner, use } = leak;
  const callee = unwrap(use.call.expression);
  const angular = owner.lifecycle?.id === 'angular' || owner.lifecycle?.id === 'angular-service';
  if (!angular || !ts.isClassLike(owner.node) || leak.reason.kind !== 'dropped' || use.acquisition.kind !== 'subscription' || nameOfAccess(callee) !== 'subscribe' || !ts.isExpressionStatement(outermost(use.call).parent)) return undefined;
  const operator = usedOperator(owner.node) ?? destroyedOperator(facts, leak, owner.node);
  const source = ts.isPropertyAccessExpression(callee) ? callee.expression : undefined;
  return operator && source && { title: `End it with \`${operator.text}\``, differs: [], edits: [...operator.edits, operatorEdit(source, operator.text)] };
}

interface Operator {
  readonly text: string;
  readonly edits: readonly TextEdit[];
}

/** `takeUntil(this.destroyed$)`, as other subscriptions of the class have it. */
function usedOperator(node: ts.ClassLikeDeclaration): Operator | undefined {
  let found: ts.CallExpression | undefined;
  walk(node, (each) => {
    const [notifier] = ts.isCallExpression(each) ? each.arguments : [];
    const name = ts.isCallExpression(each) ? calleeName(each) : undefined;
    const ofObject = notifier !== undefined && ts.isPropertyAccessExpression(notifier) && notifier.expression.kind === ts.SyntaxKind.ThisKeyword && /destroy|dispos|unsub|teardown|onDestroy/i.test(notifier.name.text);
    if (ts.isCallExpression(each) && (name === 'takeUntil' || name === 'takeUntilDestroyed') && ofObject) found = each;
    return !found;
  });
  return found && { text: found.getText(), edits: [] };
}

function destroyedOperator(facts: Facts, { owner, use }: Leak, node: ts.ClassLikeDeclaration): Operator | undefined {
  if ((majorVersion(facts, node.getSourceFile(), '@angular/core') ?? 0) < FIRST_WITH_OPERATOR) return undefined;
  const operator = importedAs(use.call, 'takeUntilDestroyed', ['@angular/core/rxjs-interop']);
  if (!operator) return undefined;
  const construction = owner.member !== undefined && (ts.isConstructorDeclaration(owner.member) || ts.isPropertyDeclaration(owner.member)) && !owner.repeated && !isInFunction(use.call, owner.member);
  if (construction) return { text: `${operator.text}()`, edits: operator.edits };
  const given = node.members.find((each) => ts.isPropertyDeclaration(each) && /DestroyRef/.test(each.getText()))?.name?.getText();
  if (given !== undefined) return { text: `${operator.text}(this.${given})`, edits: operator.edits };
  const inject = importedAs(use.call, 'inject', ['@angular/core']);
  const token = importedAs(use.call, 'DestroyRef', ['@angular/core']);

  if (!inject || !token || node.members.length === 0) return undefined;
  const name = fieldName(facts, node, 'destroyRef');
  return { text: `${operator.text}(this.${name})`, edits: [...operator.edits, ...inject.edits, ...token.edits, ...fieldEdits(node, name, { value: `${inject.text}(${token.text})` })] };
}

function isInFunction(call: ts.Node, member: ts.Node): boolean {
  for (let at = call.parent; at && at !== member; at = at.parent) if (isFunctionNode(at)) return true;
  return false;
}

/** Among the operators of the `pipe` before, or a `pipe` of its own. */
function operatorEdit(source: ts.Expression, operator: string): TextEdit {
  const node = unwrap(source);
  const last = ts.isCallExpression(node) && calleeName(node) === 'pipe' && receiverOf(unwrap(node.expression)) ? node.arguments.at(-1) : undefined;
  const file = source.getSourceFile();
  return last ? insertion(file, last.end, `, ${operator}`) : insertion(file, source.end, `.pipe(${operator})`);
}
