import { ts } from 'ts-morph';
import type { RepeatedOperation } from '../../facts/repeated-operations.js';
import { indentOf } from '../../syntax/layout.js';
import { awaitOf, statementOf } from '../../syntax/nodes.js';
import type { FixProposal } from '../rule.js';

interface Hoistable {
  readonly statement: ts.VariableStatement;
  readonly loop: ts.Statement;
}

/** A read that asks for the same thing in every round moves before the loop. */
export function hoistFixes(repeated: RepeatedOperation): readonly FixProposal[] {
  const found = hoistable(repeated);
  if (!found) return [];
  const { statement, loop } = found;
  const file = statement.getSourceFile();
  const start = file.text.lastIndexOf('\n', statement.getStart(file) - 1) + 1;
  const lineEnd = file.text.indexOf('\n', statement.end);
  const edits = [
    { path: file.fileName, start: loop.getStart(file), end: loop.getStart(file), newText: `${statement.getText(file)}\n${indentOf(loop)}` },
    { path: file.fileName, start, end: lineEnd < 0 ? statement.end : lineEnd + 1, newText: '' },
  ];
  return [{ title: 'Run it once before the loop', queries: 'N → 1', differs: ['it runs even when there are no elements', 'later rounds do not see changes'], edits }];
}

/** `const x = await query` that stands directly in the body of a loop statement. */
export function hoistable({ call, repetition, reached }: RepeatedOperation): Hoistable | undefined {
  const loop = repetition.loop?.node;
  const statement = statementOf(call);
  if (!loop || !ts.isStatement(loop) || !statement || !ts.isVariableStatement(statement) || reached.use.operation.effect !== 'read' || reached.path.length > 1) return undefined;
  const isConst = (statement.declarationList.flags & ts.NodeFlags.Const) !== 0 && statement.declarationList.declarations.length === 1;
  return isConst && awaitOf(call) && statement.parent.parent === loop && ts.isBlock(loop.parent) ? { statement, loop } : undefined;
}
