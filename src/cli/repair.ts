import type { Finding, Fix, FixSafety, TextEdit } from '../core/finding.js';
import { applyEdits } from '../engine/fix-check.js';
import type { FileReview, ReviewSession } from '../engine/session-contract.js';

const MOST_PASSES = 10;

export interface RepairInput {
  readonly session: ReviewSession;
  /** Reviewed files with their outcome before any repair. */
  readonly reviews: ReadonlyMap<string, FileReview>;
  readonly safeties: readonly FixSafety[];
  /** False for findings to be left alone. */
  readonly wanted: (finding: Finding) => boolean;
  readonly review: (path: string) => FileReview;
  readonly cancelled: () => boolean;
}

export interface Repaired {
  /** By path, of files that changed. The session holds `after` as a buffer. */
  readonly texts: ReadonlyMap<string, { readonly before: string; readonly after: string }>;
  /** Of the files in `reviews`, after the repairs. */
  readonly reviews: ReadonlyMap<string, FileReview>;
  readonly fixed: number;
  /** False when repairs were still possible after the last pass. */
  readonly stable: boolean;
}

/** Applies repairs in the session's buffers, pass by pass, until nothing is left to repair. Writes nothing. */
export async function repair(input: RepairInput): Promise<Repaired> {
  const texts = new Map<string, { before: string; after: string }>();
  const reviews = new Map(input.reviews);
  // Asking again is dear and pointless while the text is the same.
  const refused = new Map<string, Set<string>>();
  let fixed = 0;
  let pass = 0;
  for (; pass < MOST_PASSES && !input.cancelled(); pass++) {
    const { edits, count } = await collect(input, reviews, refused);
    if (edits.size === 0) break;
    fixed += count;
    for (const [path, list] of edits) {
      const text = input.session.textOf(path);
      const after = text === undefined ? undefined : applyEdits(text, list);
      if (text === undefined || after === undefined) continue;
      texts.set(path, { before: texts.get(path)?.before ?? text, after });
      input.session.setBuffer(path, after);
      refused.delete(path);
    }
    // A repair of one file may end or begin findings in those that import it.
    for (const path of reviews.keys()) reviews.set(path, input.review(path));
  }
  return { texts, reviews, fixed, stable: pass < MOST_PASSES };
}

/** Repairs that can be applied together: those that touch or neighbour the same characters wait for the next pass. */
async function collect({ session, safeties, wanted, cancelled }: RepairInput, reviews: ReadonlyMap<string, FileReview>, refused: Map<string, Set<string>>): Promise<{ edits: ReadonlyMap<string, TextEdit[]>; count: number }> {
  const edits = new Map<string, TextEdit[]>();
  let count = 0;
  for (const [path, { findings }] of reviews) {
    await new Promise<void>((resolve) => setImmediate(resolve));
    if (cancelled()) break;
    const hopeless = refused.get(path) ?? new Set();
    refused.set(path, hopeless);
    for (const finding of findings) {
      if (!finding.fixable || !wanted(finding) || hopeless.has(finding.fingerprint)) continue;
      const fix = session.fixesFor(path, finding.fingerprint).find(({ safety }) => safeties.includes(safety));
      if (fix === undefined || !isInside(fix, session.root)) hopeless.add(finding.fingerprint);
      if (fix === undefined || hopeless.has(finding.fingerprint) || collides(fix, edits)) continue;
      count++;
      for (const edit of fix.edits) edits.set(edit.path, [...(edits.get(edit.path) ?? []), withLineBreaks(edit, session.textOf(edit.path) ?? '')]);
    }
  }
  return { edits, count };
}

function isInside(fix: Fix, root: string): boolean {
  return fix.edits.length > 0 && fix.edits.every(({ path }) => path.startsWith(`${root}/`) && !path.includes('/node_modules/'));
}

function collides(fix: Fix, taken: ReadonlyMap<string, readonly TextEdit[]>): boolean {
  return fix.edits.some((edit) => (taken.get(edit.path) ?? []).some((other) => edit.start <= other.end && other.start <= edit.end));
}

/** New lines end as the other lines of the file do. */
function withLineBreaks(edit: TextEdit, text: string): TextEdit {
  const windows = (text.match(/\r\n/g) ?? []).length;
  const all = (text.match(/\n/g) ?? []).length;
  return windows * 2 > all ? { ...edit, newText: edit.newText.replace(/\r?\n/g, '\r\n') } : edit;
}
