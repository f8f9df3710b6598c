import { mkdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { mustRun } from "../host/process-tree.mjs";

/**
 * Installs what we are measured against, once per set of versions. None of it is a dependency of the project: most who build it never measure.
 * @param packages versions by name
 * @param flags of npm
 */
export async function installPackages(folder, packages, flags = []) {
  const wanted = `${JSON.stringify({ private: true, dependencies: packages }, undefined, 2)}\n`;
  const stamp = path.join(folder, "installed.json");
  await mkdir(folder, { recursive: true });
  if ((await readFile(stamp, "utf8").catch(() => "")) === wanted) return;
  await writeFile(path.join(folder, "package.json"), wanted);
  await mustRun("npm", ["install", "--ignore-scripts", "--no-package-lock", ...flags], { cwd: folder });
  await writeFile(stamp, wanted);
}
