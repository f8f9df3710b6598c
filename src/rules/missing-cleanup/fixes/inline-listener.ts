import { ts } from 'ts-morph';
import type { TextEdit } from '../../../core/finding.js';
import type { Facts } from '../../../facts/facts.js';
import { insertion, linesBefore, linesBelowComment, replacement } from '../../../syntax/edits.js';
import { statementEnd, indentOf, shallower } from '../../../syntax/layout.js';
import { argumentsOf, calleeName, isJavaScript, isWithin, statementOf, unwrap, walk } from '../../../syntax/nodes.js';
import type { Leak } from '../leak.js';
import { freshName, handlerName } from './names.js';
import { isKnownAt, isStable, removalOf, type ReleaseCode } from './release-code.js';

/** A listener written where it is added: an arrow, a function, `this.draw.bind(this)`. */
export function inlineListener({ use }: Leak): ts.Expression | undefined {
  const listener = argumentsOf(use.call)[1];
  const inner = listener && unwrap(listener);
  if (!inner) return undefined;
  const bound = ts.isCallExpression(inner) && calleeName(inner) === 'bind';
  return ts.isArrowFunction(inner) || ts.isFunctionExpression(inner) || bound ? inner : undefined;
}

/**
 * Gives the listener a constant in front of a statement, so that a removal can name it.
 * @param before must stand where the removal can see it; what the listener names has to be known there
 */
export function constantListener(facts: Facts, leak: Leak, before: ts.Statement): ReleaseCode | undefined {
  const inline = inlineListener(leak);
  const [event, listener] = argumentsOf(leak.use.call);
  if (!inline || !event || !listener || !isMovable(facts, inline, before)) return undefined;
  if (leak.use.receiver && !isKnownAt(facts, leak.use.receiver, before.parent)) return undefined;
  const typed = typedListener(inline, event, leak);
  const from = statementOf(leak.use.call);
  const text = typed === undefined || !from ? undefined : shallower(inline, typed, indentOf(from), indentOf(before)) ?? typed;
  const name = freshName(facts, leak.owner.node, handlerName(event));
  const code = removalOf(facts, leak, name);
  if (text === undefined || code === undefined) return undefined;
  const end = statementEnd(before.getSourceFile());
  return { code, edits: [linesBelowComment(before, [`const ${name} = ${text}${end}`]), replacement(listener, name)] };
}

/** Everything the function names is declared around the place it moves to, or in the function. */
export function isMovable(facts: Facts, inline: ts.Node, before: ts.Node): boolean {
  let movable = true;
  walk(inline, (node) => {
    if (!ts.isIdentifier(node) || !movable) return movable;
    const declaration = facts.declarationOf(node);
    if (declaration && !isWithin(declaration, inline) && !isKnownAt(facts, node, before.parent)) movable = false;
    return movable;
  });
  return movable;
}

/** The function's text with its event parameter typed, as a constant has no context to take types from; `undefined` where the type cannot be written. */
export function typedListener(inline: ts.Expression, event: ts.Expression, { use }: Leak): string | undefined {
  const text = inline.getText();
  if (!ts.isArrowFunction(inline) && !ts.isFunctionExpression(inline)) return text;
  const [parameter] = inline.parameters;
  if (!parameter || isJavaScript(inline.getSourceFile()) || inline.parameters.every((each) => each.type !== undefined)) return text;
  const type = eventType(event, use);
  if (type === undefined || inline.parameters.length > 1) return undefined;
  const written = `${parameter.getText()}: ${type}`;
  const start = inline.getStart();
  const before = text.slice(0, parameter.getStart() - start);
  const after = text.slice(parameter.end - start);
  return before.trimEnd().endsWith('(') ? `${before}${written}${after}` : `${before}(${written})${after}`;
}

function eventType(event: ts.Expression, use: Leak['use']): string | undefined {
  if (!ts.isStringLiteralLike(event) || use.acquisition.release.receiver?.[0] !== 'removeEventListener') return undefined;
  const target = use.receiver?.getText();
  const map = target === 'document' ? 'DocumentEventMap' : target === undefined || target === 'window' ? 'WindowEventMap' : undefined;
  if (!map) return undefined;
  // Events of the platform are one word.
  return /^[a-z]+$/i.test(event.text) ? `${map}[${event.getText()}]` : 'Event';
}

/** Ends a listener of the DOM by a signal instead of its name: for what has no type to be written, or stands where no removal reaches. */
export function signalled(facts: Facts, leak: Leak, before: ts.Statement): ReleaseCode | undefined {
  const present = presentController(facts, before);
  const shared = present && signalArgument(leak, `${present}.signal`);
  if (shared) return { code: '', edits: [shared] };
  const name = freshName(facts, leak.owner.node, 'controller');
  const given = signalArgument(leak, `${name}.signal`);
  if (!given) return undefined;
  const end = statementEnd(before.getSourceFile());
  return { code: `${name}.abort()`, edits: [linesBefore(before, [`const ${name} = new AbortController()${end}`]), given] };
}

/** A controller above a statement of an effect that nothing but the effect's cleanup aborts. */
function presentController(facts: Facts, before: ts.Statement): string | undefined {
  const block = before.parent;
  if (!ts.isBlock(block)) return undefined;
  const returned = block.statements.at(-1);
  if (!returned || !ts.isReturnStatement(returned) || !returned.expression) return undefined;
  for (const statement of block.statements.slice(0, block.statements.indexOf(before))) {
    const [declaration] = ts.isVariableStatement(statement) ? statement.declarationList.declarations : [];
    if (!declaration?.initializer || !ts.isIdentifier(declaration.name) || !/^new AbortController\(\)$/.test(declaration.initializer.getText())) continue;
    const aborts = facts.referencesOf(declaration).filter((each) => ts.isPropertyAccessExpression(each.parent) && each.parent.name.text === 'abort');
    if (aborts.length > 0 && aborts.every((each) => isWithin(each, returned))) return declaration.name.text;
  }
  return undefined;
}

/** `{ signal: controller.signal }` among the options of `addEventListener`. */
export function signalArgument({ use }: Leak, signal: string): TextEdit | undefined {
  if (use.acquisition.release.receiver?.[0] !== 'removeEventListener' || calleeName(use.call) !== 'addEventListener') return undefined;
  const [, listener, options] = argumentsOf(use.call);
  if (!listener) return undefined;
  const file = listener.getSourceFile();
  if (!options) return insertion(file, listener.end, `, { signal: ${signal} }`);
  const node = unwrap(options);
  if (node.kind === ts.SyntaxKind.FalseKeyword) return replacement(options, `{ signal: ${signal} }`);
  if (node.kind === ts.SyntaxKind.TrueKeyword) return replacement(options, `{ capture: true, signal: ${signal} }`);
  if (!ts.isObjectLiteralExpression(node) || node.properties.some((each) => ts.isSpreadAssignment(each))) return undefined;
  const last = node.properties.at(-1);
  return last ? insertion(file, last.end, `, signal: ${signal}`) : replacement(options, `{ signal: ${signal} }`);
}

/** The removal of a registration: by its own name, by a constant, or by a signal. */
export function registrationRelease(facts: Facts, leak: Leak, before: ts.Statement, named: string | undefined): ReleaseCode | undefined {
  if (named !== undefined) return { code: named, edits: [] };
  if (leak.use.acquisition.kind === 'observer' || (leak.use.receiver && !isStable(facts, leak.use.receiver))) return undefined;
  return constantListener(facts, leak, before) ?? signalled(facts, leak, before);
}
