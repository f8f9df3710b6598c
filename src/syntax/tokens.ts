import { ts } from 'ts-morph';

/** A word of the source, or a comment. */
export interface Token {
  readonly start: number;
  readonly end: number;
  readonly comment: boolean;
}

/** Everything of a file but its white space, in order. What only the parser can delimit (templates, JSX text, regular expressions) is one token. */
export function tokensOf(file: ts.SourceFile): readonly Token[] {
  const { text } = file;
  const whole = delimitedByParser(file);
  const scanner = ts.createScanner(ts.ScriptTarget.ESNext, false, file.languageVariant, text, () => undefined);
  const tokens: Token[] = [];
  let next = 0;
  let at = 0;
  while (at < text.length) {
    const literal = whole[next];
    if (literal && literal.start <= at) {
      next++;
      if (literal.end <= at) continue;
      tokens.push({ ...literal, comment: false });
      at = literal.end;
      scanner.setTextPos(at);
      continue;
    }
    scanner.setTextPos(at);
    const kind = scanner.scan();
    const end = Math.max(scanner.getTokenEnd(), at + 1);
    const comment = kind === ts.SyntaxKind.SingleLineCommentTrivia || kind === ts.SyntaxKind.MultiLineCommentTrivia;
    const white = kind === ts.SyntaxKind.WhitespaceTrivia || kind === ts.SyntaxKind.NewLineTrivia;
    if (!white && kind !== ts.SyntaxKind.EndOfFileToken) tokens.push({ start: at, end, comment });
    at = end;
  }
  return tokens;
}

/** The texts of all comments of a file, or of a stretch of it. */
export function commentsOf(file: ts.SourceFile, within: { readonly start: number; readonly end: number } = { start: 0, end: file.end }): readonly string[] {
  return tokensOf(file).filter(({ comment, start, end }) => comment && start >= within.start && end <= within.end).map(({ start, end }) => file.text.slice(start, end));
}

function delimitedByParser(file: ts.SourceFile): readonly { readonly start: number; readonly end: number }[] {
  const found: { start: number; end: number }[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isJsxText(node)) found.push({ start: node.pos, end: node.end });
    else if (ts.isRegularExpressionLiteral(node) || ts.isStringLiteralLike(node) || ts.isTemplateHead(node) || ts.isTemplateMiddleOrTemplateTail(node)) {
      found.push({ start: node.getStart(file), end: node.end });
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found.sort((a, b) => a.start - b.start);
}
