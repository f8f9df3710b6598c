import { launchChromiumServer } from "./chromium.mjs";
import { inRoot, root } from "./paths.mjs";
import { run } from "./process-tree.mjs";
import { withTally } from "./tally.mjs";
import { mochaCommand, tallyReporter, tries } from "./unit-stage.mjs";

const mochaOptions = ["--no-config", "--enable-source-maps", "--forbid-only", "--timeout", "60000", "--slow", "5000", "--reporter", tallyReporter, ...tries];

/** The tests of test/webview/page: the panel's page in a browser, with a stand-in for VS Code around it. */
export async function webviewStage({ grep }) {
  return withTally("the panel in a browser", async (tally) => {
    const browser = await launchChromiumServer({ graphics: true });
    try {
      const env = { ...process.env, PERF_REVIEW_TALLY: tally, PERF_REVIEW_BROWSER: browser.wsEndpoint() };
      const args = [mochaCommand, ...mochaOptions, ...(grep ? ["--grep", grep] : []), inRoot("out/test/webview/page/**/*.test.js")];
      const { code } = await run(process.execPath, args, { cwd: root, env });
      return code === 0;
    } finally {
      await browser.close();
    }
  });
}
