import { inRoot, root } from "./paths.mjs";
import { run } from "./process-tree.mjs";

const checks = [
  { title: "types (tsc --noEmit)", command: [inRoot("node_modules/typescript/bin/tsc"), "--noEmit"] },
  { title: "types of the webview (tsc --noEmit -p src/webview)", command: [inRoot("node_modules/typescript/bin/tsc"), "--noEmit", "-p", "src/webview"] },
  { title: "types of its tests (tsc --noEmit -p test/webview/page)", command: [inRoot("node_modules/typescript/bin/tsc"), "--noEmit", "-p", "test/webview/page"] },
  { title: "lint (eslint .)", command: [inRoot("node_modules/eslint/bin/eslint.js"), "."] },
];

/** Types and lint, each counted as one test. */
export async function checkStage() {
  const total = { passed: 0, failed: 0 };
  for (const { title, command } of checks) {
    const { code } = await run(process.execPath, command, { cwd: root });
    console.log(`${code === 0 ? "ok" : "FAILED"}: ${title}`);
    total[code === 0 ? "passed" : "failed"]++;
  }
  return total;
}
