import { ts } from 'ts-morph';
import type { TextEdit } from '../../../core/finding.js';
import type { Facts } from '../../../facts/facts.js';
import { isFunctionNode, statementOf, walk } from '../../../syntax/nodes.js';
import type { FixProposal } from '../../rule.js';
import type { BatchWrite } from './batch-query.js';
import { insteadOfLoop, performedStatement, type Performed } from './instead-of-loop.js';
import type { LoopSite } from './loop-site.js';
import { freeName } from './names.js';
import { grouped } from './statement-size.js';
import { wantedImports } from './wanted-imports.js';

/** Rows in one statement where the library's table names no limit, and one has to be kept because the empty list is refused. */
const SIZE = 1000;

/** One write for all elements: in the loop's place when it does nothing else, else after it. */
export function writeFix(facts: Facts, write: BatchWrite, site: LoopSite): FixProposal | undefined {
  const performed = performedStatement(write.expression);
  if (!performed) return undefined;
  const edits = insteadOfLoop(site, performed.node, write.item, (list, whole) => writeStatements(facts, write, site, list, whole)) ?? afterLoop(facts, write, site, performed);
  const imports = wantedImports(site.loop.node, write.imports);
  if (!edits || !imports) return undefined;
  return {
    title: `Write them all with one \`${write.method}\``, queries: 'N → 1',
    differs: [write.mostElements === undefined && !write.splits ? 'if one of them fails, none is written' : 'if one of them fails, none of those written along with it is', ...(write.differs ?? [])], edits: [...edits, ...imports],
  };
}

function writeStatements(facts: Facts, write: BatchWrite, site: LoopSite, list: string, near: ts.Node): readonly string[] {
  const most = write.mostElements;
  const small = most === undefined || (site.bound !== undefined && site.bound <= most);
  if (small && !write.refusesEmpty) return [`await ${write.many(list, '')}`];
  const name = /^[\w$]+$/.test(list) ? list : freeName(facts, near, write.items);
  const held = name === list ? [] : [`const ${name} = ${list}`];
  return [...held, ...pieces(facts, write, site, name, small)];
}

/** In as many statements as the number of parameters demands, and in none for no rows. */
function pieces(facts: Facts, write: BatchWrite, { loop, place: { indent, unit, end } }: LoopSite, name: string, small: boolean): readonly string[] {
  const size = grouped(write.mostElements ?? SIZE);
  const piece = `${name}.slice(start, start + ${size})`;
  const { prepared } = write;
  if (!prepared) {
    if (small) return [`if (${name}.length > 0) await ${write.many(name, '')}${end}`];
    return [`for (let start = 0; start < ${name}.length; start += ${size}) {\n${indent}${unit}await ${write.many(piece, '')}${end}\n${indent}}`];
  }
  const [items, made] = [small ? name : freeName(facts, loop.node, 'batch'), freeName(facts, loop.node, prepared.name)];
  const lines = [...(small ? [] : [`const ${items} = ${piece}`]), `const ${made} = ${prepared.of(items)}`, `await ${write.many(items, made)}`];
  const head = small ? `if (${name}.length > 0)` : `for (let start = 0; start < ${name}.length; start += ${size})`;
  return [`${head} {\n${lines.map((each) => `${indent}${unit}${each}${end}\n`).join('')}${indent}}`];
}

/** Rows are gathered in the rounds and written after the last one. */
function afterLoop(facts: Facts, write: BatchWrite, site: LoopSite, { node, callback }: Performed): readonly TextEdit[] | undefined {
  const loop = site.loop.node;
  if (callback || !(ts.isForOfStatement(loop) || ts.isForStatement(loop)) || statementOf(loop) !== loop || leavesFunction(site.loop.body)) return undefined;
  const file = loop.getSourceFile();
  const { indent, end } = site.place;
  const name = freeName(facts, loop, write.items);
  const after = write.mostElements === undefined && !write.refusesEmpty ? [`await ${write.many(name, '')}${end}`] : pieces(facts, write, site, name, write.mostElements === undefined);
  return [
    site.place.insert([`const ${name} = []`]),
    { path: file.fileName, start: node.getStart(file), end: node.end, newText: `${name}.push(${write.item.getText()})${end}` },
    { path: file.fileName, start: loop.end, end: loop.end, newText: after.map((each) => `\n${indent}${each}`).join('') },
  ];
}

/** A `return` among the rounds would leave what was gathered unwritten. */
function leavesFunction(body: ts.Node): boolean {
  let leaves = false;
  walk(body, (node) => {
    if (isFunctionNode(node)) return false;
    if (ts.isReturnStatement(node)) leaves = true;
    return !leaves;
  });
  return leaves;
}
