// npm run test:desktop [-- VERSION…]: the suites of test/vscode in desktop VS Code. Downloads it, so it needs the internet
// and a display (on a machine without one: xvfb-run -a npm run test:desktop).
import { runTests } from "@vscode/test-electron";
import { buildBundles, buildTests } from "../../esbuild.mjs";
import { inRoot, root } from "./paths.mjs";
import { withTally } from "./tally.mjs";
import { versions } from "./versions.mjs";
import { copyWorkspace } from "./workspace-copy.mjs";

async function testVersion(version) {
  const workspace = await copyWorkspace(inRoot("test/vscode/workspace"));
  try {
    return await withTally(`VS Code ${version}`, async (tally) => {
      const code = await runTests({
        version,
        extensionDevelopmentPath: root,
        extensionTestsPath: inRoot("out/test/vscode/run.js"),
        launchArgs: [workspace.folder, "--disable-extensions", "--disable-workspace-trust", "--disable-gpu", "--no-sandbox", "--skip-welcome"],
        extensionTestsEnv: { PERF_REVIEW_TALLY: tally, PERF_REVIEW_VSCODE: version },
      });
      return code === 0;
    });
  } finally {
    workspace.remove();
  }
}

const problems = [...(await buildBundles()), ...(await buildTests(["test/vscode"]))];
const total = { passed: 0, failed: problems.length };
for (const problem of problems) console.error(problem);
const wanted = process.argv.length > 2 ? process.argv.slice(2) : [versions[0].vscode, "stable"];
for (const version of problems.length > 0 ? [] : wanted) {
  try {
    const { passed, failed } = await testVersion(version);
    total.passed += passed;
    total.failed += failed;
  } catch (error) {
    console.error(`VS Code ${version}: ${error.message}`);
    total.failed++;
  }
}
console.log(`\n${total.passed} passed, ${total.failed} failed`);
process.exit(total.failed === 0 && total.passed > 0 ? 0 : 1);
