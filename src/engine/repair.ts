import type { Finding, Fix, FixSafety, TextEdit } from '../core/finding.js';
import { Bindings } from '../facts/bindings.js';
import { parse } from '../syntax/source-store.js';
import { applyEdits, editsMeet } from './fix-check.js';
import type { FileReview, ReviewSession } from './session-contract.js';
import { withoutUnreadImports } from './unread-imports.js';

const MOST_PASSES = 10;

/** Repairs of this many files are judged together: dear enough to share, short enough to be stopped. */
const FILES_AT_ONCE = 20;

export interface RepairInput {
  /** Its buffers are left holding the repaired texts. */
  readonly session: ReviewSession;
  /** Reviewed files with their outcome before any repair. */
  readonly reviews: ReadonlyMap<string, FileReview>;
  readonly safeties: readonly FixSafety[];
  /** False for findings to be left alone. */
  readonly wanted: (finding: Finding) => boolean;
  /** False for files that no repair may touch. */
  readonly mayEdit: (path: string) => boolean;
  readonly review: (path: string) => FileReview;
  /** Gets the reasons of what is not repaired. */
  readonly log?: (message: string) => void;
}

export interface Repaired {
  /** By path, of files that changed. */
  readonly texts: ReadonlyMap<string, { readonly before: string; readonly after: string }>;
  /** Of the files in `reviews`, after the repairs. */
  readonly reviews: ReadonlyMap<string, FileReview>;
  readonly fixes: readonly Fix[];
  /** False when repairs were still possible after the last pass. */
  readonly stable: boolean;
}

/**
 * Applies repairs in the session's buffers, pass by pass, until nothing is left to repair; those of a pass do not touch each
 * other, and each pass is computed from the text that the one before it left. Writes nothing.
 * @yields how many files of a pass were looked at, so that its caller may pause, tell, or stop
 */
export function* repair(input: RepairInput): Generator<{ readonly done: number; readonly total: number }, Repaired> {
  const texts = new Map<string, { before: string; after: string }>();
  const reviews = new Map(input.reviews);
  // Asking again is dear and pointless while the text is the same.
  const refused = new Map<string, Set<string>>();
  const fixes: Fix[] = [];
  let pass = 0;
  for (; pass < MOST_PASSES; pass++) {
    const chosen = yield* choose(input, reviews, refused);
    if (chosen.length === 0) break;
    fixes.push(...chosen);
    for (const [path, list] of byPath(chosen)) {
      const text = input.session.textOf(path);
      const after = text === undefined ? undefined : allApplied(path, text, list.map((edit) => withLineBreaks(edit, text)));
      if (text === undefined || after === undefined) continue;
      texts.set(path, { before: texts.get(path)?.before ?? text, after });
      input.session.setBuffer(path, after);
      refused.delete(path);
    }
    // A repair of one file may end or begin findings in those that import it.
    for (const path of reviews.keys()) reviews.set(path, input.review(path));
  }
  return { texts, reviews, fixes, stable: pass < MOST_PASSES };
}

/** Repairs that can be applied together: those that touch or neighbour the same characters wait for the next pass. */
function* choose(input: RepairInput, reviews: ReadonlyMap<string, FileReview>, refused: Map<string, Set<string>>): Generator<{ done: number; total: number }, readonly Fix[]> {
  const chosen: Fix[] = [];
  const paths = [...reviews.keys()];
  for (let at = 0; at < paths.length; at += FILES_AT_ONCE) {
    yield { done: at, total: paths.length };
    const asked = paths.slice(at, at + FILES_AT_ONCE).flatMap((path) => (reviews.get(path)?.findings ?? [])
      .filter((finding) => finding.fixable && input.wanted(finding) && !refused.get(path)?.has(finding.fingerprint))
      .map(({ fingerprint }) => ({ path, fingerprint })));
    const offered = asked.length === 0 ? [] : input.session.fixesForAll(asked, input.log);
    const possible: Fix[] = [];
    asked.forEach(({ path, fingerprint }, index) => {
      const fix = offered[index]?.find((each) => input.safeties.includes(each.safety) && each.edits.length > 0 && each.edits.every((edit) => input.mayEdit(edit.path)));
      if (fix) possible.push(fix);
      else refused.set(path, (refused.get(path) ?? new Set()).add(fingerprint));
    });
    chosen.push(...compatible(possible));
  }
  return chosen;
}

/**
 * Those that do not touch each other. What leaves queries out goes before what only starts them sooner, in this pass and in the
 * next ones: of queries that were put together first, fewer could be left out.
 */
function compatible(possible: readonly Fix[]): readonly Fix[] {
  const chosen: Fix[] = [];
  const leavingOut = possible.filter(({ queries }) => queries !== undefined);
  for (const fix of leavingOut) if (!chosen.some((other) => editsMeet(other.edits, fix.edits))) chosen.push(fix);
  for (const fix of possible) if (fix.queries === undefined && ![...leavingOut, ...chosen].some((other) => editsMeet(other.edits, fix.edits))) chosen.push(fix);
  return chosen;
}

/** What two repairs have read between them nobody reads when both are made. */
function allApplied(path: string, text: string, edits: readonly TextEdit[]): string | undefined {
  const applied = applyEdits(text, edits);
  const [before, after] = [text, applied].map((each) => (each === undefined ? undefined : parse(path, each, true)));
  const tidied = before && after && withoutUnreadImports(edits, new Bindings(before), new Bindings(after));
  return tidied ? applyEdits(text, tidied) : applied;
}

function byPath(fixes: readonly Fix[]): ReadonlyMap<string, readonly TextEdit[]> {
  const found = new Map<string, TextEdit[]>();
  for (const edit of fixes.flatMap(({ edits }) => edits)) found.set(edit.path, [...(found.get(edit.path) ?? []), edit]);
  return found;
}

/** New lines end as the other lines of the file do. */
function withLineBreaks(edit: TextEdit, text: string): TextEdit {
  const windows = (text.match(/\r\n/g) ?? []).length;
  const all = (text.match(/\n/g) ?? []).length;
  return windows * 2 > all ? { ...edit, newText: edit.newText.replace(/\r?\n/g, '\r\n') } : edit;
}
