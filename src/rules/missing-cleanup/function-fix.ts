import { ts } from 'ts-morph';
import type { Facts } from '../../facts/facts.js';
import { handleReleases } from '../../facts/releases.js';
import { isFunctionNode, isWithin, statementOf, walk, wrapped } from '../../syntax/nodes.js';
import type { FixProposal } from '../rule.js';
import type { Leak } from './leak.js';
import { indentOf, insertion, layoutOf } from './layout.js';
import { releaseOf } from './release-code.js';

/** What is acquired for one call: `finally`, the subscriptions of an extension, an object URL after its last use. */
export function functionFixes(facts: Facts, leak: Leak): readonly FixProposal[] {
  if (leak.use.acquisition.everyPath) return finallyFix(facts, leak);
  const context = leak.reason.kind === 'dropped' && leak.use.acquisition.release.methods?.includes('dispose') ? contextAround(leak.use.call) : undefined;
  if (context !== undefined) return pushFix(leak, context);
  return leak.use.acquisition.kind === 'object-url' && leak.reason.kind === 'unreleased' ? revokeFix(facts, leak) : [];
}

/** `context` of `activate(context: ExtensionContext)`, from any function around. */
function contextAround(node: ts.Node): string | undefined {
  for (let at = node.parent; at; at = at.parent) {
    if (!isFunctionNode(at)) continue;
    const found = at.parameters.find((each) => each.type !== undefined && /(?:^|\.)ExtensionContext$/.test(each.type.getText()));
    if (found && ts.isIdentifier(found.name)) return found.name.text;
  }
  return undefined;
}

function pushFix(leak: Leak, context: string): readonly FixProposal[] {
  const outer = wrapped(leak.use.call);
  if (!ts.isExpressionStatement(outer.parent)) return [];
  const file = outer.getSourceFile();
  return [{ title: `Hand it to \`${context}.subscriptions\``, differs: [], edits: [insertion(file, outer.getStart(), `${context}.subscriptions.push(`), insertion(file, outer.end, ')')] }];
}

function revokeFix(facts: Facts, leak: Leak): readonly FixProposal[] {
  const { holder } = leak;
  const statement = statementOf(leak.use.call);
  const code = holder ? releaseOf(leak, holder.node.getText()) : undefined;
  if (!holder || !statement || code === undefined || !ts.isBlock(statement.parent)) return [];
  const root = holder.node.getText().split('.')[0];
  const last = [...statement.parent.statements].reverse().find((each) => names(each, root));
  if (!last || ts.isReturnStatement(last) || last === statement) return [];
  const file = statement.getSourceFile();
  const { semicolon, newline } = layoutOf(file);
  return [{ title: 'Revoke it after its last use here', differs: ['nothing can load it later'], edits: [insertion(file, last.end, `${newline}${indentOf(last)}${code}${semicolon}`)] }];
}

function names(node: ts.Node, name: string | undefined): boolean {
  let found = false;
  walk(node, (each) => {
    if (ts.isIdentifier(each) && each.text === name) found = true;
    return !found;
  });
  return found;
}

/** Puts all that follows the acquisition in `try`, and the release in `finally`. */
function finallyFix(facts: Facts, leak: Leak): readonly FixProposal[] {
  const { use, holder } = leak;
  const statement = statementOf(use.call);
  const declaration = holder?.declaration;
  if (!statement || !holder || !declaration || !ts.isVariableStatement(statement) || !ts.isBlock(statement.parent) || use.acquisition.release.methods?.includes('commit')) return [];
  const block = statement.parent;
  const rest = block.statements.slice(block.statements.indexOf(statement) + 1);
  const releases = handleReleases(facts, use.acquisition, [holder.key], use.call).map((each) => statementOf(each.node));
  const released = releases.filter((each): each is ts.ExpressionStatement => each !== undefined && ts.isExpressionStatement(each) && each.parent === block);
  if (released.length !== releases.length || released.length > 1 || rest.length === 0) return [];
  const [release] = released;
  const kept = rest.filter((each) => each !== release);
  const first = kept[0];
  const last = rest.at(-1);
  if (!first || !last || kept.some((each) => hasLongTemplate(each)) || (release !== undefined && ts.isTryStatement(first))) return [];
  const file = block.getSourceFile();
  const { unit, semicolon, newline } = layoutOf(file);
  const indent = indentOf(statement);
  const written = releaseOf(leak, holder.node.getText());
  const code = release ? release.getText() : written === undefined ? undefined : `${written}${semicolon}`;
  if (code === undefined) return [];
  const start = rest[0]?.getFullStart() ?? first.getFullStart();
  const lines = kept.map((each) => file.text.slice(each.getFullStart(), each.end)).join('').replace(/^[ \t]*\r?\n/, '');
  const inner = lines.split(/\r?\n/).map((line) => (line.trim() === '' ? line : unit + line)).join(newline);
  const newText = `${newline}${indent}try {${newline}${inner}${newline}${indent}} finally {${newline}${indent}${unit}${code}${newline}${indent}}`;
  const late = release !== undefined && kept.some((each) => each.pos > release.pos && !ts.isReturnStatement(each));
  return [{ title: 'Release it in `finally`', differs: late ? ['it is released after what follows its release now'] : [], edits: [{ path: file.fileName, start, end: last.end, newText }] }];
}

/** Text on several lines is part of a value: indenting it would change it. */
function hasLongTemplate(node: ts.Node): boolean {
  let found = false;
  walk(node, (each) => {
    if ((ts.isTemplateExpression(each) || ts.isNoSubstitutionTemplateLiteral(each)) && each.getText().includes('\n')) found = true;
    return !found;
  });
  return found || !isWithin(node, node.parent);
}
