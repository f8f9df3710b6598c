import { existsSync } from "node:fs";
import path from "node:path";
import { run } from "./process-tree.mjs";

/** The full path of a command, or undefined. */
export function which(command) {
  const folders = (process.env.PATH ?? "").split(path.delimiter).filter(Boolean);
  return folders.map((folder) => path.join(folder, command)).find((file) => existsSync(file));
}

function canInstall() {
  return process.platform === "linux" && process.getuid?.() === 0 && Boolean(which("apt-get"));
}

/** Installs Debian packages where that is possible without asking; otherwise throws one line that says what to install. */
export async function installPackages(packages, why) {
  const advice = `${why}: install ${packages.join(" and ")} (Debian, Ubuntu: sudo apt-get install ${packages.join(" ")})`;
  if (!canInstall()) throw new Error(advice);
  console.log(`${why}: apt-get install ${packages.join(" ")}`);
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  // A package list that is only partly reachable may still be good enough.
  await run("apt-get", ["update", "-qq"], { quiet: true, env });
  const { code, output } = await run("apt-get", ["install", "-y", "-qq", "--no-install-recommends", ...packages], { quiet: true, env });
  if (code !== 0) throw new Error(`${advice}\n${output.trim().split("\n").slice(-5).join("\n")}`);
}

/** What node-gyp needs to compile the native modules of the servers. */
export async function ensureCompiler() {
  const missing = [["g++", "g++"], ["make", "make"], ["python3", "python3"]].filter(([command]) => !which(command));
  if (missing.length > 0) await installPackages(missing.map(([, name]) => name), "compiling native modules needs a compiler");
}
