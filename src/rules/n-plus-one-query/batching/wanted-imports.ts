import type { ts } from 'ts-morph';
import type { TextEdit } from '../../../core/finding.js';
import { importEdits } from '../../../syntax/imports.js';
import type { ImportedName } from './batch-query.js';

/** Makes the names known that rewritten code needs where `near` stands; `undefined` where one of them means something else there. */
export function wantedImports(near: ts.Node, wanted: readonly ImportedName[] = []): readonly TextEdit[] | undefined {
  const edits = wanted.map(({ name, from }) => importEdits(near, name, [from]));
  return edits.every((each) => each !== undefined) ? edits.flat() : undefined;
}
