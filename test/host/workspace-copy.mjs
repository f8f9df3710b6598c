import { cp, mkdtemp, realpath } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { removeLater } from "./process-tree.mjs";

/** A folder that tests may change, under its own name in a place of its own. */
export async function copyWorkspace(folder) {
  const place = await realpath(await mkdtemp(path.join(os.tmpdir(), "perf-review-workspace-")));
  const remove = removeLater(place);
  const copy = path.join(place, path.basename(folder));
  await cp(folder, copy, { recursive: true });
  return { folder: copy, remove };
}
