import type { LineEdit } from '../../cost/heat.js';

/** The parts of an edit that say which lines it touches; positions are those before it. */
export interface TextChange {
  readonly range: { readonly start: { readonly line: number; readonly character: number }; readonly end: { readonly line: number; readonly character: number } };
  readonly text: string;
}

/** @param rest what stands on the last line of the new text behind it, after the edit */
export function lineEdit({ range: { start, end }, text }: TextChange, rest: string): LineEdit {
  const breaks = text.split('\n').length - 1;
  const startsLine = start.character === 0;
  // Whole lines: the one behind them is not touched.
  if (startsLine && end.character === 0 && (text === '' || text.endsWith('\n'))) return { first: start.line, last: end.line - 1, lines: breaks, kept: false };
  const isInsertion = start.line === end.line && start.character === end.character;
  return { first: start.line, last: end.line, lines: breaks + 1, kept: isInsertion && !startsLine && /^\r?\n/.test(text) && rest.trim() === '' };
}
