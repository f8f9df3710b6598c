import { ts } from 'ts-morph';
import type { Facts } from '../../../facts/facts.js';
import { isUnique, referenceKey } from '../../../facts/references.js';
import { insertion, replacement } from '../../../syntax/edits.js';
import { argumentsOf, enclosingFunction, isWithin, statementOf, unwrap } from '../../../syntax/nodes.js';
import type { FixProposal } from '../../rule.js';
import type { Leak } from '../leak.js';
import { fieldListener } from './field-listener.js';
import { constantListener, inlineListener, isMovable } from './inline-listener.js';

/** Makes the removal name what was added. */
export function mismatchFixes(facts: Facts, leak: Leak): readonly FixProposal[] {
  const { use, reason } = leak;
  if (reason.kind !== 'mismatch') return [];
  const { removal, why } = reason;
  const [event, , options] = argumentsOf(use.call);
  const [removedEvent, removedListener, removedOptions] = removal.arguments;
  switch (why) {
    case 'event':
      return event && removedEvent ? [{ title: `Remove ${event.getText()}`, differs: [`nothing removes ${removedEvent.getText()}`], edits: [replacement(removedEvent, event.getText())] }] : [];
    case 'capture': {
      if (!removedListener || (options && ts.isIdentifier(options))) return [];
      const flag = options?.getText() ?? 'false';
      const edit = removedOptions ? replacement(removedOptions, flag) : insertion(removal.getSourceFile(), removedListener.end, `, ${flag}`);
      return [{ title: 'Give the removal the same capture flag', differs: [], edits: [edit] }];
    }
    case 'inline':
      return removedListener ? sameFunction(facts, leak, removal, removedListener) : [];
    default:
      return [];
  }
}

const TITLE = 'Add and remove one and the same function';

/** A function that is made twice, once to add it and once to remove it, is made once. */
function sameFunction(facts: Facts, leak: Leak, removal: ts.CallExpression, removed: ts.Expression): readonly FixProposal[] {
  const [, added] = argumentsOf(leak.use.call);
  if (!added) return [];
  const inline = inlineListener(leak);
  // `this.draw` is added, `this.draw.bind(this)` removed.
  if (!inline) return !isUnique(referenceKey(facts, added)) && isMovable(facts, added, statementOf(removal) ?? removal) ? [{ title: TITLE, differs: [], edits: [replacement(removed, added.getText())] }] : [];
  if (!isSame(inline, unwrap(removed))) return [];
  if (ts.isClassLike(leak.owner.node) || ts.isObjectLiteralExpression(leak.owner.node)) {
    const field = fieldListener(facts, leak);
    const name = /this\.[\w$#]+(?=[,)])/.exec(field?.code ?? '')?.[0];
    return field && name !== undefined && !field.code.startsWith('if') ? [{ title: TITLE, differs: [], edits: [...field.edits, replacement(removed, name)] }] : [];
  }
  const before = commonStatement(leak.use.call, removal);
  const constant = before && constantListener(facts, leak, before);
  const name = constant ? /\(\s*[^,]+,\s*([\w$]+)/.exec(constant.code)?.[1] : undefined;
  return constant && name !== undefined ? [{ title: TITLE, differs: [], edits: [...constant.edits, replacement(removed, name)] }] : [];
}

function isSame(added: ts.Expression, removed: ts.Expression): boolean {
  const text = (node: ts.Node): string => node.getText().replace(/\s+/g, ' ');
  return text(added) === text(removed) || [added, removed].some((each) => isCallOf(each, text(each === added ? removed : added)));
}

/** `() => this.draw()` and `this.draw.bind(this)` stand for `this.draw`. */
function isCallOf(listener: ts.Expression, name: string): boolean {
  if (ts.isCallExpression(listener)) return listener.expression.getText() === `${name}.bind`;
  return ts.isArrowFunction(listener) && ts.isCallExpression(listener.body) && listener.body.expression.getText() === name;
}

/** The statement that adds, or the one around it in the innermost block around both. */
function commonStatement(add: ts.Node, removal: ts.Node): ts.Statement | undefined {
  for (let at = statementOf(add); at; at = statementOf(at.parent)) {
    if (isWithin(removal, at.parent)) return enclosingFunction(at) && at !== removal ? at : undefined;
  }
  return undefined;
}
