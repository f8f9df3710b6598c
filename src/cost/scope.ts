import { ts } from 'ts-morph';
import type { Finding } from '../core/finding.js';
import { calleeOf, isCallLike, isFunctionNode } from '../syntax/nodes.js';

/** What a finding costs is what this stretch of its file costs. Offsets, the end exclusive. */
export interface Scope {
  readonly kind: 'loop' | 'statement';
  readonly start: number;
  readonly end: number;
}

/** The loop that the evidence names, where it does, else the statements that the finding is in. */
export function scopeOf({ span, evidence }: Finding, file: ts.SourceFile): Scope {
  for (const link of evidence) {
    const loop = link.span.path === span.path ? loopAround(file, span, link.span) : undefined;
    if (!loop) continue;
    const whole = ts.isExpression(loop) ? topOf(loop) : loop;
    return { kind: 'loop', start: whole.getStart(file), end: whole.end };
  }
  const first = topOf(innermost(file, span.start));
  const last = topOf(innermost(file, Math.max(span.start, span.end - 1)));
  return { kind: 'statement', start: Math.min(first.getStart(file), span.start), end: Math.max(last.end, span.end) };
}

interface Stretch {
  readonly start: number;
  readonly end: number;
}

/** The loop or the call of an iterating method around `span` whose head, what stands before the part that repeats, is where `head` is. */
function loopAround(file: ts.SourceFile, span: Stretch, head: Stretch): ts.Node | undefined {
  for (let at: ts.Node | undefined = innermost(file, span.start); at && !ts.isSourceFile(at); at = at.parent) {
    if (at.getStart(file) > head.start || at.end < span.end) continue;
    const repeated = repeatedFrom(at, file);
    if (repeated !== undefined && head.end <= repeated && span.start >= head.end) return at;
  }
  return undefined;
}

function repeatedFrom(node: ts.Node, file: ts.SourceFile): number | undefined {
  if (ts.isIterationStatement(node, false)) return ts.isDoStatement(node) ? node.getStart(file) + 2 : node.statement.getStart(file);
  return isCallLike(node) ? calleeOf(node).end : undefined;
}

function innermost(file: ts.SourceFile, offset: number): ts.Node {
  let found: ts.Node = file;
  const step = (node: ts.Node): ts.Node | undefined => {
    if (node.getStart(file) > offset || node.end <= offset) return undefined;
    found = node;
    return ts.forEachChild(node, step) ?? node;
  };
  ts.forEachChild(file, step);
  return found;
}

/** The statement that a node is in, or, where that has statements of its own, the part of its head: a condition, what is run over. */
function topOf(node: ts.Node): ts.Node {
  let top = node;
  while (!ts.isSourceFile(top) && !holdsStatements(top.parent)) top = top.parent;
  return top;
}

function holdsStatements(node: ts.Node): boolean {
  if (ts.isBlock(node) || ts.isSourceFile(node) || ts.isModuleBlock(node) || ts.isCaseOrDefaultClause(node) || ts.isIterationStatement(node, false)) return true;
  return ts.isIfStatement(node) || ts.isSwitchStatement(node) || ts.isTryStatement(node) || ts.isWithStatement(node) || isFunctionNode(node) || ts.isClassLike(node);
}
