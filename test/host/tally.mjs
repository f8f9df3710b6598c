import { mkdtemp, readFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { removeLater } from "./process-tree.mjs";

/** Runs `work` with a file for Mocha's numbers; a run that broke off or ran nothing counts as a failure. */
export async function withTally(title, work) {
  const folder = await mkdtemp(path.join(os.tmpdir(), "perf-review-tally-"));
  const remove = removeLater(folder);
  const file = path.join(folder, "tally.json");
  try {
    const succeeded = await work(file);
    const tally = JSON.parse(await readFile(file, "utf8").catch(() => "{}"));
    return judge(title, { passed: tally.passed ?? 0, failed: tally.failed ?? 0, unsteady: tally.unsteady ?? [], finished: tally.finished === true, succeeded });
  } finally {
    remove();
  }
}

function judge(title, { passed, failed, unsteady, finished, succeeded }) {
  const problem = !finished ? "broke off" : passed + failed === 0 ? "ran no test" : !succeeded && failed === 0 ? "failed outside a test" : undefined;
  if (!problem) return { passed, failed, unsteady };
  console.error(`${title}: ${problem}`);
  return { passed, failed: failed + 1, unsteady };
}
