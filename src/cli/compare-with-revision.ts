import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { compareSides, type CompareOptions } from '../profile/compare/compare-sides.js';
import type { Comparison } from '../profile/compare/comparison.js';
import type { ProfileKind } from '../profile/profile.js';
import { commandAt } from '../runner/comparing/command-at.js';
import { checkOutRevision } from '../runner/comparing/revision-worktree.js';
import { takeTurns } from '../runner/comparing/take-turns.js';
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
  const outFolder = mkdtempSync(path.join(tmpdir(), 'perf-review-runs-'));
  const progress = (text: string): void => stderr.write(stderr.interactive ? `\r\x1B[K${text}` : '');
  try {
    return await interruptible(async (signal) => {
      progress(`Checking out ${revision}`);
      const worktree = await checkOutRevision(cwd, revision);
      try {
        const command = { program, arguments: rest, environment: {}, workingFolder: cwd };
        const files = await takeTurns({
          before: commandAt(worktree, command),
          after: command,
          runs,
          measure: { ...DEFAULT_MEASURE, cpu: kind === 'cpu', heap: kind === 'heap' },
          outFolder,
        }, { preload, signal, onProgress: (done, total, side) => progress(`Run ${String(done + 1)} of ${String(total)}, ${side}`) });
        progress('');
        // Packages may be links into today's tree on both sides.
        const today = worktree.today.replaceAll('\\', '/');
        const before = await readSide(files.before, cwd, kind, [worktree.folder.replaceAll('\\', '/'), today]);
        return compareSides(before, await readSide(files.after, cwd, kind, [today]), { ...options, takingTurns: true, changed: worktree.changed, folder: today });
      } finally {
        progress('');
        await worktree.remove();
      }
    });
  } finally {
    rmSync(outFolder, { recursive: true, force: true });
  }
}
