import { inRoot, root } from "./paths.mjs";
import { run } from "./process-tree.mjs";
import { withTally } from "./tally.mjs";

export const mochaCommand = inRoot("node_modules/mocha/bin/mocha.js");
export const tallyReporter = inRoot("test/host/tally-reporter.cjs");

/** Everything that needs no editor, by Mocha and `.mocharc.json`. */
export async function unitStage({ grep }) {
  return withTally("unit tests", async (tally) => {
    const args = [mochaCommand, "--forbid-only", "--reporter", tallyReporter, ...(grep ? ["--grep", grep] : [])];
    const { code } = await run(process.execPath, args, { cwd: root, env: { ...process.env, PERF_REVIEW_TALLY: tally } });
    return code === 0;
  });
}
