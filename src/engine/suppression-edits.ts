import { ts } from 'ts-morph';
import type { Span } from '../core/span.js';
import { scriptBlocksOf } from '../syntax/component-script.js';
import type { Directive } from './directives.js';

/** One replacement in the text the file was parsed from. */
export interface PlainEdit {
  readonly start: number;
  readonly end: number;
  readonly newText: string;
}

/** Accepts the findings of a rule on the line where `span` begins. */
export function suppressLine(file: ts.SourceFile, span: Span, ruleId: string, reason: string): PlainEdit {
  const lineStart = file.getLineStarts()[file.getLineAndCharacterOfPosition(span.start).line] ?? 0;
  const indent = /^[^\S\r\n]*/.exec(file.text.slice(lineStart))?.[0] ?? '';
  const words = directiveWords('disable-next-line', ruleId, reason);
  const isInScript = scriptBlocksOf(file)?.some((each) => lineStart >= each.start && lineStart <= each.end) ?? true;
  switch (isInScript ? surroundings(file, lineStart + indent.length) : 'template') {
    case 'code':
      return insertion(lineStart, `${indent}// ${words}${lineBreak(file.text)}`);
    case 'jsx children':
      return insertion(lineStart, `${indent}{/* ${closed(words)} */}${lineBreak(file.text)}`);
    case 'template':
      // The line begins inside of a template string, or with a tag: the only place for a comment is before the expression itself.
      return insertion(span.start, `/* ${closed(directiveWords('disable-line', ruleId, reason))} */ `);
  }
}

/** Accepts the findings of a rule in the whole file. */
export function suppressFile(file: ts.SourceFile, ruleId: string, reason: string): PlainEdit {
  const [script] = scriptBlocksOf(file) ?? [];
  // Above a component's script stands markup.
  const top = script ? script.start + (/^[^\S\r\n]*(?:\r\n|\r|\n)?/.exec(file.text.slice(script.start))?.[0].length ?? 0) : fileTop(file.text);
  return insertion(top, `/* ${closed(directiveWords('disable', ruleId, reason))} */${lineBreak(file.text)}`);
}

/** Takes ids out of a directive; the whole comment when none would remain or `ruleIds` is empty. */
export function suppressionRemoval(file: ts.SourceFile, directive: Directive, ruleIds: readonly string[]): PlainEdit {
  const remaining = directive.ruleIds.filter((id) => !ruleIds.includes(id));
  if (ruleIds.length === 0 || remaining.length === 0) return commentRemoval(file, directive);
  const comment = file.text.slice(directive.start, directive.end);
  const ids = /(perf-review-[\w-]+[\s:]+)([^]*?)(?=\s+--|\s*\*\/$|\s*$)/.exec(comment);
  const start = directive.start + (ids?.index ?? 0) + (ids?.[1]?.length ?? 0);
  return { start, end: start + (ids?.[2]?.length ?? 0), newText: remaining.join(', ') };
}

function commentRemoval(file: ts.SourceFile, directive: Directive): PlainEdit {
  const { text } = file;
  let { start, end } = directive;
  // `{/* … */}` in JSX children goes with its braces; an empty expression would remain.
  const opening = /\{\s*$/.exec(text.slice(0, start));
  const closing = /^\s*\}/.exec(text.slice(end));
  if (opening !== null && closing !== null && surroundings(file, opening.index) === 'jsx children') {
    start = opening.index;
    end += closing[0].length;
  }
  const before = /(?:^|[\r\n])([^\S\r\n]*)$/.exec(text.slice(0, start));
  const after = /^[^\S\r\n]*(?:\r\n|\r|\n|$)/.exec(text.slice(end));
  if (before !== null && after !== null) return { start: start - (before[1]?.length ?? 0), end: end + after[0].length, newText: '' };
  if (after !== null) return { start: start - (/[^\S\r\n]*$/.exec(text.slice(0, start))?.[0].length ?? 0), end, newText: '' };
  return { start, end: end + (/^[^\S\r\n]*/.exec(text.slice(end))?.[0].length ?? 0), newText: '' };
}

/** What a line inserted before `offset`, the first character of its line that is not blank, would be part of. */
function surroundings(file: ts.SourceFile, offset: number): 'code' | 'jsx children' | 'template' {
  let result: 'code' | 'jsx children' | 'template' = 'code';
  const visit = (node: ts.Node): void => {
    if (node.pos > offset || node.end < offset) return;
    if (isTemplatePart(node) && node.getStart(file) < offset && offset < node.end) result = 'template';
    if ((ts.isJsxElement(node) || ts.isJsxFragment(node)) && betweenTags(node, offset)) {
      const inText = node.children.some((child) => (ts.isJsxText(child) ? child.pos <= offset && offset < child.end : child.pos === offset));
      if (inText || node.children.at(-1)?.end === offset) result = 'jsx children';
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return result;
}

function betweenTags(node: ts.JsxElement | ts.JsxFragment, offset: number): boolean {
  const [opening, closing] = ts.isJsxElement(node) ? [node.openingElement, node.closingElement] : [node.openingFragment, node.closingFragment];
  return offset >= opening.end && offset <= closing.pos;
}

function isTemplatePart(node: ts.Node): boolean {
  return ts.isNoSubstitutionTemplateLiteral(node) || ts.isTemplateHead(node) || ts.isTemplateMiddleOrTemplateTail(node);
}

/** Behind the interpreter line and behind a comment that opens the file: some tools look for theirs only there. */
function fileTop(text: string): number {
  const shebang = /^#![^\r\n]*(?:\r\n|\r|\n|$)/.exec(text)?.[0].length ?? 0;
  const header = /^\s*\/\*[^]*?\*\/[^\S\r\n]*(?:\r\n|\r|\n)/.exec(text.slice(shebang));
  return shebang + (header?.[0].length ?? 0);
}

function directiveWords(kind: 'disable-next-line' | 'disable-line' | 'disable', ruleId: string, reason: string): string {
  const words = reason.replace(/\s+/g, ' ').trim();
  return `perf-review-${kind} ${ruleId}${words === '' ? '' : ` -- ${words}`}`;
}

/** A reason must not end the comment it is in. */
function closed(words: string): string {
  return words.replaceAll('*/', '* /');
}

function lineBreak(text: string): string {
  return /\r\n|\n/.exec(text)?.[0] ?? '\n';
}

function insertion(offset: number, newText: string): PlainEdit {
  return { start: offset, end: offset, newText };
}
