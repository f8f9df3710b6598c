// Measures how profiles are opened, against JSON.parse of the same file and against other viewers, each in a process of its own:
//   node test/bench/profiles.mjs [--runs 3] [--no-peers] [FILE.cpuprofile…]
// Without files it takes three of the TypeScript compiler, which it makes once. CPU is what to compare. It is part of `npm run bench`.
import { execFileSync } from "node:child_process";
import { mkdirSync, realpathSync, statSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import * as esbuild from "esbuild";
import { installPackages } from "./install-packages.mjs";
import { profilesOfCompiler } from "./make-profiles.mjs";
import { percentile } from "./measure.mjs";

const here = fileURLToPath(import.meta.url);
const root = path.resolve(here, "../../..");
const PEERS = { speedscope: "1.25.0", cpupro: "0.7.0" };
const LABELS = { speedscope: "speedscope's importer", cpupro: "CPUpro's model" };

/** What we hold ourselves to: parts of what JSON.parse takes, times the file, and milliseconds. */
const MOST = { cpu: 0.7, peak: 2.2, search: 50, change: 200 };

/** @param files of the inspector's kind; none: the three of the compiler */
export async function measureProfiles({ cache, runs, files = [], peers = true }) {
  const folder = path.join(cache, "profiles");
  const peerFolder = path.join(cache, "profile-peers");
  mkdirSync(folder, { recursive: true });
  const job = path.join(folder, "job.cjs");
  await esbuild.build({ entryPoints: [path.join(root, "test/bench/profile-job.ts")], bundle: true, platform: "node", format: "cjs", outfile: job, logLevel: "error" });
  if (peers) await installPackages(peerFolder, PEERS);
  const results = [];
  for (const file of files.length > 0 ? files : await profilesOfCompiler(folder)) {
    const taken = { idle: [], parse: [], open: [] };
    // By turns, so that a machine that grows busy wrongs neither.
    for (let run = 0; run < runs; run++) for (const what of Object.keys(taken)) taken[what].push(measured(job, what, file));
    const [idle, parse, open] = Object.values(taken).map(medians);
    const { nodes, samples } = taken.open[0];
    const theirs = Object.fromEntries(peers ? Object.keys(PEERS).map((peer) => [peer, attempted(() => measured(fileURLToPath(new URL("peer-profile.mjs", import.meta.url)), peer, peerFolder, file))]) : []);
    results.push({ name: path.basename(file), bytes: statSync(file).size, nodes, samples, idle, parse, open, peers: theirs, changes: measured(job, "change", file).changes });
  }
  return results;
}

/** With all the memory it wants: with less, what needs much crawls before it fails. */
function measured(...args) {
  return JSON.parse(execFileSync(process.execPath, ["--max-old-space-size=12000", ...args], { encoding: "utf8", maxBuffer: 2 ** 26, stdio: ["ignore", "pipe", "pipe"] }));
}

function attempted(measurement) {
  try {
    return measurement();
  } catch (error) {
    return { failure: error.message.split("\n").at(-1) };
  }
}

function medians(runs) {
  return Object.fromEntries(["cpuMs", "peakBytes"].map((field) => [field, percentile(runs.map((run) => run[field]), 0.5)]));
}

export function printProfiles(results) {
  for (const { name, bytes, nodes, samples, idle, parse, open, peers, changes } of results) {
    console.log(`\n${name}: ${(bytes / 1e6).toFixed(0)} MB, ${nodes} calls, ${samples} samples`);
    row("", "CPU ms", "of parse", "peak/file", "growth/file");
    const line = (label, { cpuMs, peakBytes, failure }) => (failure === undefined
      ? row(label, Math.round(cpuMs), (cpuMs / parse.cpuMs).toFixed(2), (peakBytes / bytes).toFixed(2), ((peakBytes - idle.peakBytes) / bytes).toFixed(2))
      : row(label, "failed", failure));
    line("  JSON.parse", parse);
    line("  ours, to graph and tables", open);
    row("  at most", "", MOST.cpu.toFixed(2), MOST.peak.toFixed(2));
    for (const [peer, result] of Object.entries(peers)) line(`  ${LABELS[peer]}`, result);
    row("", "first ms", "median ms", "at most");
    for (const [what, { first, median }] of Object.entries(changes)) row(`  ${what}`, first.toFixed(1), median.toFixed(1), what.startsWith("search") ? MOST.search : MOST.change);
  }
}

const row = (label, ...cells) => console.log(label.padEnd(30) + cells.map((cell) => String(cell).padStart(12)).join(""));

if (process.argv[1] !== undefined && realpathSync(process.argv[1]) === here) {
  const { values, positionals } = parseArgs({ allowPositionals: true, options: { runs: { type: "string", default: "3" }, "no-peers": { type: "boolean", default: false } } });
  printProfiles(await measureProfiles({ cache: path.join(root, ".bench"), runs: Number(values.runs), files: positionals, peers: !values["no-peers"] }));
}
