import { applyEdits } from '../../../src/engine/fix-check.js';
import type { ReviewSession } from '../../../src/engine/session-contract.js';

/** A file as the product leaves it. */
export interface Repaired {
  readonly text: string;
  /** Titles of the repairs that were taken. */
  readonly taken: readonly string[];
  /** Why the product offered none, as its log has it. */
  readonly refused: readonly string[];
}

/** A loop within a loop may take a repair each. */
const MAX_REPAIRS = 4;

/** Reviews a file and takes the first repair of a rule's findings, again and again until none is left, as a user would. */
export function repair(session: ReviewSession, path: string, rule: string): Repaired {
  const taken: string[] = [];
  const refused: string[] = [];
  while (taken.length < MAX_REPAIRS) {
    const findings = session.reviewFile(path, { types: true }).findings.filter(({ ruleId }) => ruleId === rule);
    const fix = findings.flatMap(({ fingerprint }) => session.fixesFor(path, fingerprint, (message) => refused.push(message)))[0];
    if (!fix) break;
    const text = applyEdits(session.textOf(path) ?? '', fix.edits);
    if (text === undefined || fix.edits.some((edit) => edit.path !== path)) throw new Error(`${path}: edits that do not apply`);
    session.setBuffer(path, text);
    taken.push(fix.title);
  }
  return { text: session.textOf(path) ?? '', taken, refused };
}
