import { ts } from 'ts-morph';
import type { Facts } from '../../../facts/facts.js';
import { awaitOf, wrapped } from '../../../syntax/nodes.js';
import { sqlDialect, type ManyRows, type RowsOfResult } from './sql-dialect.js';
import { insertStatement, rowTemplate } from './sql-insert.js';

export const pg = sqlDialect({
  method: '= ANY',
  numbered: (text) => text,
  written: (text) => text,
  isOneOf: (column, parameter, cast) => `${column} = ANY(${parameter}${cast === undefined ? '' : `::${cast}[]`})`,
  takesLists: () => true,
  rowsOfResult,
  held: { pattern: (name) => `{ rows: ${name} }`, of: (awaited) => `${awaited}.rows` },
  refusesEmpty: false,
  insert: rowsOfPlaces,
  countsAreText: true,
});

/** The types of the columns are the statement's own to know, so that each value has a place of its own, as it had before. */
function rowsOfPlaces(text: string, parameters: number): ManyRows | undefined {
  const statement = insertStatement(text, parameters);
  return statement && {
    prepared: { name: 'places', of: (rows) => `${rows}.map((_, at) => \`${rowTemplate(statement, parameters, 'at')}\`)` },
    statement: (places) => `\`${statement.before}\${${places}.join(', ')}${statement.after}\``,
    values: (rows) => `${rows}.flat()`,
  };
}

/** `(await …).rows`, `const { rows } = await …`, and `const result = await …` of which nothing but the rows is asked. */
function rowsOfResult(facts: Facts, call: ts.CallExpression): RowsOfResult | undefined {
  const awaited = awaitOf(call);
  const value = awaited && wrapped(awaited);
  const parent = value?.parent;
  if (!parent) return undefined;
  if (ts.isPropertyAccessExpression(parent)) return parent.name.text === 'rows' ? { taken: { expression: parent }, counted: isOf('length', parent) } : undefined;
  if (!ts.isVariableDeclaration(parent) || parent.type) return undefined;
  if (ts.isIdentifier(parent.name)) {
    const references = facts.referencesOf(parent);
    if (facts.isReassigned(parent) || !references.every((each) => isOf('rows', each))) return undefined;
    return { taken: { expression: call, wrap: (found) => `{ rows: ${found} }` }, counted: references.every((each) => isOf('length', wrapped(each).parent)) };
  }
  const [element, ...others] = parent.name.elements;
  if (!ts.isObjectBindingPattern(parent.name) || !element || !ts.isBindingElement(element) || others.length > 0 || element.initializer || !ts.isIdentifier(element.name) || (element.propertyName ?? element.name).getText() !== 'rows') return undefined;
  return { taken: { expression: call, binding: { node: parent.name, text: element.name.text } }, counted: facts.referencesOf(element).every((each) => isOf('length', each)) };
}

function isOf(name: string, node: ts.Node): boolean {
  const { parent } = wrapped(node);
  return ts.isPropertyAccessExpression(parent) && parent.name.text === name;
}
