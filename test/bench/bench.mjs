// Measures what the product promises about speed, on a project of your choice:
//   npm run bench -- [--repo DIR] [--runs 1] [--edits 50] [--file PATH] [--repetitions 20] [--compared RUNS] [--only PART]… [--skip PART]…
// with the parts review, eslint, edits, fixes, fixes-eslint, compare, profiles, panel.
// A cold review of the folder beside typed ESLint over the same files, and the language server's answers to edits of
// one file and to questions for quick fixes in some, beside ESLint linting these again; how often comparisons of runs are right, of the same program and of one with a
// fifth less work; and how large profiles are opened, beside JSON.parse and other viewers, and moved through in a browser. CPU is what to compare: wall times depend on what else the machine does. Needs Linux (it reads /proc).
import { existsSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { measureComparisons } from "./compare.mjs";
import { fileToEdit, measureEdits } from "./edits.mjs";
import { measurePeerFixes } from "./fixes-peer.mjs";
import { filesWithFindings, measureFixes } from "./fixes.mjs";
import { percentile } from "./measure.mjs";
import { measurePanel, printPanel } from "./panel.mjs";
import { measureProfiles, printProfiles } from "./profiles.mjs";
import { installPeers, lintCold, reviewCold, sourceFiles } from "./review.mjs";

const root = fileURLToPath(new URL("../..", import.meta.url));
const cache = path.join(root, ".bench");
const peers = path.join(cache, "peers");
const PARTS = ["review", "eslint", "edits", "fixes", "fixes-eslint", "compare", "profiles", "panel"];

function options() {
  const { values } = parseArgs({
    options: {
      repo: { type: "string", default: "." }, runs: { type: "string", default: "1" }, edits: { type: "string", default: "50" },
      repetitions: { type: "string", default: "20" }, compared: { type: "string" },
      file: { type: "string" }, only: { type: "string", multiple: true, default: PARTS }, skip: { type: "string", multiple: true, default: [] },
    },
  });
  const count = (name) => {
    const number = Number(values[name]);
    if (!Number.isInteger(number) || number < 1) throw new Error(`--${name} takes a whole number above 0`);
    return number;
  };
  for (const part of [...values.only, ...values.skip]) if (!PARTS.includes(part)) throw new Error(`${part} is no part: ${PARTS.join(", ")}`);
  const parts = new Set(values.only.filter((part) => !values.skip.includes(part)));
  const repo = path.resolve(values.repo);
  if (!existsSync(repo)) throw new Error(`no folder ${values.repo}`);
  return { repo, runs: count("runs"), edits: count("edits"), repetitions: count("repetitions"), compared: values.compared === undefined ? undefined : count("compared"), file: values.file, parts };
}

function built(name) {
  const file = path.join(root, "dist", name);
  if (!existsSync(file)) throw new Error(`dist/${name} is missing: npm run build`);
  return file;
}

/** Tools take turns, so that a machine that grows busy or warm wrongs neither. */
async function coldRuns({ repo, runs, parts }, files) {
  if (parts.has("eslint")) await installPeers(peers);
  const ours = [];
  const eslint = [];
  for (let run = 0; run < runs; run++) {
    if (parts.has("review")) ours.push(await reviewCold(built("cli.js"), repo));
    const skipped = new Set(ours[0]?.skipped);
    if (parts.has("eslint")) eslint.push(await lintCold(peers, repo, files.filter((file) => !skipped.has(file))));
  }
  return { review: ours.map(({ skipped, ...rest }) => ({ ...rest, skipped: skipped.length })), eslint };
}

const median = (runs, field) => percentile(runs.map((run) => run[field]), 0.5);
const row = (label, ...cells) => console.log(label.padEnd(30) + cells.map((cell) => String(cell).padStart(10)).join(""));
const mebibytes = (bytes) => Math.round(bytes / 2 ** 20);

function printCold({ review, eslint }) {
  row("cold review", "CPU s", "wall s", "peak MiB", "files", "problems", "failures");
  for (const [label, runs] of [["perf-review", review], ["typed ESLint", eslint]]) {
    if (runs.length === 0) continue;
    const seconds = ["cpuSeconds", "wallSeconds"].map((field) => median(runs, field).toFixed(1));
    const { files, problems, failures } = runs[0];
    row(`  ${label}`, ...seconds, mebibytes(median(runs, "peakBytes")), files, problems, failures);
  }
  if (review.length === 0 || eslint.length === 0) return;
  const ratio = (field) => (median(review, field) / median(eslint, field)).toFixed(2);
  row("  ratio", ratio("cpuSeconds"), ratio("wallSeconds"), ratio("peakBytes"));
}

function printEdits({ file, lines, opened, answers, peakBytes }) {
  console.log(`\nedits: ${answers.length} in ${file}, ${lines} lines; server peak ${mebibytes(peakBytes)} MiB`);
  row("", "opened", "p50", "p95", "max");
  for (const stage of ["first", "refined"]) {
    for (const [field, unit] of [["wallMs", "wall ms"], ["cpuMs", "CPU ms"]]) {
      const values = answers.flatMap((answer) => answer[stage]?.[field] ?? []);
      const shown = [opened[stage]?.[field], ...[0.5, 0.95, 1].map((share) => percentile(values, share))];
      row(`  ${stage} answer, ${unit}`, ...shown.map((value) => (value === undefined ? "–" : Math.round(value))));
    }
  }
  const late = answers.filter((answer) => !answer.refined).length;
  if (late > 0) console.log(`  ${late} of ${answers.length} edits were never answered for good`);
}

/** Where there is no fix to check the answer costs nothing, so only those with one count. */
function printFixes({ files, findings, ready, edited, checks, eslint = [] }) {
  const [listed, checked] = [ready, edited].map((answers) => answers.filter(({ fixes }) => fixes > 0));
  console.log(`\nquick fixes: ${findings} findings in ${files} files, ${listed.length} with a fix`);
  row("", "asked", "p50", "p95", "max");
  const shares = (answers, field) => [0.5, 0.95, 1].map((share) => (answers.length === 0 ? undefined : percentile(answers.map((answer) => answer[field]), share)));
  const show = (label, answers, field) => row(`  ${label}`, answers.length, ...shares(answers, field).map((value) => (value === undefined ? "–" : Math.round(value))));
  show("the list, wall ms", listed, "wallMs");
  show("after an edit, wall ms", checked, "wallMs");
  show("  the check in it, CPU ms", checked, "cpuMs");
  show("checks ahead, CPU ms", checks, "cpuMs");
  if (eslint.length === 0) return;
  show("ESLint after it, wall ms", eslint, "wallMs");
  show("ESLint after it, CPU ms", eslint, "cpuMs");
  const [ours, theirs] = [shares(checked, "cpuMs"), shares(eslint, "cpuMs")];
  row("  ratio of CPU", "", ...ours.map((value, at) => (value === undefined ? "–" : (value / theirs[at]).toFixed(2))));
}

function printVerdict(name, { word, change, low, high, functions }) {
  const percent = (part) => `${(part * 100).toFixed(1)} %`;
  console.log(`  ${name === "same" ? "same program" : "a fifth less"}: ${word.padEnd(8)} ${percent(change).padStart(8)} (${percent(low)} to ${percent(high)}) ${functions.join(", ")}`);
}

function printComparisons({ same, faster }) {
  const apart = same.filter(({ word }) => word === "faster" || word === "slower").length;
  console.log(`  the same program is not told apart:     ${same.length - apart} of ${same.length}`);
  console.log(`  a program with a fifth less is faster:  ${faster.filter(({ word }) => word === "faster").length} of ${faster.length}`);
}

async function main() {
  const chosen = options();
  const files = await sourceFiles(chosen.repo);
  const results = { repo: path.basename(chosen.repo), date: new Date().toISOString(), node: process.version, cpus: os.availableParallelism() };
  console.log(`${results.repo}: ${files.length} source files; Node ${results.node}, ${results.cpus} CPUs\n`);

  if (chosen.parts.has("review") || chosen.parts.has("eslint")) {
    results.cold = await coldRuns(chosen, files);
    printCold(results.cold);
  }
  const file = chosen.parts.has("edits") ? chosen.file ?? (await fileToEdit(chosen.repo, files)) : undefined;
  if (file === undefined && chosen.parts.has("edits")) throw new Error("no file of over 500 lines to edit: --file PATH");
  if (chosen.parts.has("edits")) {
    results.edits = { file, ...(await measureEdits({ server: built("server.js"), repo: chosen.repo, file, edits: chosen.edits })) };
    printEdits(results.edits);
  }
  if (chosen.parts.has("fixes")) {
    const chosenFiles = [...new Set([...(chosen.file === undefined ? [] : [chosen.file]), ...(await filesWithFindings(built("cli.js"), chosen.repo))])];
    results.fixes = await measureFixes({ server: built("server.js"), repo: chosen.repo, files: chosenFiles, asks: chosen.edits });
    if (chosen.parts.has("fixes-eslint")) {
      await installPeers(peers);
      results.fixes.eslint = await measurePeerFixes({ peers, repo: chosen.repo, files: results.fixes.edited.filter(({ fixes }) => fixes > 0).map((each) => each.file) });
    }
    printFixes(results.fixes);
  }
  await mkdir(cache, { recursive: true });
  if (chosen.parts.has("compare")) {
    const onBegin = (runs) => console.log(`\ncomparisons of ${runs} runs a side`);
    results.compare = await measureComparisons({ cache, preload: built("preload.cjs"), repetitions: chosen.repetitions, runs: chosen.compared, onBegin, onVerdict: printVerdict });
    printComparisons(results.compare);
  }
  if (chosen.parts.has("profiles")) {
    results.profiles = await measureProfiles({ cache, runs: chosen.runs });
    printProfiles(results.profiles);
  }
  if (chosen.parts.has("panel")) {
    results.panel = await measurePanel({ cache });
    printPanel(results.panel);
  }
  await writeFile(path.join(cache, "results.json"), `${JSON.stringify(results, undefined, 2)}\n`);
}

try {
  await main();
} catch (error) {
  console.error(`bench: ${error.message}`);
  process.exitCode = 2;
}
