import { ts } from 'ts-morph';
import type { TextEdit } from '../core/finding.js';
import type { Bindings } from '../facts/bindings.js';
import { commentsOf } from '../syntax/tokens.js';
import { newlyUnused } from './unused-names.js';

/**
 * Edits of one file that also take out the imported names that nobody reads after them; `undefined` when there are none that could be.
 * The last name of an import stays: a module may be there for what it does when it is loaded.
 * @param before the file as it is
 * @param after the file with the edits made
 */
export function withoutUnreadImports(edits: readonly TextEdit[], before: Bindings, after: Bindings): readonly TextEdit[] | undefined {
  const unread = new Set(newlyUnused(before, after));
  if (unread.size === 0) return undefined;
  const [old, fresh] = [importsOf(before.file), importsOf(after.file)];
  let result: readonly TextEdit[] | undefined;
  fresh.forEach((each) => {
    const text = withoutNames(each, (name) => unread.has(name.name.text) && after.referencesOf(name).length === 0);
    if (text === undefined) return;
    const same = old.filter((other) => moduleOf(other) === moduleOf(each))[fresh.filter((other) => moduleOf(other) === moduleOf(each)).indexOf(each)];
    const declared = same && { start: same.getStart(before.file), end: same.end };
    if (!declared) return;
    const beside = (result ?? edits).filter(({ start, end }) => end <= declared.start || start >= declared.end);
    const path = before.file.fileName;
    // What lies inside of the import is in its new text already; what reaches over its ends cannot be told apart.
    if ((result ?? edits).some((edit) => !beside.includes(edit) && (edit.start < declared.start || edit.end > declared.end))) return;
    result = [...beside, { path, ...declared, newText: text }];
  });
  return result;
}

function importsOf(file: ts.SourceFile): readonly ts.ImportDeclaration[] {
  return file.statements.filter(ts.isImportDeclaration);
}

function moduleOf({ moduleSpecifier }: ts.ImportDeclaration): string {
  return moduleSpecifier.getText();
}

/** The import as it is written, without some names; `undefined` when there is nothing to leave out or would be nothing left. */
function withoutNames(declaration: ts.ImportDeclaration, isUnread: (name: ts.ImportSpecifier) => boolean): string | undefined {
  const bindings = declaration.importClause?.namedBindings;
  if (!bindings || !ts.isNamedImports(bindings)) return undefined;
  const file = declaration.getSourceFile();
  const { elements } = bindings;
  const kept = elements.filter((each) => !isUnread(each));
  const [first, last] = [elements[0], elements.at(-1)];
  if (!first || !last || kept.length === elements.length || kept.length === 0 || commentsOf(file).some((each) => declaration.getText().includes(each))) return undefined;
  const start = declaration.getStart(file);
  const indent = file.text.slice(first.getFullStart(), first.getStart(file));
  const listed = kept.map((each, index) => (index === 0 ? indent : file.text.slice(each.getFullStart(), each.getStart(file))) + each.getText(file)).join(',');
  return file.text.slice(start, first.getFullStart()) + listed + file.text.slice(last.end, declaration.end);
}
