import { ts } from 'ts-morph';
import { suggestion } from './near-match.js';
import type { RuleDeclaration } from './rule-declaration.js';
import { resolveSettings, type SettingValues } from './settings.js';
import { SETTINGS } from './setting-declarations.js';

/** Looked for in the root of what is reviewed, and shared by the command line and the editor. */
export const CONFIG_FILE_NAME = 'perf-review.json';

/** One thing wrong with the file; line and column 1-based, column in UTF-16 units. */
export interface ConfigProblem {
  readonly line: number;
  readonly column: number;
  readonly message: string;
}

export interface ConfigFile {
  /** A layer for `resolveSettings`; without what only editors know. */
  readonly values: SettingValues;
  readonly problems: readonly ConfigProblem[];
}

/** Reads JSON with comments and trailing commas. Problems come in the order of the text; values that are right are kept all the same. */
export function parseConfigFile(text: string, rules: readonly RuleDeclaration[]): ConfigFile {
  const file = ts.parseJsonText(CONFIG_FILE_NAME, text.replace(/^\uFEFF/, ''));
  const problemAt = (offset: number, message: string): ConfigProblem => {
    const { line, character } = file.getLineAndCharacterOfPosition(offset);
    return { line: line + 1, column: character + 1, message };
  };
  const syntax = [...parseErrors(file)];
  const content: unknown = ts.convertToObject(file, syntax);
  if (syntax.length > 0) return { values: {}, problems: syntax.map((each) => problemAt(each.start ?? 0, ts.flattenDiagnosticMessageText(each.messageText, ' '))) };
  const top = file.statements[0]?.expression;
  if (top === undefined) return { values: {}, problems: [] };
  if (!ts.isObjectLiteralExpression(top) || typeof content !== 'object' || content === null) {
    return { values: {}, problems: [problemAt(0, 'must be an object')] };
  }
  const { $schema: _schema, ...all } = content as Record<string, unknown>;
  const editorOnly = Object.keys(all).filter((key) => !forEveryone().some((name) => name === key || name.startsWith(`${key}.`)));
  const values = Object.fromEntries(Object.entries(all).filter(([key]) => !editorOnly.includes(key)));
  const unknown = editorOnly.map((key) => problemAt(offsetOf(file, top, [key], true), unknownKey(key)));
  const wrong = resolveSettings([values], rules).problems.map(({ at, message, onKey }) => problemAt(offsetOf(file, top, at, onKey), message));
  return { values, problems: [...unknown, ...wrong].sort((a, b) => a.line - b.line || a.column - b.column) };
}

/** `parseDiagnostics` is not public on the type, but it is what `parseJsonText` documents to fill. */
function parseErrors(file: ts.JsonSourceFile): readonly ts.Diagnostic[] {
  return (file as unknown as { readonly parseDiagnostics: readonly ts.Diagnostic[] }).parseDiagnostics;
}

function forEveryone(): readonly string[] {
  return SETTINGS.filter(({ audience }) => audience === 'everyone').map(({ name }) => name);
}

function unknownKey(key: string): string {
  if (SETTINGS.some(({ name }) => name === key || name.startsWith(`${key}.`))) return `'${key}' is a setting of the editor only`;
  return `unknown setting '${key}'${suggestion(key, new Set(forEveryone().map((name) => name.split('.')[0] ?? name)))}`;
}

function offsetOf(file: ts.SourceFile, top: ts.ObjectLiteralExpression, at: readonly string[], onKey: boolean): number {
  let inside: ts.Expression = top;
  let offset = top.getStart(file);
  for (const [depth, key] of at.entries()) {
    if (!ts.isObjectLiteralExpression(inside)) break;
    const property = inside.properties.find((each) => ts.isPropertyAssignment(each) && ts.isStringLiteral(each.name) && each.name.text === key);
    if (property === undefined || !ts.isPropertyAssignment(property)) break;
    const last = depth === at.length - 1;
    offset = (last && !onKey ? property.initializer : property.name).getStart(file);
    inside = property.initializer;
  }
  return offset;
}
