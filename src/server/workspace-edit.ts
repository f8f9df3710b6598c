import type { TextDocumentEdit, TextDocuments, WorkspaceEdit } from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { TextEdit } from '../core/finding.js';
import { Ranges } from './diagnostic.js';
import { uriOfPath } from './file-uri.js';

/**
 * Edits as the editor applies them. Each document carries the version its offsets were computed for, so an editor whose
 * text moved on refuses the edit instead of applying it in the wrong place.
 */
export function toWorkspaceEdit(
  edits: readonly TextEdit[],
  textOf: (path: string) => string | undefined,
  documents: TextDocuments<TextDocument>,
  uriOf: (path: string) => string = uriOfPath,
): WorkspaceEdit {
  const ranges = new Ranges(textOf);
  const byPath = new Map<string, TextDocumentEdit>();
  for (const { path, start, end, newText } of edits) {
    const uri = uriOf(path);
    const edit = byPath.get(path) ?? { textDocument: { uri, version: documents.get(uri)?.version ?? null }, edits: [] };
    edit.edits.push({ range: ranges.of({ path, start, end }), newText });
    byPath.set(path, edit);
  }
  return { documentChanges: [...byPath.values()] };
}
