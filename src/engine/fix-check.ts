import type { ts } from 'ts-morph';
import type { Finding, TextEdit } from '../core/finding.js';
import type { Bindings } from '../facts/bindings.js';
import type { FixProposal } from '../rules/rule.js';
import { scriptBlocksOf } from '../syntax/component-script.js';
import type { Sources } from '../syntax/source-store.js';
import { commentsOf } from '../syntax/tokens.js';
import type { TypeError } from '../syntax/type-error.js';
import { newTypeErrors } from './new-type-errors.js';
import type { FileReview } from './session-contract.js';
import { withoutUnreadImports } from './unread-imports.js';
import { newlyUnused } from './unused-names.js';

/** A state of the project that a fix can be judged in. */
interface State {
  readonly sources: Sources;
  /** `undefined` for files without a tree. */
  bindings(path: string): Bindings | undefined;
  /** What the checker holds against a file; empty where types are switched off. */
  typeErrors(path: string): readonly TypeError[];
  /** What a module offers to others, by name, in the words of the checker; empty where types are switched off. */
  exportedTypes(path: string): ReadonlyMap<string, string>;
}

interface PresentState extends State {
  /** Files that import a file. */
  importersOf(path: string): readonly string[];
}

/** What the check needs of the session. */
export interface FixCheck {
  readonly finding: Finding;
  /** Findings of a file as it is, at the depth that `review` has. */
  readonly before: (path: string) => readonly Finding[];
  readonly present: PresentState;
  /** The project as it would be; the present one is not touched. */
  withTexts(texts: ReadonlyMap<string, string>): State & { review(path: string): FileReview };
}

/**
 * A fix as it can be offered, as far as that shows without types, or why it must not be: it must parse, lose no comment, leave no name
 * unread, end its finding and start no other; one that leaves queries out must not start more than it ends. Imported names that
 * nobody reads after it are taken out with it.
 */
export function checkWithoutTypes(proposal: FixProposal, check: FixCheck): FixProposal | string {
  const texts = textsAfter(proposal.edits, check.present.sources);
  if (typeof texts === 'string') return texts;
  const proposed = check.withTexts(texts);
  for (const path of texts.keys()) {
    if (syntaxErrorsAt(proposed.sources, path) > syntaxErrorsAt(check.present.sources, path)) return 'the result does not parse';
    const tidied = tidiedEdits(proposal.edits, path, check.present, proposed);
    if (tidied) return checkWithoutTypes({ ...proposal, edits: tidied }, check);
    const refusal = commentsRefusal(path, check.present.sources, proposed.sources) ?? namesRefusal(path, check.present, proposed) ?? findingsRefusal(proposal, check, path, proposed.review(path));
    if (refusal !== undefined) return refusal;
  }
  return proposal;
}

/**
 * Why edits must not be offered for their types: none may bring an error, in the files they edit or in those that import what changed
 * its type. Dear: a program of its own.
 */
export function checkTypes(edits: readonly TextEdit[], check: Pick<FixCheck, 'present' | 'withTexts'>): string | undefined {
  const texts = textsAfter(edits, check.present.sources);
  if (typeof texts === 'string') return texts;
  const proposed = check.withTexts(texts);
  for (const path of texts.keys()) {
    const refusal = typesRefusal(path, edits, check.present, proposed);
    if (refusal !== undefined) return refusal;
  }
  for (const path of affectedFiles([...texts.keys()], check.present, proposed)) {
    const refusal = typesRefusal(path, edits, check.present, proposed);
    if (refusal !== undefined) return `${refusal}, in ${path}`;
  }
  return undefined;
}

/** Files that import one whose exports changed their types, directly or through modules whose own exports change by that. */
function affectedFiles(edited: readonly string[], present: PresentState, proposed: State): ReadonlySet<string> {
  const affected = new Set<string>();
  const pending = [...edited];
  for (const path of pending) {
    const importers = present.importersOf(path).filter((each) => !affected.has(each) && !edited.includes(each));
    // Types are compared last: that is what costs.
    if (importers.length === 0 || affected.size >= MOST_AFFECTED || !exportsDiffer(path, present, proposed)) continue;
    for (const importer of importers) affected.add(importer);
    pending.push(...importers);
  }
  return affected;
}

/** Beyond so many files no further ones are looked for. */
const MOST_AFFECTED = 100;

function exportsDiffer(path: string, present: State, proposed: State): boolean {
  const [before, after] = [present.exportedTypes(path), proposed.exportedTypes(path)];
  return [...before].some(([name, type]) => after.get(name) !== type);
}

function textsAfter(edits: readonly TextEdit[], sources: Sources): ReadonlyMap<string, string> | string {
  const texts = new Map<string, string>();
  for (const [path, list] of groupByPath(edits)) {
    const before = sources.text(path);
    if (before === undefined) return `${path} cannot be read`;
    if (leavesScript(sources, path, list)) return 'an edit lies outside of the script';
    const after = applyEdits(before, list);
    if (after === undefined) return 'its edits overlap';
    if (after === before) return 'it changes nothing';
    texts.set(path, after);
  }
  return texts.size === 0 ? 'it changes nothing' : texts;
}

/** In a component, text outside of the scripts is markup. */
function leavesScript(sources: Sources, path: string, edits: readonly TextEdit[]): boolean {
  const file = sources.get(path);
  const blocks = file && scriptBlocksOf(file);
  return blocks !== undefined && !edits.every((edit) => blocks.some((each) => edit.start >= each.start && edit.end <= each.end));
}

/** Somebody wrote them for a reason, and a repair that drops them will not be trusted twice. */
function commentsRefusal(path: string, present: Sources, proposed: Sources): string | undefined {
  const [before, after] = [present.get(path), proposed.get(path)];
  if (!before || !after) return undefined;
  // A comment is indented anew with its code.
  const words = (comment: string): string => comment.replace(/\s+/g, ' ').trim();
  const remaining = commentsOf(after).map(words);
  for (const comment of commentsOf(before).map(words)) {
    const at = remaining.indexOf(comment);
    if (at >= 0) remaining.splice(at, 1);
    else if (!ALLOWS_AWAIT_IN_LOOP.test(comment)) return `a comment would be lost: ${comment}`;
  }
  return undefined;
}

function tidiedEdits(edits: readonly TextEdit[], path: string, present: State, proposed: State): readonly TextEdit[] | undefined {
  const [before, after] = [present.bindings(path), proposed.bindings(path)];
  const own = before && after && withoutUnreadImports(edits.filter((each) => each.path === path), before, after);
  return own && [...edits.filter((each) => each.path !== path), ...own];
}

/** Many projects do not compile with names that nobody reads. */
function namesRefusal(path: string, present: State, proposed: State): string | undefined {
  const [before, after] = [present.bindings(path), proposed.bindings(path)];
  const [unused] = before && after ? newlyUnused(before, after) : [];
  return unused === undefined ? undefined : `nobody would read ${unused}`;
}

/** Where the loop no longer awaits, the linter would complain of its own exception. */
const ALLOWS_AWAIT_IN_LOOP = /^\/[/*] ?eslint-disable(?:-next-line|-line)? no-await-in-loop(?: ?--.*)?(?: ?\*\/)?$/;

function findingsRefusal({ queries }: FixProposal, check: FixCheck, path: string, after: FileReview): string | undefined {
  if (after.errors.length > 0) return 'a rule fails on the result';
  const before = check.before(path);
  const count = (findings: readonly Finding[], ruleId: string): number => findings.filter((each) => each.ruleId === ruleId).length;
  const { span, ruleId } = check.finding;
  if (path === span.path && count(after.findings, ruleId) >= count(before, ruleId)) return 'the finding would still be there';
  const added = [...new Set(after.findings.map((each) => each.ruleId))].find((each) => count(after.findings, each) > count(before, each));
  // What asks once instead of in every round can have no more said of it than was said of the rounds: that it waits for a
  // neighbour, or has no bound, held for each of them.
  const moved = queries !== undefined && after.findings.length <= before.length;
  return added === undefined || moved ? undefined : `it would bring a finding of ${added}`;
}

/** Errors that were there before count for nothing; most files have none after, and then nobody asks. */
function typesRefusal(path: string, edits: readonly TextEdit[], present: State, proposed: State): string | undefined {
  const after = proposed.typeErrors(path);
  const [error] = after.length === 0 ? [] : newTypeErrors(present.typeErrors(path), after, edits.filter((each) => each.path === path));
  return error && `it would bring a type error: TS${error.code} ${error.message}`;
}

/** Syntax errors the parser recorded; the property is the compiler's own, absent from its public types. */
function syntaxErrorsAt(sources: Sources, path: string): number {
  const file: (ts.SourceFile & { readonly parseDiagnostics?: readonly unknown[] }) | undefined = sources.get(path);
  return file ? (file.parseDiagnostics?.length ?? 0) : Number.POSITIVE_INFINITY;
}

function groupByPath(edits: readonly TextEdit[]): ReadonlyMap<string, readonly TextEdit[]> {
  const groups = new Map<string, TextEdit[]>();
  for (const edit of edits) {
    const list = groups.get(edit.path);
    if (list) list.push(edit);
    else groups.set(edit.path, [edit]);
  }
  return groups;
}

/** The text with all edits made, or `undefined` when two of them touch the same characters. Insertions at one place keep their order. */
export function applyEdits(text: string, edits: readonly Pick<TextEdit, 'start' | 'end' | 'newText'>[]): string | undefined {
  const ordered = [...edits].sort((a, b) => a.start - b.start || a.end - b.end);
  let result = '';
  let at = 0;
  for (const { start, end, newText } of ordered) {
    if (start < at || end < start || end > text.length) return undefined;
    result += text.slice(at, start) + newText;
    at = end;
  }
  return result + text.slice(at);
}

/** Whether two repairs touch the same place, so that they cannot be made together. */
export function editsMeet(a: readonly TextEdit[], b: readonly TextEdit[]): boolean {
  return a.some((one) => b.some((other) => one.path === other.path && one.start <= other.end && other.start <= one.end));
}

/** Repairs in as few groups as may be, none of which touches the same place twice. */
export function groupsApart<P extends { readonly edits: readonly TextEdit[] }>(repairs: readonly P[]): readonly (readonly P[])[] {
  const groups: P[][] = [];
  for (const repair of repairs) {
    const group = groups.find((each) => !each.some((other) => editsMeet(other.edits, repair.edits)));
    if (group) group.push(repair);
    else groups.push([repair]);
  }
  return groups;
}
