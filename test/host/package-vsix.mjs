import { existsSync } from "node:fs";
import { mkdir, rm } from "node:fs/promises";
import { buildBundles } from "../../esbuild.mjs";
import { inRoot, root, vsix } from "./paths.mjs";
import { mustRun } from "./process-tree.mjs";

/** Builds what ships and packages it, exactly as `npm run package`. */
export async function packageVsix() {
  const problems = await buildBundles({ production: true });
  if (problems.length > 0) throw new Error(problems.join("\n"));
  await mkdir(inRoot("dist"), { recursive: true });
  await rm(vsix, { force: true });
  await mustRun(process.execPath, [inRoot("node_modules/@vscode/vsce/vsce"), "package", "--no-dependencies", "--out", vsix], { cwd: root });
  if (!existsSync(vsix)) throw new Error("vsce made no package");
  return vsix;
}
