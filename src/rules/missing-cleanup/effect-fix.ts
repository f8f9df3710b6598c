import { ts } from 'ts-morph';
import type { TextEdit } from '../../core/finding.js';
import type { Facts } from '../../facts/facts.js';
import { isFunctionNode, statementOf, unwrap, walkOwn } from '../../syntax/nodes.js';
import type { FixProposal } from '../rule.js';
import type { Leak } from './leak.js';
import { atEndOf, indentOf, layoutOf, replacement, insertion } from './layout.js';
import { namedHandle, removal } from './release-code.js';
import { NO_LONGER_DUE } from './wording.js';

/** Returns a cleanup from the effect, or adds to the one it returns. */
export function effectFixes(facts: Facts, leak: Leak): readonly FixProposal[] {
  const { owner, use } = leak;
  const effect = owner.node;
  if (owner.callback?.cleanup !== 'returned' || !isFunctionNode(effect) || !effect.body || !ts.isBlock(effect.body) || owner.repeated || owner.promise) return [];
  if (ts.canHaveModifiers(effect) && ts.getModifiers(effect)?.some((each) => each.kind === ts.SyntaxKind.AsyncKeyword)) return [];
  if (leak.reason.kind === 'mismatch') return [];
  const statement = statementOf(use.call);
  if (!statement || !ts.isBlock(statement.parent)) return [];
  const registers = use.acquisition.release.receiver !== undefined || use.acquisition.heldBy === 'receiver';
  const release = registers ? removal(facts, leak, true) : namedHandle(facts, leak);
  if (!release) return [];
  const place = cleanupEdit(effect.body, statement.parent, statement, release.code);
  if (!place) return [];
  const timed = use.acquisition.kind === 'timeout' || use.acquisition.kind === 'animation-frame';
  return [{ title: `${timed ? 'Cancel' : 'Release'} it in a cleanup of the effect`, differs: timed ? [NO_LONGER_DUE] : [], edits: [...release.edits, place] }];
}

function cleanupEdit(body: ts.Block, block: ts.Block, statement: ts.Statement, code: string): TextEdit | undefined {
  const { semicolon } = layoutOf(body.getSourceFile());
  const returns: ts.ReturnStatement[] = [];
  walkOwn(body, (node) => {
    if (ts.isReturnStatement(node)) returns.push(node);
  });
  const cleanups = returns.filter((each) => each.expression !== undefined);
  const added = `return () => ${code}${semicolon}`;
  if (block === body) {
    const last = body.statements.at(-1);
    if (cleanups.length === 0) return returns.every((each) => each.end <= statement.pos) ? atEndOf(body, added) : undefined;
    const [only] = cleanups;
    return cleanups.length === 1 && only && only === last ? addToCleanup(only, code) : undefined;
  }
  // The last act of a branch that is itself the last act of the effect.
  if (cleanups.length > 0 || block.statements.at(-1) !== statement || returns.some((each) => each.pos > statement.pos)) return undefined;
  const branch = block.parent;
  return ts.isIfStatement(branch) && !branch.elseStatement && branch.parent === body && body.statements.at(-1) === branch ? atEndOf(block, added) : undefined;
}

function addToCleanup(existing: ts.ReturnStatement, code: string): TextEdit | undefined {
  const cleanup = existing.expression ? unwrap(existing.expression) : undefined;
  if (!cleanup || !(ts.isArrowFunction(cleanup) || ts.isFunctionExpression(cleanup))) return undefined;
  const file = existing.getSourceFile();
  const { semicolon, newline, unit } = layoutOf(file);
  if (ts.isBlock(cleanup.body)) return cleanup.body.statements.length > 0 ? atEndOf(cleanup.body, `${code}${semicolon}`) : insertion(file, cleanup.body.getStart() + 1, ` ${code}${semicolon} `);
  const indent = indentOf(existing);
  return replacement(cleanup.body, `{${newline}${indent}${unit}${cleanup.body.getText()}${semicolon}${newline}${indent}${unit}${code}${semicolon}${newline}${indent}}`);
}
