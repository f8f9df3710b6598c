import { ts } from 'ts-morph';
import type { Facts } from '../../../facts/facts.js';
import { awaitOf, wrapped } from '../../../syntax/nodes.js';
import { sqlDialect, type ManyRows, type RowsOfResult } from './sql-dialect.js';
import { insertStatement } from './sql-insert.js';

/** Parameters that are read here (`$1`) would be taken for others, and `??` is a name, not a value. */
const UNREADABLE = /\$|\?\?/;

export const mysql2 = sqlDialect({
  method: 'IN',
  numbered: (text) => (UNREADABLE.test(text) ? undefined : numberedText(text)),
  written: (text) => outsideQuotes(text, (code) => code.replace(/\$\d+/g, '?')),
  isOneOf: (column, parameter) => `${column} IN (${parameter})`,
  // The server prepares what `execute` is given, and there a list is no parameter.
  takesLists: (method) => method === 'query',
  rowsOfResult,
  held: { pattern: (name) => `[${name}]`, of: (awaited) => `${awaited}[0]` },
  refusesEmpty: true,
  insert: rowsOfList,
  countsAreText: false,
});

/** `VALUES ?` with a list of lists: the client writes them as rows. */
function rowsOfList(text: string, parameters: number): ManyRows | undefined {
  const numbered = UNREADABLE.test(text) ? undefined : numberedText(text);
  const statement = numbered === undefined ? undefined : insertStatement(numbered, parameters);
  const plain = statement && new RegExp(String.raw`^\(\s*${Array.from({ length: parameters }, (_, at) => String.raw`\$${at + 1}`).join(String.raw`\s*,\s*`)}\s*\)$`).test(statement.row);
  return statement && plain ? { statement: (_, quote) => `${quote}${statement.before}?${statement.after}${quote}`, values: (rows) => `[${rows}]` } : undefined;
}

/** A statement with its code changed and its literals as they were. */
function outsideQuotes(text: string, change: (code: string) => string): string {
  return text.split(/('[^']*')/).map((each, index) => (index % 2 === 0 ? change(each) : each)).join('');
}

/** `const [rows] = await …`, `const [[row]] = await …`, `(await …)[0]`. */
function rowsOfResult(facts: Facts, call: ts.CallExpression): RowsOfResult | undefined {
  const awaited = awaitOf(call);
  const parent = awaited && wrapped(awaited).parent;
  if (!parent) return undefined;
  if (ts.isElementAccessExpression(parent)) {
    return parent.argumentExpression.getText() === '0' ? { taken: { expression: parent }, counted: isLength(parent) } : undefined;
  }
  if (!ts.isVariableDeclaration(parent) || parent.type || !ts.isArrayBindingPattern(parent.name)) return undefined;
  const [element, ...others] = parent.name.elements;
  if (!element || !ts.isBindingElement(element) || others.length > 0 || element.initializer || element.dotDotDotToken || ts.isObjectBindingPattern(element.name)) return undefined;
  const counted = ts.isIdentifier(element.name) && facts.referencesOf(element).every(isLength);
  return { taken: { expression: call, binding: { node: parent.name, text: element.name.getText() } }, counted };
}

function isLength(node: ts.Node): boolean {
  const { parent } = wrapped(node);
  return ts.isPropertyAccessExpression(parent) && parent.name.text === 'length';
}

function numberedText(text: string): string {
  let count = 0;
  return outsideQuotes(text, (code) => code.replaceAll('?', () => `$${++count}`));
}
