import { ts } from 'ts-morph';
import type { Facts } from '../../facts/facts.js';
import { indentUnit, statementEnd, textAt } from '../../syntax/layout.js';
import { unwrap } from '../../syntax/nodes.js';
import type { Element } from './elements.js';

/** Lines longer than this are broken. */
const WIDTH = 100;

/** One line or more of the array: comments, what takes the result, what is started. */
interface Entry {
  readonly comments: readonly string[];
  readonly target: string;
  write(indent: string): string;
}

export interface Joint {
  readonly elements: readonly Element[];
  /** How names are declared; `''` assigns to what is there. */
  readonly keyword: 'const' | 'let' | '';
  readonly type: string | undefined;
}

/**
 * `const [a, b] = await Promise.all([…]);` at an indentation.
 * @param keeping the statement it takes the place of, whose comments stay where they are
 */
export function jointText(facts: Facts, { elements, keyword, type }: Joint, file: ts.SourceFile, indent: string, keeping: ts.Statement | undefined): string {
  const unit = indentUnit(file);
  const end = statementEnd(file);
  const entries = elements.flatMap((each) => entriesOf(facts, each, each.whole === keeping));
  const targets = entries.map((each) => each.target);
  while (targets.at(-1) === '') targets.pop();
  const head = headText(targets, keyword, type, indent, unit, end);
  const commented = entries.some((each) => each.comments.length > 0);
  const inline = `${head}${entries.map((each) => each.write(indent)).join(', ')}])${end}`;
  if (!commented && !inline.includes('\n') && indent.length + inline.length <= WIDTH) return inline;
  const inner = indent + unit;
  const lines = entries.flatMap((each) => [...each.comments, `${each.write(inner)},`]);
  return `${head}\n${lines.map((line) => inner + line).join('\n')}\n${indent}])${end}`;
}

function headText(targets: readonly string[], keyword: Joint['keyword'], type: string | undefined, indent: string, unit: string, end: string): string {
  if (targets.length === 0) return 'await Promise.all([';
  const open = keyword === '' ? (end === '' ? ';[' : '[') : `${keyword} [`;
  const tail = `]${type === undefined ? '' : `: ${type}`} = await Promise.all([`;
  const line = `${open}${targets.join(', ')}${tail}`;
  if (indent.length + line.length <= WIDTH && !line.includes('\n')) return line;
  return `${open}\n${targets.map((each) => `${indent}${unit}${each},`).join('\n')}\n${indent}${tail}`;
}

function entriesOf(facts: Facts, element: Element, keepsComments: boolean): readonly Entry[] {
  const comments = element.comments.filter((each) => !keepsComments || !element.outer.includes(each));
  const parts = spreadable(facts, element);
  if (!parts) return [{ comments, target: element.target, write: (indent) => textAt(element.started, indent, element.release) }];
  const file = element.started.getSourceFile();
  return parts.map(({ target, started }, index) => {
    const own = (ts.getLeadingCommentRanges(file.text, started.pos) ?? []).map((each) => file.text.slice(each.pos, each.end));
    return { comments: [...(index === 0 ? comments : []), ...own], target, write: (indent) => textAt(started, indent) };
  });
}

/** `[a, b] = await Promise.all([x(), y()])` gives its elements to the greater array, and loses nothing by it. */
function spreadable(facts: Facts, { role, whole, started }: Element): readonly { readonly target: string; readonly started: ts.Expression }[] | undefined {
  const call = ts.isAwaitExpression(started) ? unwrap(started.expression) : undefined;
  if (role !== 'declared' || !whole || !ts.isVariableStatement(whole) || !call || !ts.isCallExpression(call)) return undefined;
  const name = whole.declarationList.declarations[0]?.name;
  const list = call.arguments[0];
  const value = facts.valueOf(call.expression);
  if (!name || !list || !ts.isArrayBindingPattern(name) || !ts.isArrayLiteralExpression(list) || value?.kind !== 'member' || value.member.combines !== 'all') return undefined;
  if (list.elements.some((each) => ts.isSpreadElement(each) || ts.isOmittedExpression(each)) || name.elements.length > list.elements.length) return undefined;
  if (name.elements.some((each) => ts.isBindingElement(each) && each.dotDotDotToken !== undefined)) return undefined;
  return list.elements.map((each, index) => ({ target: name.elements[index]?.getText() ?? '', started: each }));
}
