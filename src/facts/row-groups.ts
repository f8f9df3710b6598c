import { ts } from 'ts-morph';
import { argumentsOf, nameOfAccess, plainText, unwrap, walk } from '../syntax/nodes.js';
import { calledName } from './called-name.js';
import type { Facts } from './facts.js';
import type { OperationUse } from './operations.js';
import { possibleValues } from './possible-values.js';
import { builderLinks, propertyName } from './query-bounds.js';
import { readSelect, statementText } from './sql-text.js';

/** Words that put rows together, as options and as calls of a chain; `$group` stands in a pipeline. */
const GROUPS = /^(?:group|groupBy|groupByRaw|addGroupBy|by|\$group|distinct|distinctOn|selectDistinct|selectDistinctOn|sortByCount|distinctOnFields)$/;
const SELECTS = /^(?:select|selectDistinct|columns|column|addSelect|attributes|\$project)$/;
/** Calls of a chain that make its answer one row. */
const ONE_ROW = /^(?:count|countDistinct|sum|sumDistinct|avg|avgDistinct|min|max)$/;
const AGGREGATE = /\b(?:count|countDistinct|sum|avg|min|max|countAll|sumDistinct)\s*(?:<[^>]*>)?\s*\(|(?:fn|fn\.)\(?['"](?:count|sum|avg|min|max)/i;

/** single: aggregates without groups, one row · groups: one row per value of the named fields · rows: one per row of the table. */
export type RowGroups = { readonly kind: 'single' | 'rows' } | { readonly kind: 'groups'; readonly fields: readonly string[] };

/** What one row of a query's answer stands for. */
export function rowGroups(facts: Facts, use: OperationUse): RowGroups {
  if (use.operation.rows === 'sql') {
    const text = statementText(facts, use.call);
    const grouped = text === undefined ? undefined : readSelect(text)?.grouped;
    return grouped ? { kind: 'groups', fields: grouped } : { kind: 'rows' };
  }
  const fields: string[] = [];
  let grouped = false;
  let aggregates = false;
  const group = (value: ts.Node | undefined): void => {
    grouped = true;
    if (value) fields.push(...namesIn(value));
  };
  for (const link of builderLinks(facts, use.call)) {
    if (link.handed) continue;
    const given = argumentsOf(link.call);
    if (GROUPS.test(link.name) && !(link.name === 'distinct' && given.length === 0 && use.method === 'distinct')) {
      grouped = true;
      // Options that say by what are read below.
      given.filter((each) => !ts.isObjectLiteralExpression(unwrap(each))).forEach(group);
    }
    if (ONE_ROW.test(link.name) && use.operation.filterChain) aggregates = true;
    if (SELECTS.test(link.name) && given.some((each) => isAggregate(facts, each))) aggregates = true;
    for (const argument of given) {
      for (const value of possibleValues(facts, argument)) {
        for (const object of ts.isArrayLiteralExpression(value) ? value.elements.map((each) => unwrap(each)) : [value]) {
          if (!ts.isObjectLiteralExpression(object)) continue;
          for (const property of object.properties) {
            const name = property.name ? propertyName(property.name) : undefined;
            if (name === undefined || !ts.isPropertyAssignment(property)) continue;
            if (GROUPS.test(name) && property.initializer.kind !== ts.SyntaxKind.FalseKeyword) group(property.initializer);
            else if (name === 'attributes' && isAggregate(facts, property.initializer)) aggregates = true;
          }
        }
      }
    }
  }
  if (grouped) return { kind: 'groups', fields };
  return { kind: aggregates ? 'single' : 'rows' };
}

/** `count(id)`, by its own name where an import gave it another one, and within what is selected. */
function isAggregate(facts: Facts, node: ts.Node): boolean {
  if (AGGREGATE.test(plainText(node))) return true;
  let found = false;
  const look = (each: ts.Node): void => {
    if (ts.isCallExpression(each) && ts.isIdentifier(each.expression) && AGGREGATE.test(`${calledName(facts, each.expression) ?? ''}(`)) found = true;
  };
  look(node);
  walk(node, look);
  return found;
}

function namesIn(node: ts.Node): readonly string[] {
  const names: string[] = [];
  const look = (each: ts.Node): void => {
    if (ts.isStringLiteralLike(each)) names.push(each.text.replace(/^\$/, '').split('.').at(-1) ?? each.text);
    else if (ts.isPropertyAccessExpression(each)) names.push(nameOfAccess(each) ?? '');
  };
  look(node);
  walk(node, look);
  return names;
}

/** Whether groups by these fields are as many as the things they name: ids, dates, addresses. */
export function groupsPileUp(fields: readonly string[]): boolean {
  return fields.some((each) => /(?:^_?id|Id|_id|ID|[uU]uid|At|_at|[eE]mail|[uU]rl|[dD]ate|[hH]ash|[pP]ath|token)$/.test(each.trim()));
}
