import { ts } from 'ts-morph';
import type { Facts } from '../../facts/facts.js';
import { isUnique, referenceKey } from '../../facts/references.js';
import { argumentsOf, isJavaScript, statementOf, unwrap, wrapped } from '../../syntax/nodes.js';
import type { TextEdit } from '../../core/finding.js';
import type { Leak } from './leak.js';
import { freshName, indentOf, insertion, layoutOf, replacement } from './layout.js';

/** The code that releases, and the edits that give it the names it needs. */
export interface ReleaseCode {
  readonly code: string;
  readonly edits: readonly TextEdit[];
}

const HANDLE_NAMES: Readonly<Partial<Record<Leak['use']['acquisition']['kind'], string>>> = {
  interval: 'interval', timeout: 'timeout', 'animation-frame': 'frame', subscription: 'subscription', disposable: 'disposable', socket: 'socket', worker: 'worker', watcher: 'watcher', 'cleanup-function': 'stop',
};

/** `clearInterval(handle)`, `handle.unsubscribe()`, `handle()`. */
export function releaseOf({ use }: Leak, handle: string): string | undefined {
  const { release } = use.acquisition;
  const receiver = use.receiver && ts.isIdentifier(use.receiver) && !ts.isNewExpression(use.call) ? `${use.receiver.text}.` : '';
  if (release.functions?.[0] !== undefined) return `${receiver}${release.functions[0]}(${handle})`;
  if (release.call) return `${handle}()`;
  return release.methods?.[0] === undefined ? undefined : `${handle}.${release.methods[0]}()`;
}

/** Names the handle where the acquisition stands as a statement of its own. */
export function namedHandle(facts: Facts, leak: Leak): ReleaseCode | undefined {
  const { call } = leak.use;
  const { holder } = leak;
  if (holder) {
    const held = holder.node.getText();
    const code = holder.form === 'local' && !isConstant(facts, leak) ? undefined : releaseOf(leak, held);
    return code === undefined ? undefined : { code, edits: [] };
  }
  const outer = wrapped(call);
  const wanted = HANDLE_NAMES[leak.use.acquisition.kind];
  if (!ts.isExpressionStatement(outer.parent) || wanted === undefined) return undefined;
  const file = call.getSourceFile();
  const name = freshName(facts, leak.owner.node, wanted);
  const code = releaseOf(leak, name);
  return code === undefined ? undefined : { code, edits: [insertion(file, outer.getStart(), `const ${name} = `)] };
}

function isConstant(facts: Facts, { holder }: Leak): boolean {
  const declaration = holder?.declaration;
  return declaration !== undefined && ts.isVariableDeclaration(declaration) && !facts.isReassigned(declaration);
}

/** The removal of a listener; an inline function is put in a constant first, unless `named` forbids it. */
export function removal(facts: Facts, leak: Leak, inlineAllowed: boolean): ReleaseCode | undefined {
  const { use } = leak;
  const { release, kind } = use.acquisition;
  if (kind === 'observer') {
    const holder = use.receiver && isStable(facts, use.receiver) ? use.receiver.getText() : undefined;
    return holder !== undefined && release.methods?.[0] !== undefined ? { code: `${holder}.${release.methods[0]}()`, edits: [] } : undefined;
  }
  const remover = release.receiver?.[0];
  const [event, listener, options] = argumentsOf(use.call);
  if (remover === undefined || !event || !listener || (use.receiver && !isStable(facts, use.receiver)) || isUnique(referenceKey(facts, event))) return undefined;
  const target = use.receiver ? `${use.receiver.getText()}.` : '';
  const capture = options && mayCapture(options) ? `, ${options.getText()}` : '';
  const removes = (name: string): string => `${target}${remover}(${event.getText()}, ${name}${capture})`;
  if (!isUnique(referenceKey(facts, listener))) return { code: removes(listener.getText()), edits: [] };
  const inline = unwrap(listener);
  const statement = statementOf(use.call);
  if (!inlineAllowed || !statement || !(ts.isArrowFunction(inline) || ts.isFunctionExpression(inline)) || !ts.isExpressionStatement(statement)) return undefined;
  const file = use.call.getSourceFile();
  const { semicolon, newline } = layoutOf(file);
  const name = freshName(facts, leak.owner.node, handlerName(event));
  // In a constant the parameters have no context to take their types from.
  const typed = parameterTypes(inline, event, use.receiver);
  if (typed === undefined) return undefined;
  return { code: removes(name), edits: [insertion(file, statement.getStart(), `const ${name} = ${typed}${semicolon}${newline}${indentOf(statement)}`), replacement(listener, name)] };
}

function isStable(facts: Facts, receiver: ts.Expression): boolean {
  const node = unwrap(receiver);
  if (ts.isIdentifier(node)) {
    const declaration = facts.declarationOf(node);
    return !declaration || !facts.isReassigned(declaration);
  }
  return ts.isPropertyAccessExpression(node) && node.expression.kind === ts.SyntaxKind.ThisKeyword;
}

function mayCapture(options: ts.Expression): boolean {
  return options.kind === ts.SyntaxKind.TrueKeyword || (!ts.isObjectLiteralExpression(options) && options.kind !== ts.SyntaxKind.FalseKeyword) || /\bcapture\b/.test(options.getText());
}

function handlerName(event: ts.Expression): string {
  const text = ts.isStringLiteralLike(event) ? event.text : 'event';
  const words = text.split(/[^A-Za-z0-9]+/).filter((each) => each !== '');
  return `handle${words.map((each) => each.charAt(0).toUpperCase() + each.slice(1)).join('')}`;
}

/** The function's text with its event parameter typed; `undefined` where the type cannot be written from here. */
function parameterTypes(inline: ts.ArrowFunction | ts.FunctionExpression, event: ts.Expression, receiver: ts.Expression | undefined): string | undefined {
  const text = inline.getText();
  const [parameter] = inline.parameters;
  const isScript = isJavaScript(inline.getSourceFile());
  if (!parameter || parameter.type || isScript) return text;
  const map = receiver?.getText() === 'document' ? 'DocumentEventMap' : receiver === undefined || receiver.getText() === 'window' ? 'WindowEventMap' : undefined;
  if (!map || !ts.isStringLiteralLike(event) || inline.parameters.length > 1) return undefined;
  const written = `${parameter.getText()}: ${map}[${event.getText()}]`;
  const start = inline.getStart();
  const before = text.slice(0, parameter.getStart() - start);
  const after = text.slice(parameter.end - start);
  return before.trimEnd().endsWith('(') ? `${before}${written}${after}` : `${before}(${written})${after}`;
}
