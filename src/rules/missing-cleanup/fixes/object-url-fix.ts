import { ts } from 'ts-morph';
import type { Facts } from '../../../facts/facts.js';
import { linesAfter, linesBelowComment, replacement } from '../../../syntax/edits.js';
import { statementEnd, quoteOf } from '../../../syntax/layout.js';
import { argumentsOf, calleeName, nameOfAccess, statementOf, unwrap, walk } from '../../../syntax/nodes.js';
import type { FixProposal } from '../../rule.js';
import type { Leak } from '../leak.js';
import { addToFunction, functionBody } from './cleanup-return.js';
import { freshName } from './names.js';
import { isKnownAt, releaseOf } from './release-code.js';

/** Revokes the URL where whatever it was made for is done with it: after the click of a download, when an image has loaded or failed. */
export function objectUrlFixes(facts: Facts, leak: Leak): readonly FixProposal[] {
  if (leak.reason.kind === 'one-outcome') return otherOutcome(facts, leak);
  if (leak.reason.kind !== 'unreleased') return [];
  return afterClick(facts, leak) ?? whenLoaded(facts, leak) ?? [];
}

/** `image.onerror = reject` gets what `image.onload` does. */
function otherOutcome(facts: Facts, { reason }: Leak): readonly FixProposal[] {
  if (reason.kind !== 'one-outcome' || !ts.isCallExpression(reason.released) || !ts.isExpressionStatement(reason.missing)) return [];
  const revoke = reason.released.getText();
  const { missing } = reason;
  if (!reason.released.arguments.every((each) => isKnownAt(facts, each, missing))) return [];
  const { expression } = missing;
  const handler = ts.isBinaryExpression(expression) ? expression.right : ts.isCallExpression(expression) ? expression.arguments[1] : undefined;
  const inner = handler && unwrap(handler);
  if (!handler || !inner) return [];
  const title = 'Revoke it when it fails too';
  if (ts.isArrowFunction(inner) || ts.isFunctionExpression(inner)) {
    const edits = addToFunction(inner, [revoke]);
    return edits ? [{ title, differs: [], edits }] : [];
  }
  if (!ts.isIdentifier(inner)) return [];
  const name = freshName(facts, missing, 'event');
  return [{ title, differs: [], edits: [replacement(handler, `(${name}) => ${functionBody(missing, [revoke, `${inner.text}(${name})`])}`)] }];
}

/** Locals that hold the URL, and those it is put on: `link` of `link.href = url`. */
function namesOf(facts: Facts, leak: Leak): ReadonlySet<ts.Node> {
  const found = new Set<ts.Node>();
  const add = (expression: ts.Expression): void => {
    const root = unwrap(expression);
    if (ts.isPropertyAccessExpression(root)) return add(root.expression);
    const declaration = ts.isIdentifier(root) ? facts.declarationOf(root) : undefined;
    if (!declaration || found.has(declaration)) return;
    found.add(declaration);
    for (const each of facts.referencesOf(declaration)) {
      const { parent } = each;
      if (ts.isBinaryExpression(parent) && parent.right === each && parent.operatorToken.kind === ts.SyntaxKind.EqualsToken && ts.isPropertyAccessExpression(parent.left)) add(parent.left.expression);
    }
  };
  const { node } = leak.holder ?? {};
  if (node && (ts.isIdentifier(node) || ts.isPropertyAccessExpression(node))) add(node);
  return found;
}

/** A download: the link has been clicked and nothing else needs the URL. */
function afterClick(facts: Facts, leak: Leak): readonly FixProposal[] | undefined {
  const statement = statementOf(leak.use.call);
  const block = statement?.parent;
  const holder = leak.holder?.node;
  const code = holder ? releaseOf(leak, holder.getText()) : undefined;
  if (!statement || !block || !ts.isBlock(block) || code === undefined) return undefined;
  const names = namesOf(facts, leak);
  const naming = block.statements.filter((each) => each.pos >= statement.end && mentionsAny(facts, each, names));
  const last = naming.at(-1);
  const clicked = naming.find((each) => isClick(facts, each, names));
  if (!last || !clicked || ts.isReturnStatement(last) || naming.some((each) => each.pos > clicked.pos && ts.isBlock(each))) return undefined;
  return [{ title: 'Revoke it when the link has been clicked', differs: ['nothing can load it later'], edits: [linesAfter(last, [`${code}${statementEnd(block.getSourceFile())}`])] }];
}

function isClick(facts: Facts, statement: ts.Statement, names: ReadonlySet<ts.Node>): boolean {
  const call = ts.isExpressionStatement(statement) ? unwrap(statement.expression) : undefined;
  if (!call || !ts.isCallExpression(call) || !/^(?:click|dispatchEvent)$/.test(calleeName(call) ?? '')) return false;
  return mentionsAny(facts, call.expression, names);
}

function mentionsAny(facts: Facts, node: ts.Node, names: ReadonlySet<ts.Node>): boolean {
  let found = false;
  const look = (each: ts.Node): boolean => {
    const declaration = ts.isIdentifier(each) ? facts.declarationOf(each) : undefined;
    if (declaration && names.has(declaration)) found = true;
    return !found;
  };
  if (look(node)) walk(node, look);
  return found;
}

/** `image.src = URL.createObjectURL(file)`: an image keeps what it has loaded; a video goes on reading. */
function whenLoaded(facts: Facts, leak: Leak): readonly FixProposal[] | undefined {
  const { holder, use } = leak;
  const statement = statementOf(use.call);
  const target = holder && ts.isPropertyAccessExpression(holder.node) && holder.node.name.text === 'src' ? holder.node.expression : undefined;
  if (!statement || !target || !ts.isExpressionStatement(statement) || !isImage(facts, target)) return undefined;
  const code = releaseOf(leak, holder?.node.getText() ?? '');
  const end = statementEnd(statement.getSourceFile());
  const revoke = freshName(facts, leak.owner.node, 'revoke');
  const quote = quoteOf(statement.getSourceFile());
  const on = (event: string): string => `${target.getText()}.addEventListener(${quote}${event}${quote}, ${revoke}, { once: true })${end}`;
  const lines = [`const ${revoke} = () => ${code}${end}`, on('load'), on('error')];
  return code === undefined ? undefined : [{ title: 'Revoke it when the image has loaded or failed', differs: ['nothing can load it a second time'], edits: [linesBelowComment(statement, lines)] }];
}

function isImage(facts: Facts, target: ts.Expression): boolean {
  const node = unwrap(target);
  const declaration = ts.isIdentifier(node) ? facts.declarationOf(node) : undefined;
  const made = declaration && ts.isVariableDeclaration(declaration) && declaration.initializer ? unwrap(declaration.initializer) : undefined;
  if (!made || (!ts.isCallExpression(made) && !ts.isNewExpression(made))) return false;
  const [tag] = argumentsOf(made);
  return ts.isNewExpression(made) ? nameOfAccess(made.expression) === 'Image' : calleeName(made) === 'createElement' && tag !== undefined && ts.isStringLiteralLike(tag) && tag.text === 'img';
}

