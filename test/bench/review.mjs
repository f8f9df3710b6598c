import { copyFile, readdir } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { installPackages } from "./install-packages.mjs";
import { measure } from "./measure.mjs";

/** The newest of each that run on Node 20; the compiler is the one the reviewer brings. */
const PEERS = {
  eslint: "9.39.5",
  "eslint-plugin-react-web-api": "2.9.4",
  typescript: "6.0.3",
  "typescript-eslint": "8.73.0",
};
const NOT_ENTERED = /^(?:\..*|node_modules|bower_components|vendor|third_party|dist|build|out|coverage)$/;
const SOURCE = /(?<!\.d|[.-]min)\.[cm]?[jt]sx?$/;

/** Our cold review of the folder. The exit code says whether there were findings, so only the output tells a failure. */
export async function reviewCold(cli, repo) {
  const run = await measure(process.execPath, [cli, "--format", "json", "."], { cwd: repo });
  const result = parsed(run, "the reviewer");
  return {
    ...figures(run), files: result.files, problems: result.findings.length,
    failures: result.errors.length, skipped: result.skipped.map((each) => each.path),
  };
}

/** Typed ESLint over the given files. Files no tsconfig includes are its failures: it reports them without linting. */
export async function lintCold(peers, repo, files) {
  const eslint = path.join(peers, "node_modules/eslint/bin/eslint.js");
  const config = path.join(peers, "eslint.config.mjs");
  // The project's own suppressions name rules that are not loaded here, and each would count as a problem.
  const args = ["--config", config, "--no-inline-config", "--no-warn-ignored", "--format", "json", ...files];
  // What V8 allows itself on a large machine: with less it crawls before it fails, with more it collects less and its peak misleads.
  const run = await measure(process.execPath, ["--max-old-space-size=4096", eslint, ...args], { cwd: repo });
  const messages = parsed(run, "ESLint").flatMap((file) => file.messages);
  const failures = messages.filter((message) => message.fatal).length;
  return { ...figures(run), files: files.length, problems: messages.length - failures, failures };
}

function figures({ cpuSeconds, wallSeconds, peakBytes, code }) {
  return { cpuSeconds, wallSeconds, peakBytes, code };
}

function parsed(run, who) {
  try {
    return JSON.parse(run.stdout);
  } catch {
    throw new Error(`${who} ended with ${run.code} and no JSON\n${run.stderr.trim().slice(-2000)}`);
  }
}

export async function installPeers(folder) {
  // The React plugin's last version for Node 20 does not name TypeScript 6 among its peers, and works with it.
  await installPackages(folder, PEERS, ["--legacy-peer-deps"]);
  await copyFile(fileURLToPath(new URL("peer.eslint.config.mjs", import.meta.url)), path.join(folder, "eslint.config.mjs"));
}

/** Source files below a folder, relative to it, without build output and other people's code. */
export async function sourceFiles(folder, below = "") {
  const entries = await readdir(path.join(folder, below), { withFileTypes: true });
  const files = [];
  for (const entry of entries) {
    const name = path.posix.join(below, entry.name);
    if (entry.isDirectory() && !NOT_ENTERED.test(entry.name)) files.push(...(await sourceFiles(folder, name)));
    else if (entry.isFile() && SOURCE.test(entry.name)) files.push(name);
  }
  return files;
}
