import { inRoot, root } from "./paths.mjs";
import { run } from "./process-tree.mjs";
import { withTally } from "./tally.mjs";

export const mochaCommand = inRoot("node_modules/mocha/bin/mocha.js");
export const tallyReporter = inRoot("test/host/tally-reporter.cjs");

/**
 * On a shared machine a change must not be refused because the machine was slow once: what fails in CI is tried once more, and named at
 * the end of the run. At the desk nothing is.
 */
export const tries = ["--retries", process.env.CI ? "1" : "0"];

/** Everything that needs no editor, by Mocha and `.mocharc.json`. */
export async function unitStage({ grep }) {
  return withTally("unit tests", async (tally) => {
    const args = [mochaCommand, "--forbid-only", "--reporter", tallyReporter, ...tries, ...(grep ? ["--grep", grep] : [])];
    const { code } = await run(process.execPath, args, { cwd: root, env: { ...process.env, PERF_REVIEW_TALLY: tally } });
    return code === 0;
  });
}
