import { ts } from 'ts-morph';
import type { TextEdit } from '../../../core/finding.js';
import type { Facts } from '../../../facts/facts.js';
import { memberName } from '../../../facts/members.js';
import { linesBelowComment, replacement } from '../../../syntax/edits.js';
import { statementEnd, indentOf, shallower } from '../../../syntax/layout.js';
import { argumentsOf, calleeOf, isJavaScript, isWithin, receiverOf, statementOf, unwrap, walk } from '../../../syntax/nodes.js';
import type { Leak } from '../leak.js';
import { fieldEdits, fieldName } from './class-field.js';
import { inlineListener, signalArgument, typedListener } from './inline-listener.js';
import { handlerName } from './names.js';
import { isKnownAt, removalOf, type ReleaseCode } from './release-code.js';

/** A listener written where it is added becomes a field, so that the teardown can name it; one whose type cannot be written ends by a signal. */
export function fieldListener(facts: Facts, leak: Leak): ReleaseCode | undefined {
  const { owner, use } = leak;
  const inline = inlineListener(leak);
  const [event, listener] = argumentsOf(use.call);
  const statement = statementOf(use.call);
  if (!inline || !event || !listener || !statement || owner.repeated) return undefined;
  const name = fieldName(facts, owner.node, handlerName(event));
  const code = removalOf(facts, leak, `this.${name}`);
  if (code === undefined) return undefined;
  const file = inline.getSourceFile();
  const typed = typedListener(inline, event, leak);
  if (typed === undefined || hasOwnThis(inline)) return typed === undefined && ts.isClassLike(owner.node) ? signalField(facts, leak, owner.node, statement) : undefined;
  const given = replacement(listener, `this.${name}`);
  if (ts.isClassLike(owner.node) && mayBeField(facts, inline, owner.node)) {
    const text = shallower(inline, typed, indentOf(statement), owner.node.members[0] ? indentOf(owner.node.members[0]) : '');
    const fields = text === undefined ? [] : fieldEdits(owner.node, name, { value: text });
    if (fields.length > 0) return { code, edits: [...fields, given] };
  }
  const end = statementEnd(file);
  const assigned = linesBelowComment(statement, [`this.${name} = ${typed}${end}`]);
  if (isJavaScript(file)) return { code, edits: [...(ts.isClassLike(owner.node) ? fieldEdits(owner.node, name, { type: '' }) : []), assigned, given] };
  const type = ts.isClassLike(owner.node) ? functionType(inline, event, leak) : undefined;
  if (type === undefined || !ts.isClassLike(owner.node)) return undefined;
  return { code: `if (this.${name}) ${code}`, edits: [...fieldEdits(owner.node, name, { type }), assigned, given] };
}

/** `this` of a function is what it listens to, and would be another in a field. */
function hasOwnThis(inline: ts.Expression): boolean {
  let found = false;
  if (ts.isFunctionExpression(inline)) walk(inline, (node) => {
    if (node.kind === ts.SyntaxKind.ThisKeyword) found = true;
    return !found && !ts.isClassLike(node);
  });
  return found;
}

/** Names nothing but the object and what is declared outside of the class; what is bound is a method, which is there before any field. */
function mayBeField(facts: Facts, inline: ts.Expression, node: ts.ClassLikeDeclaration): boolean {
  if (isJavaScript(node.getSourceFile()) && !node.members.some((each) => ts.isPropertyDeclaration(each))) return false;
  let outside = true;
  walk(inline, (each) => {
    if (!ts.isIdentifier(each) || !outside) return outside;
    const declaration = facts.declarationOf(each);
    if (declaration && !isWithin(declaration, inline) && !isKnownAt(facts, each, node)) outside = false;
    return outside;
  });
  if (!outside || !ts.isCallExpression(inline)) return outside;
  const method = receiverOf(unwrap(calleeOf(inline)));
  const name = method && ts.isPropertyAccessExpression(method) && method.expression.kind === ts.SyntaxKind.ThisKeyword ? method.name.text : undefined;
  return node.members.some((each) => ts.isMethodDeclaration(each) && memberName(each.name) === name);
}

function functionType(inline: ts.Expression, event: ts.Expression, leak: Leak): string | undefined {
  if (!ts.isArrowFunction(inline) && !ts.isFunctionExpression(inline)) return undefined;
  const text = typedListener(inline, event, leak);
  const parameters = inline.parameters.length === 0 ? '' : /\(?([^)]*?)\)?\s*(?::[^=]*)?=>/.exec(text ?? '')?.[1];
  return parameters === undefined || /[({[]/.test(parameters.replace(/\[['"][^'"]*['"]\]/, '')) ? undefined : `((${parameters}) => void)`;
}

/** A controller that is made anew with each life of the object, as an aborted one stays aborted. */
function signalField(facts: Facts, leak: Leak, node: ts.ClassLikeDeclaration, statement: ts.Statement): ReleaseCode | undefined {
  const name = fieldName(facts, node, 'listeners');
  const given = signalArgument(leak, `this.${name}.signal`);
  if (!given) return undefined;
  const end = statementEnd(node.getSourceFile());
  const edits: TextEdit[] = [...fieldEdits(node, name, { type: 'AbortController' }), linesBelowComment(statement, [`this.${name} = new AbortController()${end}`]), given];
  return { code: `this.${name}?.abort()`, edits };
}

