import { mkdir, readdir, rm } from 'node:fs/promises';
import path from 'node:path';

/** As many runs are kept: enough to go back to, too few to fill a disk unseen. */
export const RUNS_KEPT = 30;

/** Begins the name of each run's folder, so that names sort by time. */
const STAMP = /^\d{4}-\d{2}-\d{2}T\d{2}-\d{2}-\d{2}-\d{3}Z-/;

/**
 * A new folder for a run: its threads and child processes each leave a file there. The oldest runs beyond `RUNS_KEPT` are removed.
 * @param folder where all runs are, made when it is missing
 * @throws what the file system says when the folder cannot be made; one that cannot be removed stays
 */
export async function newRunFolder(folder: string, title: string, now: Date): Promise<string> {
  const made = path.join(folder, `${now.toISOString().replace(/[:.]/g, '-')}-${title.replace(/[^\w.-]+/g, '_').slice(0, 40)}`);
  await mkdir(made, { recursive: true });
  const runs = (await readdir(folder)).filter((each) => STAMP.test(each)).sort();
  await Promise.allSettled(runs.slice(0, -RUNS_KEPT).map((each) => rm(path.join(folder, each), { recursive: true, force: true })));
  return made;
}
