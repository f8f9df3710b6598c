import { ts } from 'ts-morph';

/** One replacement in the file of the node that was asked about. */
export interface Replacement {
  readonly path: string;
  readonly start: number;
  readonly end: number;
  readonly newText: string;
}

/** White space at the start of the line that holds an offset. */
export function lineIndent(file: ts.SourceFile, offset: number): string {
  const start = file.text.lastIndexOf('\n', offset - 1) + 1;
  return /^[ \t]*/.exec(file.text.slice(start))?.[0] ?? '';
}

/** Properties at the end of an object literal, laid out as those before them. */
export function appendProperties(object: ts.ObjectLiteralExpression, properties: readonly string[]): readonly Replacement[] {
  const file = object.getSourceFile();
  if (object.properties.length > 0) return appendItems(file, object.getStart(file), object.properties, properties);
  return [{ path: file.fileName, start: object.getStart(file), end: object.end, newText: `{ ${properties.join(', ')} }` }];
}

/** Elements at the end of an array literal. */
export function appendElements(array: ts.ArrayLiteralExpression, elements: readonly string[]): readonly Replacement[] {
  const file = array.getSourceFile();
  if (array.elements.length > 0) return appendItems(file, array.getStart(file), array.elements, elements);
  return [{ path: file.fileName, start: array.getStart(file), end: array.end, newText: `[${elements.join(', ')}]` }];
}

/** Arguments at the end of a call. */
export function appendArguments(call: ts.CallExpression, given: readonly string[]): readonly Replacement[] {
  const file = call.getSourceFile();
  if (call.arguments.length > 0) return appendItems(file, call.arguments.pos - 1, call.arguments, given);
  return [{ path: file.fileName, start: call.end - 1, end: call.end - 1, newText: given.join(', ') }];
}

/** Properties, elements or arguments with their commas, and with their lines where they have lines of their own. */
export function removeItems(file: ts.SourceFile, items: ts.NodeArray<ts.Node>, removed: readonly ts.Node[]): readonly Replacement[] {
  const path = file.fileName;
  const kept = items.filter((each) => !removed.includes(each));
  const last = kept.at(-1);
  if (!last) return items[0] ? [{ path, start: items.pos, end: items.end, newText: '' }] : [];
  // What stands between two items goes with the one that is removed: a comment before it is about it.
  const before = removed.filter((each) => each.pos < last.pos).map((each) => ({ path, start: each.pos, end: items[items.indexOf(each) + 1]?.pos ?? each.end, newText: '' }));
  if (removed.every((each) => each.pos < last.pos)) return before;
  return [...before, { path, start: last.end, end: items.hasTrailingComma ? items.end - 1 : items.end, newText: '' }];
}

function appendItems(file: ts.SourceFile, open: number, items: ts.NodeArray<ts.Node>, added: readonly string[]): readonly Replacement[] {
  const { text, fileName: path } = file;
  const [first, last] = [items[0], items[items.length - 1]];
  if (!first || !last) return [];
  const broken = text.slice(open, first.getStart(file)).includes('\n');
  const comma = items.hasTrailingComma;
  const end = comma ? items.end : last.end;
  if (!broken) return [{ path, start: end, end, newText: `${comma ? '' : ','} ${added.join(', ')}${comma ? ',' : ''}` }];
  const indent = `\n${lineIndent(file, last.getStart(file))}`;
  const newText = `${added.map((each) => indent + each).join(',')}${comma ? ',' : ''}`;
  // A comment at the end of the line belongs to what stands before it.
  const after = (ts.getTrailingCommentRanges(text, end) ?? []).at(-1)?.end ?? end;
  if (after === end) return [{ path, start: end, end, newText: `${comma ? '' : ','}${newText}` }];
  return [...(comma ? [] : [{ path, start: end, end, newText: ',' }]), { path, start: after, end: after, newText }];
}

/** The text with its quotes as most strings of the file have them. */
export function inQuotesOf(node: ts.Node, text: string): string {
  const source = node.getSourceFile().text;
  const double = (source.match(/"/g) ?? []).length > (source.match(/'/g) ?? []).length;
  return double ? text.replaceAll("'", '"') : text;
}
