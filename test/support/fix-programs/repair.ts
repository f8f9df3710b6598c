import type { Fix } from '../../../src/core/finding.js';
import { applyEdits } from '../../../src/engine/fix-check.js';
import { fixesOf, reviewProgram, ROOT } from '../review-program.js';
import type { FixProgram } from './fix-program.js';

export interface Repaired {
  readonly text: string;
  readonly fixes: readonly Fix[];
}

/** More repairs than this have no end. */
const MAX_ROUNDS = 20;

/** The main file after the first repair of every finding of the rule, one after the other. */
export function repaired(program: FixProgram, ruleId: string): Repaired {
  let text = program.files[program.main] ?? '';
  const fixes: Fix[] = [];
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const next = firstFix({ ...program.files, [program.main]: text }, program.main, ruleId);
    if (!next) return { text, fixes };
    const after = applyEdits(text, next.fix.edits);
    if (after === undefined) throw new Error(`edits overlap in\n${text}`);
    if (findingsIn({ ...program.files, [program.main]: after }, program.main, ruleId) >= next.findings) throw new Error(`the finding is still there in\n${after}`);
    fixes.push(next.fix);
    text = after;
  }
  throw new Error(`repairs without end:\n${text}`);
}

// Types cost a hundred times more, and what they find is no matter of the shapes: fixtures are checked with them.
const SETTINGS = { types: { enabled: false } } as const;

function firstFix(files: Readonly<Record<string, string>>, main: string, ruleId: string): { readonly fix: Fix; readonly findings: number } | undefined {
  const program = reviewProgram(files, SETTINGS);
  try {
    const found = (program.reviews.get(`${ROOT}/${main}`)?.findings ?? []).filter((each) => each.ruleId === ruleId);
    for (const finding of found) {
      const [fix] = fixesOf(program, finding);
      if (fix) return { fix, findings: found.length };
    }
    return undefined;
  } finally {
    program.session.dispose();
  }
}

export function findingsIn(files: Readonly<Record<string, string>>, main: string, ruleId: string): number {
  const { session, reviews } = reviewProgram(files, SETTINGS);
  session.dispose();
  return (reviews.get(`${ROOT}/${main}`)?.findings ?? []).filter((each) => each.ruleId === ruleId).length;
}
