import { compareSides, type CompareOptions } from '../profile/compare/compare-sides.js';
import type { Comparison } from '../profile/compare/comparison.js';
import type { ProfileKind } from '../profile/profile.js';
import { turnsWithRevision } from '../runner/comparing/turns-with-revision.js';
import { DEFAULT_MEASURE } from '../runner/profile-request.js';
import type { SidesOfRevision } from './compare-arguments.js';
import { interruptible } from './interruption.js';
import { readSide } from './read-side.js';
import type { Surroundings } from './surroundings.js';

/**
 * Runs a command in a worktree of a revision and in the working folder, by turns, and compares the runs. Nothing of it is left behind.
 * @throws CannotCompare, Incomparable, Interrupted
 */
export async function compareWithRevision({ revision, runs, command: [program, ...rest] }: SidesOfRevision, kind: ProfileKind, options: CompareOptions, { cwd, stderr, preload }: Surroundings): Promise<Comparison> {
  const progress = (text: string): void => stderr.write(stderr.interactive ? `\r\x1B[K${text}` : '');
  const command = { program, arguments: rest, environment: {}, workingFolder: cwd };
  const measure = { ...DEFAULT_MEASURE, cpu: kind === 'cpu', heap: kind === 'heap' };
  progress(`Checking out ${revision}`);
  try {
    return await interruptible((signal) => turnsWithRevision({ command, revision, runs, measure }, {
      preload, signal, onProgress: (done, total, side) => progress(`Run ${String(done + 1)} of ${String(total)}, ${side}`),
    }, async ({ files, roots, changed, today }) => {
      progress('');
      const before = await readSide(files.before, cwd, kind, roots.before);
      return compareSides(before, await readSide(files.after, cwd, kind, roots.after), { ...options, takingTurns: true, changed, folder: today });
    }));
  } finally {
    progress('');
  }
}
