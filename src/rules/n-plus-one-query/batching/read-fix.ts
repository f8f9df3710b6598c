import { ts } from 'ts-morph';
import type { TextEdit } from '../../../core/finding.js';
import type { Facts } from '../../../facts/facts.js';
import { awaitOf, isJavaScript, unwrap, wrapped } from '../../../syntax/nodes.js';
import type { FixProposal } from '../../rule.js';
import { textOfKey, type BatchRead } from './batch-query.js';
import { differencesOfReading, isOnlyRead } from './differences.js';
import { lookUpEdits } from './look-up-place.js';
import type { LoopSite } from './loop-site.js';
import { lookUpNames, lookupStatements, lookupText, readStatements } from './look-up-code.js';
import { wantedImports } from './wanted-imports.js';

/** One read for all elements before the loop, and a look-up in its place. */
export function readFix(facts: Facts, asked: BatchRead, site: LoopSite): FixProposal | undefined {
  const read = withKeyWhereSeen(facts, asked, asked.expression);
  const keys = site.listOf(read.key, 'at-least', read);
  const replaced = awaitOf(read.expression) ?? read.expression;
  const imports = wantedImports(site.loop.node, read.imports);
  if (!keys || !imports || isNoValue(replaced)) return undefined;
  const file = replaced.getSourceFile();
  const names = lookUpNames(facts, read, replaced);
  const lookup = lookupText(read, names, textOfKey(read));
  const edits: TextEdit[] = [
    ...site.place.edits,
    site.place.insert([...keys.statements, ...readStatements(read, names, keys.text, site.place, site.bound), ...lookupStatements(read, names, site.place, isJavaScript(file))]),
    ...keys.edits,
    ...lookUpEdits(facts, replaced, lookup),
    ...(read.binding ? [{ path: file.fileName, start: read.binding.node.getStart(file), end: read.binding.node.end, newText: read.binding.text }] : []),
    ...imports,
  ];
  return {
    title: `Read them all with one \`${read.method}\` before the loop`, queries: site.nested ? '1 + N × M → 2' : '1 + N → 2',
    differs: [...differencesOfReading(facts, read, site), ...(read.differs ?? [])], edits,
  };
}

/** An added key matters only to those who get the rows themselves. */
export function withKeyWhereSeen(facts: Facts, read: BatchRead, result: ts.Expression): BatchRead {
  return read.keyAdded && isOnlyRead(facts, result) ? { ...read, keyAdded: false } : read;
}

/** The promise itself is used: given on, or kept to be awaited later. A look-up is no promise. */
export function isNoValue(replaced: ts.Expression): boolean {
  const { parent } = wrapped(replaced);
  // Nobody looks at the result: what the query is for is not to be seen here.
  if (ts.isExpressionStatement(parent)) return true;
  if (isOfAwaited(replaced)) return false;
  // What a callback gives may be a value as well, when it is async or its results are put together.
  return !(ts.isArrowFunction(parent) || ts.isReturnStatement(parent) || ts.isArrayLiteralExpression(parent));
}

/** `await query` itself, or a part of what it gives: `(await query)[0]`. */
function isOfAwaited(replaced: ts.Expression): boolean {
  let at = unwrap(replaced);
  while (ts.isPropertyAccessExpression(at) || ts.isElementAccessExpression(at)) at = unwrap(at.expression);
  return ts.isAwaitExpression(at);
}
