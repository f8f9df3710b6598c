import { existsSync } from "node:fs";
import { chmod, copyFile, mkdir, readdir, rename, rm, symlink } from "node:fs/promises";
import path from "node:path";
import { cache } from "./paths.mjs";
import { mustRun } from "./process-tree.mjs";
import { ensureCompiler } from "./system-packages.mjs";

/** Part of the folder names: raise it when the steps below change, so that older installs are not used any longer. */
const recipe = 2;
const ripgrepVersion = "1.18.0";

/** @param {import("./versions.mjs").HostVersion} version */
export function serverLocation(version) {
  return {
    node: path.join(cache, `node-${version.node}`, "node_modules", nodePackage(), "bin/node"),
    main: path.join(cache, serverFolder(version), "node_modules/code-server/lib/vscode/out/server-main.js"),
  };
}

const serverFolder = (version) => `server-${version.vscode}-r${recipe}`;

function nodePackage() {
  if (process.platform !== "linux" || !["x64", "arm64"].includes(process.arch)) {
    throw new Error(`the VS Code server comes for Linux on x64 and arm64, not for ${process.platform} on ${process.arch}: use "npm run test:desktop"`);
  }
  return `node-linux-${process.arch}`;
}

/** Makes sure of the Node of a server below `.vscode-test/`, and says where it is. */
export async function ensureNode(version) {
  await removeAbandoned();
  await ensureFolder(`node-${version.node}`, (folder) => installPackage(folder, `${nodePackage()}@${version.node}`));
  return serverLocation(version).node;
}

/** Makes sure of the server and its Node below `.vscode-test/`; nothing happens when they are there. */
export async function ensureServer(version) {
  await ensureNode(version);
  await ensureFolder(serverFolder(version), (folder) => installServer(folder, version));
  return serverLocation(version);
}

/** A folder gets its final name only when it is complete, so an interrupted install is never used. */
async function ensureFolder(name, install) {
  const final = path.join(cache, name);
  if (existsSync(final)) return;
  const started = Date.now();
  console.log(`installing ${name} into .vscode-test (once)`);
  const partial = path.join(cache, `partial-${process.pid}-${name}`);
  await mkdir(partial, { recursive: true });
  try {
    await install(partial);
    // Another run may have been faster; its folder is as good.
    await rename(partial, final).catch((error) => {
      if (!existsSync(final)) throw error;
    });
    console.log(`installed ${name} in ${Math.round((Date.now() - started) / 1000)} s`);
  } finally {
    await rm(partial, { recursive: true, force: true });
  }
}

async function removeAbandoned() {
  await mkdir(cache, { recursive: true });
  for (const name of await readdir(cache)) {
    const pid = /^partial-(\d+)-/.exec(name)?.[1];
    if (pid && !isRunning(Number(pid))) await rm(path.join(cache, name), { recursive: true, force: true });
  }
}

function isRunning(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

// The post-install scripts fetch headers and binaries from places that are not npm.
const npmFlags = ["--ignore-scripts", "--no-audit", "--no-fund", "--engine-strict=false"];

async function installPackage(folder, specifier) {
  await mustRun("npm", ["install", "--prefix", folder, specifier, ...npmFlags]);
}

async function installDependencies(folder) {
  await mustRun("npm", ["install", "--omit=dev", ...npmFlags], { cwd: folder });
}

async function installServer(folder, version) {
  await ensureCompiler();
  await installPackage(folder, `code-server@${version.codeServer}`);
  const vscode = path.join(folder, "node_modules/code-server/lib/vscode");
  await installDependencies(vscode);
  await mustRun("npm", ["rebuild", ...version.nativeModules], { cwd: vscode, env: buildEnvironment(version) });
  // TypeScript for the editor's own language features.
  await installDependencies(path.join(vscode, "extensions"));
  await symlink("node_modules", path.join(vscode, "node_modules.asar"));
  await placeRipgrep(folder, vscode);
}

/** npm and node-gyp under the server's own Node and its headers. */
function buildEnvironment(version) {
  const bin = path.dirname(serverLocation(version).node);
  return { ...process.env, PATH: `${bin}${path.delimiter}${process.env.PATH}`, npm_config_nodedir: path.dirname(bin) };
}

/** The older server downloads ripgrep after install; without it `findFiles`, search and quick open find nothing. */
async function placeRipgrep(folder, vscode) {
  const wanted = path.join(vscode, "node_modules/@vscode/ripgrep");
  if (!existsSync(wanted) || existsSync(path.join(wanted, "bin/rg"))) return;
  const name = `@vscode/ripgrep-linux-${process.arch}`;
  const donor = path.join(folder, "ripgrep");
  await installPackage(donor, `${name}@${ripgrepVersion}`);
  await mkdir(path.join(wanted, "bin"), { recursive: true });
  await copyFile(path.join(donor, "node_modules", name, "bin/rg"), path.join(wanted, "bin/rg"));
  await chmod(path.join(wanted, "bin/rg"), 0o755);
}
