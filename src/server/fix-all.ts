import type { Finding, Fix } from '../core/finding.js';
import { repair } from '../engine/repair.js';
import type { ReviewSession } from '../engine/session-contract.js';

export interface FixedFile {
  readonly before: string;
  readonly after: string;
  readonly fixes: readonly Fix[];
}

/** The safe repairs of one file in one go: nobody who asks the session meanwhile sees half of it. Repairs that reach into other files are left. */
export function fixFile(session: ReviewSession, path: string, wanted: (finding: Finding) => boolean, log: (message: string) => void): FixedFile | undefined {
  const before = session.textOf(path);
  if (before === undefined) return undefined;
  const review = (each: string) => session.reviewFile(each, { types: true });
  try {
    const steps = repair({ session, reviews: new Map([[path, review(path)]]), safeties: ['safe'], wanted, mayEdit: (each) => each === path, review, log });
    let step = steps.next();
    while (!step.done) step = steps.next();
    const text = step.value.texts.get(path);
    return text && { before, after: text.after, fixes: step.value.fixes };
  } finally {
    session.setBuffer(path, before);
  }
}
