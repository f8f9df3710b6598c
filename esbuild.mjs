// Builds what ships (dist/) and what tests run (out/).
//   node esbuild.mjs                  bundles with source maps
//   node esbuild.mjs --production     bundles minified, without source maps
//   node esbuild.mjs --watch          bundles again on every change
//   node esbuild.mjs --tests [PATH…]  compiles the tests, or only those below the given paths
import { chmod, copyFile, mkdir, readdir, rm } from "node:fs/promises";
import { existsSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import * as esbuild from "esbuild";

const root = path.dirname(fileURLToPath(import.meta.url));

/** The compiler is most of the size: it is bundled once, and server and CLI load it from there. */
const compiler = {
  out: "dist/compiler.js",
  contents: "export { ts } from 'ts-morph'; export { getLibFiles, libFolderInMemoryPath } from '@ts-morph/common';",
};
const sharedCompiler = {
  name: "shared-compiler",
  setup(build) {
    build.onResolve({ filter: /^(?:ts-morph|@ts-morph\/common)$/ }, () => ({ path: "./compiler.js", external: true }));
  },
};

/** Read when the first repair is laid out, and by nobody else. */
const lazyFormatter = {
  name: "lazy-formatter",
  setup(build) {
    build.onResolve({ filter: /\/prettier-bundle\.js$/ }, () => ({ path: "./prettier.js", external: true }));
  },
};

/** What a webview loads: the oldest supported VS Code is Chromium 132. */
const page = { platform: "browser", format: "iife", target: "chrome132", external: [], mainFields: ["browser", "module", "main"] };

/** @type {{ entry: string, out: string, options?: import("esbuild").BuildOptions }[]} */
const bundles = [
  { entry: "src/extension/extension.ts", out: "dist/extension.js" },
  { entry: "src/server/server.ts", out: "dist/server.js", options: { plugins: [sharedCompiler, lazyFormatter] } },
  { entry: "src/cli/cli.ts", out: "dist/cli.js", options: { plugins: [sharedCompiler, lazyFormatter], banner: { js: "#!/usr/bin/env node" } } },
  { entry: "src/style/prettier-bundle.ts", out: "dist/prettier.js" },
  { entry: "src/extension/profiles/profile-worker.ts", out: "dist/profile-worker.js", options: { plugins: [sharedCompiler] } },
  { entry: "src/webview/profile-panel.ts", out: "dist/webview/profile-panel.js", options: page },
  { entry: "src/webview/profile-panel.css", out: "dist/webview/profile-panel.css", options: { ...page, loader: { ".ttf": "file" }, assetNames: "[name]" } },
  // Runs inside of programs that are profiled, on whichever Node they have; its functions are known in the profile by their names.
  { entry: "src/runner/preload/preload.ts", out: "dist/preload.cjs", options: { target: "node18", minify: false } },
];

/** Files that other programs load by name, so they are compiled along with the tests. */
const testPrograms = ["test/vscode/run.ts"];

function bundleOptions(bundle, production) {
  return {
    absWorkingDir: root,
    entryPoints: [bundle.entry],
    outfile: bundle.out,
    bundle: true,
    format: "cjs",
    platform: "node",
    target: "node20",
    external: ["vscode"],
    // UMD builds of some dependencies hide their requires from the bundler; their ES builds do not.
    mainFields: ["module", "main"],
    minify: production,
    sourcemap: !production,
    legalComments: "none",
    logLevel: "warning",
    ...bundle.options,
  };
}

/** Returns one message per thing that could not be built; the rest is built all the same. */
export async function buildBundles({ production = false } = {}) {
  const problems = [];
  for (const bundle of bundles) {
    if (!existsSync(path.join(root, bundle.entry))) {
      problems.push(`${bundle.entry} is missing, so ${bundle.out} was not built`);
      continue;
    }
    await esbuild.build(bundleOptions(bundle, production)).catch(() => problems.push(`${bundle.entry} does not build`));
  }
  const { entryPoints: _, ...shared } = bundleOptions({ out: compiler.out }, production);
  await esbuild.build({ ...shared, stdin: { contents: compiler.contents, resolveDir: root } }).catch(() => problems.push("the compiler does not build"));
  const cli = path.join(root, "dist/cli.js");
  if (existsSync(cli)) await chmod(cli, 0o755);
  // Maps of an earlier development build would otherwise travel in the package.
  if (production) for (const map of await filesBelow(path.join(root, "dist"), ".map")) await rm(map);
  await copyRulePages();
  return problems;
}

async function copyRulePages() {
  const rules = path.join(root, "src/rules");
  const pages = path.join(root, "dist/rules");
  await rm(pages, { recursive: true, force: true });
  if (!existsSync(rules)) return;
  for (const folder of await readdir(rules, { withFileTypes: true })) {
    const page = path.join(rules, folder.name, "README.md");
    if (!folder.isDirectory() || !existsSync(page)) continue;
    await mkdir(pages, { recursive: true });
    await copyFile(page, path.join(pages, `${folder.name}.md`));
  }
}

async function filesBelow(folder, ending) {
  if (!existsSync(folder)) return [];
  const entries = await readdir(folder, { recursive: true });
  return entries.filter((name) => name.endsWith(ending) && !name.includes("node_modules")).map((name) => path.join(folder, name));
}

async function testEntries(below) {
  const isSource = (file) => !/^test\/(fixtures|vscode\/workspace)\//.test(file);
  const suites = (await filesBelow(path.join(root, "test"), ".test.ts")).map((file) => path.relative(root, file).replaceAll("\\", "/"));
  const programs = testPrograms.filter((file) => existsSync(path.join(root, file)));
  const wanted = (file) => below.length === 0 || below.some((prefix) => file.startsWith(prefix.replace(/^\.\//, "")));
  return [...suites.filter(isSource), ...programs].filter(wanted);
}

export async function buildTests(below = []) {
  const entryPoints = await testEntries(below);
  if (entryPoints.length === 0) return ["no test file found"];
  const options = {
    absWorkingDir: root, entryPoints, outbase: ".", outdir: "out",
    bundle: true, packages: "external", external: ["vscode"],
    format: "cjs", platform: "node", target: "node20",
    sourcemap: true, metafile: true, logLevel: "warning",
  };
  try {
    const { metafile } = await esbuild.build(options);
    if (below.length === 0) await removeStale(new Set(Object.keys(metafile.outputs)));
    return [];
  } catch {
    return ["the tests do not build"];
  }
}

/** A test whose source was removed must not run again. */
async function removeStale(fresh) {
  for (const file of await filesBelow(path.join(root, "out/test"), ".js")) {
    if (fresh.has(path.relative(root, file).replaceAll("\\", "/"))) continue;
    await rm(file);
    await rm(`${file}.map`, { force: true });
  }
}

async function watch() {
  for (const bundle of bundles.filter(({ entry }) => existsSync(path.join(root, entry)))) {
    const context = await esbuild.context({ ...bundleOptions(bundle, false), logLevel: "info" });
    await context.watch();
  }
}

async function main(args) {
  if (args.includes("--watch")) return watch();
  const paths = args.filter((arg) => !arg.startsWith("--"));
  const problems = args.includes("--tests")
    ? await buildTests(paths)
    : await buildBundles({ production: args.includes("--production") });
  for (const problem of problems) console.error(problem);
  if (problems.length > 0) process.exitCode = 1;
}

if (process.argv[1] && path.resolve(process.argv[1]) === fileURLToPath(import.meta.url)) await main(process.argv.slice(2));
