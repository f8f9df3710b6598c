import path from "node:path";
import { fileURLToPath } from "node:url";

export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../..");
export const cache = path.join(root, ".vscode-test");
export const vsix = path.join(root, "dist/perf-review.vsix");
export const inRoot = (...parts) => path.join(root, ...parts);
