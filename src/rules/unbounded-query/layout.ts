import type { ts } from 'ts-morph';

/** White space at the start of the line that holds an offset. */
export function lineIndent(file: ts.SourceFile, offset: number): string {
  const start = file.text.lastIndexOf('\n', offset - 1) + 1;
  return /^[ \t]*/.exec(file.text.slice(start))?.[0] ?? '';
}

/** Properties at the end of an object literal, laid out as those before them. */
export function appendProperties(object: ts.ObjectLiteralExpression, properties: readonly string[]): { readonly start: number; readonly end: number; readonly newText: string } {
  const file = object.getSourceFile();
  const last = object.properties.at(-1);
  if (!last) return { start: object.getStart(file), end: object.end, newText: `{ ${properties.join(', ')} }` };
  const broken = file.text.slice(object.getStart(file), object.properties[0]?.getStart(file)).includes('\n');
  const comma = object.properties.hasTrailingComma;
  const end = comma ? file.text.indexOf(',', last.end) + 1 : last.end;
  if (!broken) return { start: end, end, newText: `${comma ? '' : ','} ${properties.join(', ')}${comma ? ',' : ''}` };
  const indent = `\n${lineIndent(file, last.getStart(file))}`;
  return { start: end, end, newText: `${comma ? '' : ','}${properties.map((each) => indent + each).join(',')}${comma ? ',' : ''}` };
}

/** The text with its quotes as most strings of the file have them. */
export function inQuotesOf(node: ts.Node, text: string): string {
  const source = node.getSourceFile().text;
  const double = (source.match(/"/g) ?? []).length > (source.match(/'/g) ?? []).length;
  return double ? text.replaceAll("'", '"') : text;
}
