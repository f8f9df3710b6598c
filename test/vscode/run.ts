// Entry of the tests inside the extension host: VS Code calls `run` there, both through the server in a browser
// (`npm test`) and as a desktop application (`npm run test:desktop`). A suite in test/vscode/suites/*.test.ts uses
// Mocha's globals, imports `vscode`, and finds a fresh copy of test/vscode/workspace open as its only folder.
// PERF_REVIEW_VSCODE names the version of VS Code, PERF_REVIEW_GREP chooses tests, PERF_REVIEW_TRIES says how often one may be
// tried, PERF_REVIEW_TALLY receives the numbers.
import { readdirSync } from "node:fs";
import path from "node:path";

const repository = path.resolve(__dirname, "../../..");

export async function run(): Promise<void> {
  // Failures name lines of the TypeScript sources.
  process.setSourceMapsEnabled(true);
  // Mocha is an ES module; this file is not.
  const { default: Mocha } = await import("mocha");
  const mocha = new Mocha({
    ui: "bdd",
    timeout: 60_000,
    slow: 5_000,
    color: false,
    forbidOnly: true,
    reporter: path.join(repository, "test/host/tally-reporter.cjs"),
    grep: process.env["PERF_REVIEW_GREP"],
    retries: Number(process.env["PERF_REVIEW_TRIES"] ?? 1) - 1,
  });
  const suites = path.join(__dirname, "suites");
  for (const name of readdirSync(suites).filter((file) => file.endsWith(".test.js")).sort()) mocha.addFile(path.join(suites, name));
  const failures = await new Promise<number>((resolve) => mocha.run(resolve));
  if (failures > 0) throw new Error(`${failures} failed`);
}
