// Measures how profiles are opened, against JSON.parse of the same file, each in a process of its own:
//   node test/bench/profiles.mjs [FILE.cpuprofile…]
// Without files it makes three by profiling the TypeScript compiler over this project and over the sources of Chrome DevTools, at one
// sample a millisecond and at one every 50 µs; they stay in .bench/profiles. Needs Linux (it reads /proc).
import { execFileSync } from "node:child_process";
import { existsSync, statSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import * as esbuild from "esbuild";
import { measure } from "./measure.mjs";

const root = fileURLToPath(new URL("../..", import.meta.url));
const folder = path.join(root, ".bench/profiles");
const devtools = path.join(root, "node_modules/chrome-devtools-frontend/front_end");

/** Microseconds between samples, and what is compiled. */
const RUNS = [
  { name: "small", interval: 1000, include: [path.join(root, "src"), path.join(root, "test/*.ts")] },
  { name: "middle", interval: 50, include: [path.join(root, "src"), path.join(root, "test/*.ts")] },
  { name: "large", interval: 50, include: [devtools, path.join(root, "src"), path.join(root, "test/*.ts")] },
];

async function make({ name, interval, include }) {
  const file = path.join(folder, `${name}.cpuprofile`);
  if (existsSync(file)) return file;
  const project = path.join(folder, `${name}.json`);
  const compilerOptions = { target: "es2022", module: "esnext", moduleResolution: "bundler", lib: ["esnext", "dom"], strict: true, types: ["node", "mocha"], typeRoots: [path.join(root, "node_modules/@types")], outDir: path.join(folder, "out"), rootDir: "/", declaration: true, noEmitOnError: false };
  await writeFile(project, JSON.stringify({ compilerOptions, include, exclude: [] }));
  const compiler = path.join(root, "node_modules/typescript/lib/tsc.js");
  const flags = ["--max-old-space-size=6000", "--cpu-prof", `--cpu-prof-dir=${folder}`, `--cpu-prof-name=${name}.cpuprofile`, "--cpu-prof-interval", String(interval)];
  // The compiler ends with 1 or 2 where it finds errors, which these sources have without their own settings.
  try {
    execFileSync(process.execPath, [...flags, compiler, "-p", project], { stdio: "ignore" });
  } catch (error) {
    if (!existsSync(file)) throw error;
  }
  return file;
}

async function main(files) {
  await mkdir(folder, { recursive: true });
  const job = path.join(folder, "job.cjs");
  await esbuild.build({ entryPoints: [path.join(root, "test/bench/profile-job.ts")], bundle: true, platform: "node", format: "cjs", outfile: job, logLevel: "error" });
  if (files.length === 0) for (const run of RUNS) files.push(await make(run));
  for (const file of files) {
    const { size } = statSync(file);
    const parse = await measure(process.execPath, [job, "parse", file]);
    const open = await measure(process.execPath, [job, "open", file]);
    if (parse.code !== 0 || open.code !== 0) throw new Error(parse.stderr + open.stderr);
    const { opened, rest, nodes } = JSON.parse(open.stdout);
    console.log(`${path.basename(file)}: ${(size / 1e6).toFixed(1)} MB, ${nodes} nodes`);
    console.log(`  JSON.parse ${Math.round(parse.cpuSeconds * 1000)} ms CPU, peak ${(parse.peakBytes / size).toFixed(2)} x the file`);
    console.log(`  ours ${Math.round(opened.cpuMs)} ms CPU, ${(opened.cpuMs / parse.cpuSeconds / 1000).toFixed(2)} x JSON.parse; peak ${(opened.peakBytes / size).toFixed(2)} x the file`);
    for (const [what, ms] of Object.entries(rest)) console.log(`  ${what} ${ms.toFixed(1)} ms CPU`);
  }
}

await main(process.argv.slice(2));
