import { copyFile, readFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { endTree, spawnTree } from "../host/process-tree.mjs";
import { edited } from "./fixes.mjs";
import { cpuOf } from "./measure.mjs";

/**
 * What typed ESLint, kept warm as its editor extension keeps it, does before it has fixes to offer: it lints the file again. The same
 * edits of the same files, in the same order.
 */
export async function measurePeerFixes({ peers, repo, files }) {
  const program = path.join(peers, "peer-lint.mjs");
  await copyFile(fileURLToPath(new URL("peer-lint.mjs", import.meta.url)), program);
  const child = spawnTree(process.execPath, ["--max-old-space-size=4096", program, path.join(peers, "eslint.config.mjs")], { cwd: repo, stdio: ["ignore", "ignore", "inherit", "ipc"] });
  const died = new Promise((_, reject) => child.once("exit", (code) => reject(new Error(`ESLint ended with ${code}`))));
  // Rejects as well when we end it ourselves, after nobody listens any more.
  died.catch(() => {});
  const answer = () => Promise.race([died, new Promise((resolve) => child.once("message", resolve))]);
  const lint = async (file, version) => {
    const text = edited(await readFile(path.join(repo, file), "utf8"), version);
    const cpuBefore = cpuOf(child.pid);
    const startedAt = performance.now();
    child.send({ file: path.join(repo, file), text });
    const { failed } = await answer();
    return { file, wallMs: performance.now() - startedAt, cpuMs: (cpuOf(child.pid) - cpuBefore) * 1000, failed };
  };
  try {
    for (const file of new Set(files)) await lint(file, 1);
    const answers = [];
    for (const [at, file] of files.entries()) answers.push(await lint(file, at));
    return answers;
  } finally {
    await endTree(child);
  }
}
