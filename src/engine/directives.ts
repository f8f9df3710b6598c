import { ts } from 'ts-morph';

export type DirectiveKind = 'disable-next-line' | 'disable-line' | 'disable' | 'enable';

/** A comment that speaks to the tool. Offsets of the whole comment with its delimiters; in JSX children without the braces. */
export interface Directive {
  /** `undefined`: it begins like one of ours but is none. */
  readonly kind: DirectiveKind | undefined;
  /** The word after `perf-review-`, for the message when it is none of the four. */
  readonly word: string;
  /** Empty: all rules. */
  readonly ruleIds: readonly string[];
  readonly reason?: string;
  readonly start: number;
  readonly end: number;
}

export const DIRECTIVE_KINDS: readonly DirectiveKind[] = ['disable-next-line', 'disable-line', 'disable', 'enable'];

/** A comment of a file. `text` is without delimiters. */
export interface Comment {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** The comments in the file that are directives, in order. Strings, templates and JSX text that look like one are not. */
export function findDirectives(file: ts.SourceFile): readonly Directive[] {
  // Nearly every file ends here, so that the walk below may be thorough.
  if (!/perf-review-(?:disable|enable)/.test(file.text)) return [];
  return findComments(file).flatMap((comment) => parseDirective(comment) ?? []);
}

/** @returns `undefined` for comments that do not begin with `perf-review-disable` or `perf-review-enable` */
export function parseDirective(comment: Comment): Directive | undefined {
  const match = /^[\s*]*perf-review-((?:disable|enable)[\w-]*)(?=[\s:]|$)[\s:]*([^]*)$/.exec(comment.text);
  const [, word, rest] = match ?? [];
  if (word === undefined || rest === undefined) return undefined;
  const [ids = '', ...reasons] = rest.split(/(?:^|\s)--+(?:\s+|$)/);
  const reason = reasons.join(' -- ').replace(/\s+/g, ' ').trim();
  return {
    kind: DIRECTIVE_KINDS.find((kind) => kind === word),
    word,
    ruleIds: [...new Set(ids.split(',').map((id) => id.trim()).filter((id) => id !== ''))],
    ...(reason === '' ? {} : { reason }),
    start: comment.start,
    end: comment.end,
  };
}

/** Every comment of the file in order. */
export function findComments(file: ts.SourceFile): readonly Comment[] {
  const comments: Comment[] = [];
  const visit = (node: ts.Node): void => {
    // Such comments are in the leading trivia of the token behind them as well.
    if (ts.isJSDoc(node)) return;
    const children = node.getChildren(file);
    for (const child of children) visit(child);
    // JSX text has no trivia: what looks like a comment there is shown to people.
    if (children.length === 0 && node.kind !== ts.SyntaxKind.JsxText) comments.push(...commentsBetween(file.text, node.getFullStart(), node.getStart(file)));
  };
  visit(file);
  return comments;
}

/** Between two tokens there is nothing but white space, comments, and at the top the interpreter line. */
function commentsBetween(text: string, start: number, end: number): readonly Comment[] {
  const comments: Comment[] = [];
  const pattern = /\/\/([^\r\n\u2028\u2029]*)|\/\*([^]*?)\*\/|^#!.*/g;
  const between = text.slice(start, end);
  for (const match of between.matchAll(pattern)) {
    const content = match[1] ?? match[2];
    if (content !== undefined) comments.push({ start: start + match.index, end: start + match.index + match[0].length, text: content });
  }
  return comments;
}
