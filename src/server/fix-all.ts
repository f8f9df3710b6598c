import type { Finding, TextEdit } from '../core/finding.js';
import type { ReviewSession } from '../engine/session-contract.js';

/** More repairs than this in one go are left for the next time; each costs a review. */
const MAX_FIXES = 100;

/**
 * Applies the safe repairs of a file one after another, each computed and checked against the text the ones before it
 * left, and returns the whole as one edit. Repairs that reach into other files are left to the user.
 */
export function fixAllSafe(session: ReviewSession, path: string, wanted: (finding: Finding) => boolean): TextEdit | undefined {
  const original = session.textOf(path);
  if (original === undefined) return undefined;
  let text = original;
  const tried = new Set<string>();
  try {
    for (let round = 0; round < MAX_FIXES; round++) {
      const next = nextRepair(session, path, wanted, tried);
      if (!next) break;
      text = applyEdits(text, next);
      session.setBuffer(path, text);
    }
  } finally {
    session.setBuffer(path, original);
  }
  return text === original ? undefined : smallestEdit(path, original, text);
}

function nextRepair(session: ReviewSession, path: string, wanted: (finding: Finding) => boolean, tried: Set<string>): readonly TextEdit[] | undefined {
  const { findings } = session.reviewFile(path, { types: true });
  for (const finding of findings) {
    if (!finding.fixable || !wanted(finding) || tried.has(finding.fingerprint)) continue;
    tried.add(finding.fingerprint);
    const fix = session.fixesFor(path, finding.fingerprint).find(({ safety, edits }) => safety === 'safe' && edits.every((edit) => edit.path === path));
    if (fix) return fix.edits;
  }
  return undefined;
}

/** Edits refer to the same text; later ones are applied first so that offsets hold. */
export function applyEdits(text: string, edits: readonly TextEdit[]): string {
  const backwards = edits.map((edit, index) => ({ edit, index })).sort((a, b) => b.edit.start - a.edit.start || b.index - a.index);
  return backwards.reduce((result, { edit }) => result.slice(0, edit.start) + edit.newText + result.slice(edit.end), text);
}

/** Without the common start and end, so that cursors and folds elsewhere stay. */
function smallestEdit(path: string, before: string, after: string): TextEdit {
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before[start] === after[start]) start++;
  let end = 0;
  while (end < shorter - start && before[before.length - 1 - end] === after[after.length - 1 - end]) end++;
  return { path, start, end: before.length - end, newText: after.slice(start, after.length - end) };
}
