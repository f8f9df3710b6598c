import { ts } from 'ts-morph';
import { isComponentPath, readComponent } from './component-script.js';
import { functionLabel } from './function-label.js';
import { isFunctionNode, walk } from './nodes.js';
import { isNestedTooDeeply } from './reviewable.js';
import { parse } from './source-store.js';

/** A function of a file; lines and columns are 1-based. */
export interface FunctionPlace {
  /** What people call it; empty where nothing does. */
  readonly name: string;
  /** Where V8 says that it begins: at its parameters, an arrow function at its beginning, the top level at 1:1. */
  readonly line: number;
  readonly column: number;
  /** The place that was asked for is in what comes before the function's body, its name or what it is assigned to included. */
  readonly inHead: boolean;
}

interface Entry {
  readonly node: ts.Node;
  /** Offsets: with what names it, behind the bracket that opens its body, and its end. */
  readonly start: number;
  readonly headEnd: number;
  readonly end: number;
  /** Index of the entry around it; -1 for none. */
  readonly around: number;
}

/** The functions of a text, to be found by place; parsed once. */
export class FunctionPlaces {
  private readonly entries: Entry[] = [];

  private constructor(private readonly file: ts.SourceFile) {
    const open: number[] = [];
    walk(file, (node) => {
      if (!(isFunctionNode(node) && node.body) && !ts.isClassLike(node)) return;
      const start = startOf(node, file);
      while (open.length > 0 && (this.entries[open.at(-1) ?? 0]?.end ?? 0) <= node.pos) open.pop();
      const headEnd = ts.isClassLike(node) ? node.members.pos : (node.body?.getStart(file) ?? node.end) + 1;
      open.push(this.entries.push({ node, start, headEnd, end: node.end, around: open.at(-1) ?? -1 }) - 1);
    });
  }

  /** `undefined` for a text that no parser survives. */
  static of(path: string, text: string): FunctionPlaces | undefined {
    if (text.length > LONGEST || text.includes('\0')) return undefined;
    const component = isComponentPath(path) ? readComponent(path, text) : undefined;
    const file = component === undefined ? parse(path, text, true) : parse(path, component.text, true, component.kind);
    return file === undefined || isNestedTooDeeply(file) ? undefined : new FunctionPlaces(file);
  }

  /** The innermost function around a 1-based place, the file's top level where there is none. A class stands for its constructor. */
  at(line: number, column: number): FunctionPlace {
    const offset = this.offsetOf(line, column);
    let entry = this.entries[this.lastBefore(offset)];
    while (entry !== undefined && (entry.end <= offset || (ts.isClassLike(entry.node) && entry.headEnd <= offset))) entry = this.entries[entry.around];
    if (entry === undefined) return { name: '', line: 1, column: 1, inHead: line === 1 && column === 1 };
    const place = this.file.getLineAndCharacterOfPosition(beginningOf(entry.node, this.file));
    return { name: functionLabel(entry.node, this.file), line: place.line + 1, column: place.character + 1, inHead: offset < entry.headEnd };
  }

  private offsetOf(line: number, column: number): number {
    const starts = this.file.getLineStarts();
    const start = starts[Math.min(line, starts.length) - 1] ?? 0;
    return line > starts.length ? this.file.end : Math.min(start + column - 1, (starts[line] ?? this.file.end + 1) - 1);
  }

  /** Entries stand in the order of their beginning. */
  private lastBefore(offset: number): number {
    let low = 0;
    let high = this.entries.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.entries[middle]?.start ?? 0) <= offset) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  }
}

/** A larger text was put together by a tool. */
const LONGEST = 2_000_000;

/** With what a function is assigned to: maps often lead to the name rather than to the parameters. */
function startOf(node: ts.Node, file: ts.SourceFile): number {
  const { parent } = node;
  const named = (ts.isVariableDeclaration(parent) || ts.isPropertyAssignment(parent) || ts.isPropertyDeclaration(parent)) && parent.initializer === node;
  const assigned = ts.isBinaryExpression(parent) && parent.right === node && parent.operatorToken.kind === ts.SyntaxKind.EqualsToken;
  return (named || assigned ? parent : node).getStart(file);
}

/** As V8 counts: measured with its profiler, version 11 and 13. */
function beginningOf(node: ts.Node, file: ts.SourceFile): number {
  if (!isFunctionNode(node) || ts.isArrowFunction(node)) return node.getStart(file);
  return node.getChildren(file).find(({ kind }) => kind === ts.SyntaxKind.OpenParenToken)?.getStart(file) ?? node.getStart(file);
}
