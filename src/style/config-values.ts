import { ts } from 'ts-morph';
import { isRecord } from './format-options.js';

/** Configuration files as plain values, without running anything. `undefined`: it holds more than this reads. */

/** JSON with comments, trailing commas and single quotes. */
export function jsonValues(text: string): unknown {
  const parsed: { readonly config?: unknown; readonly error?: ts.Diagnostic } = ts.parseConfigFileTextToJson('/config.json', text);
  // Single quotes are an error to the compiler and everyday JSON5.
  return parsed.error && parsed.error.code !== 1327 ? undefined : parsed.config;
}

/** The object that a module of configuration exports, where it is written down as literals. */
export function moduleValues(path: string, text: string): unknown {
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.ESNext, false, ts.ScriptKind.TS);
  const constants = new Map<string, ts.Expression>();
  let exported: ts.Expression | undefined;
  for (const statement of file.statements) {
    if (ts.isVariableStatement(statement)) {
      for (const { name, initializer } of statement.declarationList.declarations) if (ts.isIdentifier(name) && initializer) constants.set(name.text, initializer);
    } else if (ts.isExportAssignment(statement)) exported = statement.expression;
    else if (ts.isExpressionStatement(statement) && ts.isBinaryExpression(statement.expression)) {
      const { left, operatorToken, right } = statement.expression;
      const assigned = ts.isPropertyAccessExpression(left) && ts.isIdentifier(left.expression) && left.expression.text === 'module' && left.name.text === 'exports';
      if (assigned && operatorToken.kind === ts.SyntaxKind.EqualsToken) exported = right;
    }
  }
  return exported && literalValue(exported, constants, 0);
}

/** Deep enough for any configuration, and no name leads to itself for ever. */
const MAX_DEPTH = 8;

function literalValue(node: ts.Expression, constants: ReadonlyMap<string, ts.Expression>, depth: number): unknown {
  if (depth > MAX_DEPTH) return undefined;
  const inner = (each: ts.Expression): unknown => literalValue(each, constants, depth + 1);
  if (ts.isStringLiteralLike(node)) return node.text;
  if (ts.isNumericLiteral(node)) return Number(node.text);
  if (node.kind === ts.SyntaxKind.TrueKeyword || node.kind === ts.SyntaxKind.FalseKeyword) return node.kind === ts.SyntaxKind.TrueKeyword;
  if (ts.isAsExpression(node) || ts.isSatisfiesExpression(node) || ts.isParenthesizedExpression(node)) return inner(node.expression);
  if (ts.isIdentifier(node)) {
    const value = constants.get(node.text);
    return value && inner(value);
  }
  if (ts.isArrayLiteralExpression(node)) return node.elements.map(inner);
  if (!ts.isObjectLiteralExpression(node)) return undefined;
  const values: Record<string, unknown> = {};
  for (const property of node.properties) {
    // What a spread brings in is not known, so nothing is.
    if (!ts.isPropertyAssignment(property) || ts.isComputedPropertyName(property.name)) return undefined;
    values[property.name.text] = inner(property.initializer);
  }
  return values;
}

/** The TOML that such files hold: keys, tables and arrays of tables. */
export function tomlValues(text: string): unknown {
  const root: Record<string, unknown> = {};
  let table = root;
  for (const raw of text.split(/\r?\n/)) {
    const line = raw.trim();
    if (line === '' || line.startsWith('#')) continue;
    const header = /^(\[{1,2})\s*([\w.-]+)\s*\]{1,2}\s*(?:#.*)?$/.exec(line);
    const pair = /^["']?([\w-]+)["']?\s*=\s*(.+)$/.exec(line);
    if (header) table = tableAt(root, (header[2] ?? '').split('.'), header[1] === '[[');
    else if (pair?.[1] !== undefined && pair[2] !== undefined) table[pair[1]] = scalar(pair[2]);
    else return undefined;
  }
  return root;
}

function tableAt(root: Record<string, unknown>, names: readonly string[], listed: boolean): Record<string, unknown> {
  let at = root;
  names.forEach((name, index) => {
    const last = index === names.length - 1;
    const known = at[name];
    const fresh: Record<string, unknown> = {};
    if (last && listed) at[name] = [...(Array.isArray(known) ? known as unknown[] : []), fresh];
    const inside: unknown = Array.isArray(at[name]) ? (at[name] as unknown[]).at(-1) : (at[name] ??= fresh);
    at = isRecord(inside) ? inside : fresh;
  });
  return at;
}

interface Line {
  readonly indent: number;
  readonly text: string;
}

/** The YAML that such files hold: maps, lists and scalars by indentation. Anything else is not read. */
export function yamlValues(text: string): unknown {
  const lines = text.split(/\r?\n/).map((raw) => raw.replace(/(^|\s)#.*$/, '').trimEnd()).filter((raw) => raw.trim() !== '' && raw !== '---')
    .map((raw): Line => ({ indent: raw.length - raw.trimStart().length, text: raw.trimStart() }));
  const rest = [...lines];
  const value = block(rest, 0);
  return rest.length === 0 ? value : undefined;
}

/** Takes the lines of one block off the front. */
function block(lines: Line[], depth: number): unknown {
  const first = lines[0];
  if (!first || depth > MAX_DEPTH) return undefined;
  const { indent } = first;
  const listed = first.text.startsWith('- ');
  const list: unknown[] = [];
  const map: Record<string, unknown> = {};
  while (lines[0]?.indent === indent && lines[0].text.startsWith('- ') === listed) {
    const line = lines.shift();
    if (!line) break;
    if (listed) {
      const item = line.text.slice(2).trimStart();
      if (!/^["']?[\w-]+["']?:(?:\s|$)/.test(item)) {
        list.push(scalar(item));
        continue;
      }
      lines.unshift({ indent: indent + line.text.length - item.length, text: item });
      list.push(block(lines, depth + 1));
      continue;
    }
    const pair = /^["']?([\w-]+)["']?:\s*(.*)$/.exec(line.text);
    if (pair?.[1] === undefined) return undefined;
    const deeper = (lines[0]?.indent ?? 0) > indent || (lines[0]?.indent === indent && lines[0].text.startsWith('- '));
    map[pair[1]] = pair[2] === '' && deeper ? block(lines, depth + 1) : scalar(pair[2] ?? '');
  }
  return listed ? list : map;
}

function scalar(text: string): unknown {
  const plain = text.replace(/\s+#.*$/, '').trim();
  const quoted = /^(["'])(.*)\1$/.exec(plain);
  if (quoted) return quoted[2];
  if (plain === 'true' || plain === 'false') return plain === 'true';
  if (/^-?\d+$/.test(plain)) return Number(plain);
  if (plain.startsWith('[') && plain.endsWith(']')) return plain.slice(1, -1).split(',').map((each) => scalar(each.trim())).filter((each) => each !== '');
  return plain;
}
