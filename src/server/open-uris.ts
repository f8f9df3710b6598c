import type { TextDocuments } from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import { pathOfUri, uriOfPath } from './file-uri.js';

/** Editors write URIs in their own way (`%40` for `@`), so an open document keeps the spelling the editor used for it. */
export function spellingOf(documents: TextDocuments<TextDocument>): (path: string) => string {
  return (path) => {
    const plain = uriOfPath(path);
    if (documents.get(plain)) return plain;
    return documents.keys().find((uri) => pathOfUri(uri) === path) ?? plain;
  };
}
