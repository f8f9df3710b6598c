import { execFileSync } from "node:child_process";
import { existsSync, renameSync, rmSync, statSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../..", import.meta.url));
const compiler = path.join(root, "node_modules/typescript/lib/tsc.js");

/** What is compiled: this project, and the sources of Chrome DevTools, which our tests hold costs against. */
const OWN = { include: ["src/**/*.ts", "test/**/*.ts"], exclude: ["test/fixtures", "test/behaviour"], compilerOptions: { types: ["node", "mocha"], skipLibCheck: false } };
const DEVTOOLS = {
  include: ["node_modules/chrome-devtools-frontend/front_end/**/*.ts"],
  compilerOptions: { types: [], skipLibCheck: true, sourceMap: true, rewriteRelativeImportExtensions: true },
};

/** Microseconds between samples, and the programs that one process compiles in turn. */
const RUNS = [
  { name: "small", interval: 1000, programs: [OWN], leastBytes: 1e7 },
  { name: "middle", interval: 50, programs: [OWN], leastBytes: 5e7 },
  { name: "large", interval: 50, programs: [DEVTOOLS, OWN], leastBytes: 3e8 },
];

/**
 * The three profiles of the TypeScript compiler that scale is measured on, smallest first; each is made once, which takes minutes.
 * @param folder where they are kept
 * @throws when one is smaller than promised
 */
export async function profilesOfCompiler(folder) {
  const files = [];
  for (const run of RUNS) files.push(await made(folder, run));
  return files;
}

async function made(folder, { name, interval, programs, leastBytes }) {
  const file = path.join(folder, `${name}.cpuprofile`);
  if (existsSync(file)) return file;
  const work = path.join(folder, name);
  await mkdir(work, { recursive: true });
  const projects = [];
  for (const [index, program] of programs.entries()) projects.push(await projectFile(path.join(work, `program-${index}`), program));
  const flags = ["--max-old-space-size=8000", "--cpu-prof", `--cpu-prof-dir=${work}`, "--cpu-prof-name=made.cpuprofile", "--cpu-prof-interval", String(interval)];
  const profile = path.join(work, "made.cpuprofile");
  // The compiler ends with 1 or 2 where it finds errors, which sources have without their own settings.
  try {
    execFileSync(process.execPath, [...flags, compiler, "--build", ...projects], { stdio: "ignore" });
  } catch (error) {
    if (!existsSync(profile)) throw error;
  }
  if (statSync(profile).size < leastBytes) throw new Error(`the ${name} profile has ${statSync(profile).size} bytes, less than ${leastBytes}: ${profile}`);
  renameSync(profile, file);
  rmSync(work, { recursive: true });
  return file;
}

async function projectFile(folder, { include, exclude = [], compilerOptions }) {
  const absolute = (names) => names.map((name) => path.join(root, name));
  const file = path.join(folder, "tsconfig.json");
  const common = { target: "es2022", module: "esnext", moduleResolution: "bundler", lib: ["esnext", "dom", "dom.iterable", "webworker"], strict: true, declaration: true, noEmitOnError: false };
  const places = { typeRoots: [path.join(root, "node_modules/@types")], outDir: path.join(folder, "emitted"), rootDir: path.parse(root).root };
  await mkdir(folder, { recursive: true });
  await writeFile(file, JSON.stringify({ compilerOptions: { ...common, ...compilerOptions, ...places }, include: absolute(include), exclude: absolute(exclude) }));
  return file;
}
