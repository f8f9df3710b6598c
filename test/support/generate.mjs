// npm run generate: writes every file that is made from declarations.
import { mkdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import * as esbuild from "esbuild";

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../..");
const built = path.join(root, "out/generate.cjs");
await esbuild.build({
  absWorkingDir: root, entryPoints: ["test/support/generated.ts"], outfile: built,
  bundle: true, packages: "external", format: "cjs", platform: "node", target: "node20", logLevel: "warning",
});
const { generated } = (await import(pathToFileURL(built).href)).default;
for (const { path: file, text } of generated(root)) {
  const target = path.join(root, file);
  if ((await readFile(target, "utf8").catch(() => undefined)) === text) continue;
  await mkdir(path.dirname(target), { recursive: true });
  await writeFile(target, text);
  console.log(`wrote ${file}`);
}
