import { createHash } from 'node:crypto';
import { ts } from 'ts-morph';

/** What a fingerprint is wanted for; offsets into the text of the file. */
export interface Fingerprinted {
  readonly ruleId: string;
  readonly start: number;
  readonly end: number;
}

/**
 * Identities of the findings of one file, in their order: 16 hex digits each, unique within the file.
 * Made of rule, path, enclosing names and the words of the reported statement, so they survive moved lines, new formatting and edits elsewhere.
 * @param path relative to the root, with `/`
 */
export function fingerprints(file: ts.SourceFile, path: string, findings: readonly Fingerprinted[]): readonly string[] {
  const seen = new Map<string, number>();
  const result = new Map<Fingerprinted, string>();
  // Occurrences count in the order of the text, whichever order the rules ran in.
  for (const finding of [...findings].sort((a, b) => a.start - b.start || a.end - b.end)) {
    const identity = JSON.stringify([finding.ruleId, path, ...identityOf(file, finding)]);
    const occurrence = seen.get(identity) ?? 0;
    seen.set(identity, occurrence + 1);
    result.set(finding, createHash('sha256').update(`${identity}#${occurrence}`).digest('hex').slice(0, 16));
  }
  return findings.map((finding) => result.get(finding) ?? '');
}

/** Names of the functions and classes around the span, the words of its statement, the words of the span. */
function identityOf(file: ts.SourceFile, { start, end }: Fingerprinted): readonly [string, string, string] {
  const names: string[] = [];
  let statement: ts.Node | undefined;
  let innermost: ts.Node = file;
  for (let inside = childAround(file, file, start, end); inside !== undefined; inside = childAround(file, inside, start, end)) {
    const name = scopeName(inside, innermost, file);
    if (name !== undefined) names.push(name);
    if (isAnchor(inside)) statement = inside;
    innermost = inside;
  }
  const spanWords: string[] = [];
  collectWords(file, innermost, spanWords, start, end);
  // A comment has no words of its own: its text is all there is.
  if (spanWords.length === 0) spanWords.push(file.text.slice(start, end).replace(/\s+/g, ' '));
  const statementWords: string[] = [];
  if (statement !== undefined) collectWords(file, statement, statementWords, statement.getStart(file), statement.end);
  return [names.join('/'), statementWords.join(' '), spanWords.join(' ')];
}

function childAround(file: ts.SourceFile, node: ts.Node, start: number, end: number): ts.Node | undefined {
  return ts.forEachChild(node, (child) => (child.getStart(file) <= start && end <= child.end ? child : undefined));
}

/** What an edit of a neighbour leaves alone: a statement, a member, an entry of a literal. Blocks are only containers. */
function isAnchor(node: ts.Node): boolean {
  if (ts.isBlock(node)) return false;
  return ts.isStatement(node) || ts.isClassElement(node) || ts.isObjectLiteralElement(node);
}

function scopeName(node: ts.Node, parent: ts.Node, file: ts.SourceFile): string | undefined {
  if (ts.isClassLike(node) || ts.isModuleDeclaration(node)) return node.name?.getText(file);
  if (!ts.isFunctionLike(node)) return undefined;
  if (node.name !== undefined) return node.name.getText(file);
  if ((ts.isVariableDeclaration(parent) || ts.isPropertyAssignment(parent) || ts.isPropertyDeclaration(parent)) && parent.initializer === node) return parent.name.getText(file);
  // Handlers have no name, but `app.get('/users', …)` says which one it is.
  if (ts.isCallExpression(parent)) {
    const label = parent.arguments.find(ts.isStringLiteralLike);
    return label === undefined ? undefined : `(${JSON.stringify(label.text)})`;
  }
  return undefined;
}

/** Tokens without comments and layout. Bodies of nested functions and statements are left out unless the span reaches into them. */
function collectWords(file: ts.SourceFile, node: ts.Node, words: string[], start: number, end: number): void {
  if (node.end <= start || node.getStart(file) >= end || ts.isJSDoc(node)) return;
  if (ts.isBlock(node) && !(start > node.getStart(file) && end < node.end)) {
    words.push('{}');
    return;
  }
  const children = node.getChildren(file);
  if (children.length > 0) {
    for (const child of children) collectWords(file, child, words, start, end);
    return;
  }
  if (node.kind === ts.SyntaxKind.SemicolonToken) return;
  const text = ts.isStringLiteral(node) ? JSON.stringify(node.text) : node.getText(file).replace(/\s+/g, ' ').trim();
  // Formatters add and remove trailing commas.
  if (/^[)\]}]/.test(text) && words.at(-1) === ',') words.pop();
  if (text !== '') words.push(text);
}
