import path from "node:path";
import { launchChromiumServer } from "./chromium.mjs";
import { ensureNode } from "./install-server.mjs";
import { inRoot, root } from "./paths.mjs";
import { run } from "./process-tree.mjs";
import { startServer } from "./server.mjs";
import { withTally } from "./tally.mjs";
import { mochaCommand, tallyReporter, tries } from "./unit-stage.mjs";
import { currentVersion } from "./versions.mjs";

const mochaOptions = ["--no-config", "--enable-source-maps", "--forbid-only", "--timeout", "120000", "--slow", "20000", "--reporter", tallyReporter, ...tries];

/** The tests of test/window: a browser drives VS Code with the packaged extension installed. */
export async function windowStage({ version, grep, vsix }) {
  return withTally(`window of VS Code ${version.vscode}`, async (tally) => {
    // As a user has it: the test driver would hide notifications and dialogs.
    const server = await startServer({ version, vsix, testDriver: false, env: await withCurrentNode() });
    try {
      return await runWindowTests({ version, grep, tally, server });
    } finally {
      await server.stop();
    }
  });
}

/** Programs that are profiled run on a Node that reads TypeScript, whatever VS Code itself runs on. */
async function withCurrentNode() {
  return { PATH: [path.dirname(await ensureNode(currentVersion)), process.env.PATH].join(path.delimiter) };
}

async function runWindowTests({ version, grep, tally, server }) {
  const browser = await launchChromiumServer();
  try {
    const env = {
      ...process.env,
      PERF_REVIEW_TALLY: tally,
      PERF_REVIEW_VSCODE: version.vscode,
      PERF_REVIEW_ORIGIN: server.origin,
      PERF_REVIEW_BROWSER: browser.wsEndpoint(),
      PERF_REVIEW_NODE: await ensureNode(currentVersion),
    };
    const args = [mochaCommand, ...mochaOptions, ...(grep ? ["--grep", grep] : []), inRoot("out/test/window/**/*.test.js")];
    const { code } = await run(process.execPath, args, { cwd: root, env });
    return code === 0;
  } finally {
    await browser.close();
  }
}
