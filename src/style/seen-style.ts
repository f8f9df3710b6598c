import { ts } from 'ts-morph';
import { walk } from '../syntax/nodes.js';
import type { FormatOptions } from './format-options.js';

/** What projects set as the longest line. */
export const USUAL_WIDTHS: readonly number[] = [80, 100, 120, 140];

/** The share of lines that may be longer than the width: long texts and addresses cannot be broken. */
const LONGER_LINES = 0.01;

/** Counts of the two ways to write one thing. */
class Votes {
  private yes = 0;
  private no = 0;

  add(vote: boolean): void {
    if (vote) this.yes++;
    else this.no++;
  }

  /** What most say; `undefined` when nobody says anything. */
  get result(): boolean | undefined {
    return this.yes + this.no === 0 ? undefined : this.yes >= this.no;
  }
}

/** How a file is laid out, as far as it shows. */
export function seenStyle(file: ts.SourceFile): FormatOptions {
  const { text } = file;
  const [single, jsxSingle, semi, spacing, parens, commas, callCommas] = Array.from({ length: 7 }, () => new Votes()) as [Votes, Votes, Votes, Votes, Votes, Votes, Votes];
  walk(file, (node) => {
    if (ts.isStringLiteral(node)) {
      // One with quotes in it is written so that none need be escaped.
      if (!/["'\\]/.test(node.text)) (ts.isJsxAttribute(node.parent) ? jsxSingle : single).add(text[node.end - 1] === "'");
    } else if (ts.isImportDeclaration(node) || ts.isVariableStatement(node) || ts.isExpressionStatement(node) || ts.isReturnStatement(node)) semi.add(text[node.end - 1] === ';');
    else if (ts.isArrowFunction(node)) {
      const [only, ...others] = node.parameters;
      if (only && others.length === 0 && ts.isIdentifier(only.name) && !only.type && !only.initializer) parens.add(text[only.getStart(file) - 1] === '(');
    } else if (ts.isObjectLiteralExpression(node) || ts.isArrayLiteralExpression(node)) {
      const elements = ts.isObjectLiteralExpression(node) ? node.properties : node.elements;
      const inside = text.slice(node.getStart(file) + 1, node.end - 1);
      if (elements.length === 0) return;
      if (/^[ \t]*\r?\n/.test(inside)) commas.add(elements.hasTrailingComma === true);
      else if (ts.isObjectLiteralExpression(node)) spacing.add(inside.startsWith(' '));
    } else if (ts.isCallExpression(node) && node.arguments.length > 1 && /\n\s*$/.test(text.slice(node.arguments.end, node.end - 1))) callCommas.add(node.arguments.hasTrailingComma === true);
  });
  const options: { -readonly [K in keyof FormatOptions]: FormatOptions[K] | undefined } = {
    singleQuote: single.result, jsxSingleQuote: jsxSingle.result, semi: semi.result, bracketSpacing: spacing.result,
    arrowParens: parens.result === undefined ? undefined : parens.result ? 'always' : 'avoid',
    trailingComma: commas.result === undefined ? undefined : !commas.result ? 'none' : callCommas.result === false ? 'es5' : 'all',
    printWidth: widthOf(text), ...indentOfText(text),
  };
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
}

function widthOf(text: string): number | undefined {
  const lengths = text.split('\n').map((line) => line.trimEnd().length).filter((length) => length > 0);
  // Short files say nothing of how long a line may be.
  if (lengths.length < 20) return undefined;
  return USUAL_WIDTHS.find((width) => lengths.filter((length) => length > width).length <= lengths.length * LONGER_LINES) ?? USUAL_WIDTHS.at(-1);
}

/** What the lines of a text are indented by; empty when none is. */
export function indentOfText(text: string): Pick<FormatOptions, 'useTabs' | 'tabWidth'> {
  const steps = new Map<number, number>();
  let tabs = 0;
  let spaces = 0;
  let before = 0;
  for (const line of text.split('\n')) {
    const white = /^[ \t]*/.exec(line)?.[0] ?? '';
    // Lines of a comment are indented by one more.
    if (line.trim() === '' || line.startsWith('*', white.length)) continue;
    if (white.startsWith('\t')) tabs++;
    else if (white !== '') spaces++;
    const step = white.length - before;
    if (step > 1 && !white.startsWith('\t')) steps.set(step, (steps.get(step) ?? 0) + 1);
    before = white.length;
  }
  if (tabs + spaces === 0) return {};
  if (tabs > spaces) return { useTabs: true };
  const [usual] = [...steps].sort(([a, m], [b, n]) => n - m || a - b);
  return { useTabs: false, ...(usual ? { tabWidth: usual[0] } : {}) };
}
