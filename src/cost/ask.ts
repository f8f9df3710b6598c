import type { ts } from 'ts-morph';
import type { Finding } from '../core/finding.js';
import { SourceStore } from '../syntax/source-store.js';
import { mentionedNames } from './mentioned-names.js';
import { outlineOf, type Outline } from './outline.js';
import type { CostKind, CostQuestion, CostQuestions, FileOutline } from './questions.js';
import { scopeOf } from './scope.js';

/** Categories of rules, as `Rule.category` has them; what is missing is about processor time. */
const KINDS: Readonly<Record<string, CostKind>> = { database: 'queries', network: 'queries', async: 'waiting', memory: 'memory' };

/** The engine's words about its own comments cost nothing. */
const COMMENTS = 'review';

/**
 * What to ask a profile about findings.
 * @param textOf the text that a finding's offsets refer to, by its absolute path
 * @param categoryOf the category of a rule, by its id
 */
export function askCosts(findings: readonly Finding[], textOf: (path: string) => string | undefined, categoryOf: (ruleId: string) => string | undefined): CostQuestions {
  const sources = sourcesOf(textOf);
  const outlines = new Map<string, { readonly file: ts.SourceFile; readonly outline: Outline } | undefined>();
  const questions: CostQuestion[] = [];
  for (const finding of findings) {
    const { path } = finding.span;
    const category = categoryOf(finding.ruleId) ?? '';
    if (category === COMMENTS) continue;
    if (!outlines.has(path)) {
      const file = sources.get(path);
      outlines.set(path, file && { file, outline: outlineOf(file) });
    }
    const known = outlines.get(path);
    if (known) questions.push(question(finding, KINDS[category] ?? 'work', known.file, known.outline));
  }
  const files = [...outlines].flatMap(([path, known]): FileOutline[] => (known ? [{ path, functions: known.outline.functions }] : []));
  return { files, findings: questions };
}

/** The functions of a file; `undefined` for what has no tree. */
export function outlineFile(path: string, textOf: (path: string) => string | undefined): FileOutline | undefined {
  const file = sourcesOf(textOf).get(path);
  return file && { path, functions: outlineOf(file).functions };
}

function question(finding: Finding, kind: CostKind, file: ts.SourceFile, outline: Outline): CostQuestion {
  const scope = scopeOf(finding, file);
  const owner = ownerOf(scope, file, outline);
  const node = outline.nodes[owner] ?? file;
  const names = mentionedNames(node, file, scope);
  const line = (offset: number): number => file.getLineAndCharacterOfPosition(offset).line + 1;
  const firstLine = line(scope.start);
  const lastLine = line(Math.max(scope.start, scope.end - 1));
  return {
    path: finding.span.path, fingerprint: finding.fingerprint, kind, scope: scope.kind, function: owner,
    inside: outline.nodes.flatMap((each, index) => (index > 0 && each.getStart(file) >= scope.start && each.end <= scope.end ? [index] : [])),
    firstLine, lastLine, sharedLines: [firstLine, lastLine].filter((each, index, all) => all.indexOf(each) === index && isShared(each, scope, node, file)),
    mentioned: names.inside, elsewhere: names.outside,
  };
}

/** The innermost function that has the whole scope in it. */
function ownerOf(scope: { readonly start: number; readonly end: number }, file: ts.SourceFile, { nodes }: Outline): number {
  let owner = 0;
  nodes.forEach((node, index) => {
    if (index > 0 && node.getStart(file) < scope.start && node.end >= scope.end) owner = index;
  });
  return owner;
}

/** Whether the line has code of the function, or of what is around it, beside the scope's. */
function isShared(line: number, scope: { readonly start: number; readonly end: number }, owner: ts.Node, file: ts.SourceFile): boolean {
  const starts = file.getLineStarts();
  const from = Math.max(starts[line - 1] ?? 0, owner.getStart(file));
  const to = Math.min(starts[line] ?? file.end, owner.end);
  const rest = file.text.slice(from, Math.max(from, scope.start)) + file.text.slice(Math.min(to, scope.end), to);
  // Brackets and commas do nothing; comments neither, but to look for them is not worth it: they make the answer less exact, never wrong.
  return /[^\s{}();,[\]]/.test(rest);
}

/** Trees of the texts as the review had them; those it set aside have none. */
function sourcesOf(textOf: (path: string) => string | undefined): SourceStore {
  return new SourceStore({
    readFile: textOf, fileSize: (path) => textOf(path)?.length, isDirectory: () => false, readDirectory: () => [], realPath: (path) => path,
  }, Number.MAX_SAFE_INTEGER);
}
