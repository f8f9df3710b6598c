// Measures how the panel's page moves through a large profile, in a real browser without a graphics card, by WebGL (then the processor
// does the card's work) and by the canvas alone:
//   node test/bench/panel.mjs [FILE.cpuprofile]
// Without a file it takes the largest of the compiler's. A frame's own time is what its page needs to make it; from frame to frame it is
// at least 16.7 ms, the rate of a screen. It is part of `npm run bench`.
import { execFileSync } from "node:child_process";
import { createReadStream, existsSync, mkdirSync, readFileSync, realpathSync } from "node:fs";
import { createServer } from "node:http";
import path from "node:path";
import { fileURLToPath } from "node:url";
import * as esbuild from "esbuild";
import { launchChromium } from "../host/chromium.mjs";
import { profilesOfCompiler } from "./make-profiles.mjs";
import { percentile } from "./measure.mjs";
import { moveThrough, showProfile, timeOf } from "./panel-moves.mjs";

const here = fileURLToPath(import.meta.url);
const root = path.resolve(here, "../../..");
const webview = path.join(root, "dist/webview");
const SIZE = { width: 1600, height: 900 };
const TYPES = { ".html": "text/html", ".js": "text/javascript", ".css": "text/css", ".json": "application/json" };

/** Milliseconds. */
const MOST = { frameMedian: 16, frame95: 33, search: 50, change: 200 };

/** @param file none: the largest profile of the compiler */
export async function measurePanel({ cache, file }) {
  if (!existsSync(webview)) throw new Error("dist/webview is missing: npm run build");
  const folder = path.join(cache, "profiles");
  mkdirSync(folder, { recursive: true });
  const profile = file ?? (await profilesOfCompiler(folder)).at(-1);
  const job = path.join(folder, "panel-files.cjs");
  await esbuild.build({ entryPoints: [path.join(root, "test/bench/panel-files.ts")], bundle: true, platform: "node", format: "cjs", outfile: job, logLevel: "error" });
  const files = path.join(folder, "panel");
  execFileSync(process.execPath, ["--max-old-space-size=8000", job, profile, files]);
  const server = await served([files, webview]);
  const results = { name: path.basename(profile), drawn: {} };
  try {
    for (const drawing of ["webgl", "canvas"]) results.drawn[drawing] = await inBrowser(drawing, `http://127.0.0.1:${server.address().port}/index.html`);
  } finally {
    server.close();
  }
  return results;
}

async function inBrowser(drawing, url) {
  const browser = await launchChromium({ graphics: drawing === "webgl" });
  try {
    return await measured(browser, url, drawing);
  } finally {
    await browser.close();
  }
}

async function measured(browser, url, drawing) {
  // The page may fetch nothing; here it has to bring the columns that its host would send.
  const context = await browser.newContext({ viewport: SIZE, reducedMotion: "reduce", bypassCSP: true });
  const page = await context.newPage();
  const errors = [];
  page.on("pageerror", (error) => errors.push(error.message));
  const { variables } = JSON.parse(readFileSync(path.join(root, "test/webview/themes/dark.json"), "utf8"));
  await page.addInitScript(standIn, { variables, withoutWebgl: drawing === "canvas" });
  await page.goto(url);
  const shown = await page.evaluate(showProfile);
  const views = {};
  const changes = {};
  const time = async (what, selector) => (changes[what] = await page.evaluate(timeOf, { click: selector }));
  const move = async (view) => {
    const before = await cpuOfProcesses(browser);
    const frames = await page.evaluate(moveThrough);
    const after = await cpuOfProcesses(browser);
    const cpu = (kind) => ((after[kind] - before[kind]) * 1000) / frames.length;
    views[view] = { frames, pageCpu: cpu("renderer"), gpuCpu: cpu("GPU") };
  };
  await time("time order, first", "#tab-time");
  await move("time order");
  await time("left heavy again", "#tab-flame");
  await move("left heavy");
  await time("invert", "vscode-toolbar-button[icon=arrow-swap]");
  if ((await page.locator("#flame-inverted").count()) !== 1) throw new Error("the panel was not inverted");
  await move("inverted");
  await time("invert back", "vscode-toolbar-button[icon=arrow-swap]");
  await time("hide Node internals", "vscode-toolbar-button[icon=server-process]");
  await time("undo it", "vscode-toolbar-button[icon=server-process]");
  changes.search = await page.evaluate(timeOf, { search: "check" });
  const drawnBy = await page.evaluate(() => document.querySelector("profile-flame").drawnBy);
  await context.close();
  if (errors.length > 0) throw new Error(errors.join("\n"));
  if (drawnBy !== drawing) throw new Error(`drawn by ${drawnBy}, not by ${drawing}`);
  return { shown, views, changes };
}

/** CPU seconds of the browser's processes, by their kind. */
async function cpuOfProcesses(browser) {
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send("SystemInfo.getProcessInfo");
  await session.detach();
  const seconds = {};
  for (const { type, cpuTime } of processInfo) seconds[type] = (seconds[type] ?? 0) + cpuTime;
  return seconds;
}

/** What VS Code is to the page; and whatever the page does in a frame is timed. */
function standIn({ variables, withoutWebgl }) {
  window.acquireVsCodeApi = () => ({ postMessage: () => {}, getState: () => undefined, setState: () => {} });
  document.addEventListener("DOMContentLoaded", () => {
    for (const [name, value] of Object.entries(variables)) document.documentElement.style.setProperty(name, value);
  });
  const request = window.requestAnimationFrame.bind(window);
  window.scriptMs = 0;
  window.unmeasuredFrame = request;
  window.requestAnimationFrame = (callback) => request((now) => {
    const began = performance.now();
    callback(now);
    window.scriptMs += performance.now() - began;
  });
  const { getExtension } = WebGL2RenderingContext.prototype;
  // The page does without what it takes for a processor's WebGL.
  WebGL2RenderingContext.prototype.getExtension = function (name) {
    return name === "WEBGL_debug_renderer_info" ? null : getExtension.call(this, name);
  };
  if (!withoutWebgl) return;
  const { getContext } = HTMLCanvasElement.prototype;
  HTMLCanvasElement.prototype.getContext = function (kind, ...rest) {
    return kind === "webgl2" ? null : getContext.call(this, kind, ...rest);
  };
}

function served(folders) {
  const server = createServer(({ url }, response) => {
    const name = path.basename(new URL(url, "http://page").pathname);
    const file = folders.map((folder) => path.join(folder, name)).find((each) => existsSync(each));
    if (file === undefined) return response.writeHead(404).end();
    response.writeHead(200, { "content-type": TYPES[path.extname(name)] ?? "application/octet-stream" });
    return createReadStream(file).pipe(response);
  });
  return new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(server)));
}

export function printPanel({ name, drawn }) {
  for (const [drawing, { shown, views, changes }] of Object.entries(drawn)) {
    console.log(`\nthe panel with ${name}, drawn by ${drawing}: shown ${shown.toFixed(0)} ms after the message`);
    row("", "frames", "script p50", "script p95", "frame p50", "frame p95", "apart p50", "apart p95", "page CPU", "GPU CPU");
    for (const [view, { frames, pageCpu, gpuCpu }] of Object.entries(views)) {
      const shares = ["script", "frame", "apart"].flatMap((field) => [0.5, 0.95].map((share) => percentile(frames.map((each) => each[field]), share)));
      row(`  ${view}`, frames.length, ...[...shares, pageCpu, gpuCpu].map((ms) => ms.toFixed(1)));
    }
    row("  at most, ms", "", "", "", MOST.frameMedian, MOST.frame95);
    for (const [what, { script, painted }] of Object.entries(changes)) row(`  ${what}`, `${script.toFixed(0)} ms script`, `${painted.toFixed(0)} ms until painted`, `at most ${what === "search" ? MOST.search : MOST.change}`);
  }
}

const row = (label, ...cells) => console.log(label.padEnd(24) + cells.map((cell) => ` ${String(cell).padStart(11)}`).join(""));

if (process.argv[1] !== undefined && realpathSync(process.argv[1]) === here) printPanel(await measurePanel({ cache: path.join(root, ".bench"), file: process.argv[2] }));
