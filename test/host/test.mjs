// npm test [-- --only check|unit|webview|host|window[,…]] [--vscode oldest|current] [--grep TEXT]
// Runs every stage and ends with one line: N passed, N failed.
import { parseArgs } from "node:util";
import { buildBundles, buildTests } from "../../esbuild.mjs";
import { checkStage } from "./check-stage.mjs";
import { hostStage } from "./host-stage.mjs";
import { packageVsix } from "./package-vsix.mjs";
import { provision } from "./provision.mjs";
import { unitStage } from "./unit-stage.mjs";
import { versionsNamed } from "./versions.mjs";
import { webviewStage } from "./webview-stage.mjs";
import { windowStage } from "./window-stage.mjs";

const kinds = ["check", "unit", "webview", "host", "window"];

function readArguments() {
  const { values } = parseArgs({ options: { only: { type: "string" }, vscode: { type: "string" }, grep: { type: "string" } } });
  const only = values.only?.split(",") ?? kinds;
  const unknown = only.filter((kind) => !kinds.includes(kind));
  if (unknown.length > 0) throw new Error(`--only ${unknown.join(",")}: known are ${kinds.join(", ")}`);
  return { only, grep: values.grep, wanted: versionsNamed(values.vscode) };
}

async function build() {
  const problems = [...(await buildBundles()), ...(await buildTests())];
  if (problems.length > 0) throw new Error(problems.join("\n"));
}

/** What has to happen, in order; a step without a result only prepares. */
function plan({ only, grep, wanted }) {
  const wants = (kind) => only.includes(kind);
  let vsix;
  const steps = [];
  if (wants("check")) steps.push({ title: "types and lint", work: checkStage });
  if (["unit", "webview", "host", "window"].some(wants)) steps.push({ title: "build", work: build, needed: true });
  if (wants("unit")) steps.push({ title: "unit tests", work: () => unitStage({ grep }) });
  if (wants("webview")) steps.push({ title: "the panel in a browser", work: () => webviewStage({ grep }) });
  if (wants("host") || wants("window")) steps.push({ title: "VS Code and browser", work: () => provision({ wanted }).then(() => undefined), needed: true });
  if (wants("host")) {
    for (const version of wanted) steps.push({ title: `inside VS Code ${version.vscode}`, work: () => hostStage({ version, grep }) });
  }
  if (wants("window")) {
    steps.push({ title: "package", work: async () => void (vsix = await packageVsix()), needed: true });
    for (const version of wanted) steps.push({ title: `window of VS Code ${version.vscode}`, work: () => windowStage({ version, grep, vsix }) });
  }
  return steps;
}

async function runStep({ title, work, needed }) {
  console.log(`\n== ${title}`);
  const started = Date.now();
  try {
    const { passed, failed, unsteady } = { passed: 0, failed: 0, unsteady: [], ...(await work()) };
    console.log(`== ${title}: ${passed + failed > 0 ? `${passed} passed, ${failed} failed, ` : ""}${((Date.now() - started) / 1000).toFixed(1)} s`);
    return { passed, failed, unsteady, stop: false };
  } catch (error) {
    console.error(`== ${title} failed: ${error.message}`);
    return { passed: 0, failed: 1, unsteady: [], stop: needed === true };
  }
}

async function main() {
  const total = { passed: 0, failed: 0 };
  const secondTries = [];
  for (const step of plan(readArguments())) {
    const { passed, failed, unsteady, stop } = await runStep(step);
    total.passed += passed;
    total.failed += failed;
    secondTries.push(...unsteady.map((name) => `${step.title}: ${name}`));
    if (stop) break;
  }
  if (secondTries.length > 0) console.log(`\nTried twice, each of them to be looked into:\n${secondTries.map((name) => `  ${name}`).join("\n")}`);
  console.log(`\n${total.passed} passed, ${total.failed} failed`);
  return total.failed === 0 && total.passed > 0 ? 0 : 1;
}

try {
  process.exit(await main());
} catch (error) {
  console.error(error.message);
  process.exit(1);
}
