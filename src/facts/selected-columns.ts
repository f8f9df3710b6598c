import { ts } from 'ts-morph';
import { allColumns, columnArguments, columnCalls, columnOptions } from '../knowledge/column-selection.js';
import { argumentsOf, propertyOf, unwrap } from '../syntax/nodes.js';
import type { Facts } from './facts.js';
import type { OperationUse } from './operations.js';
import { possibleValues } from './possible-values.js';
import { builderLinks } from './query-bounds.js';
import { statementText } from './sql-text.js';

/** Whether a read names the columns it wants, instead of taking whole rows. */
export function selectsColumns(facts: Facts, use: OperationUse): boolean {
  if (use.operation.rows === 'sql') return !/select\s+(?:distinct\s+)?(?:"?\w+"?\.)?\*/i.test(statementText(facts, use.call) ?? '');
  const links = builderLinks(facts, use.call);
  if (links.some((link) => columnCalls.has(link.name) && namesColumns(argumentsOf(link.call)[0]))) return true;
  const place = columnArguments[use.library.id];
  return [use.call, ...links.map((link) => link.call)].some((call) => {
    const given = argumentsOf(call);
    if (place !== undefined && given[place] && namesColumns(given[place])) return true;
    return given.some((argument) => possibleValues(facts, argument).some((value) => ts.isObjectLiteralExpression(value) && columnOptions.some((name) => propertyOf(value, name) !== undefined)));
  });
}

/** A lone name may be that of the whole entity: `select('order')`. */
function namesColumns(argument: ts.Expression | undefined): boolean {
  const given = argument && unwrap(argument);
  if (!given || given.kind === ts.SyntaxKind.NullKeyword || given.getText() === 'undefined') return false;
  return !allColumns.test(given.getText());
}
