// Measures how the panel's page moves through a large profile, in a real browser without a graphics card, by WebGL (then the processor
// does the card's work) and by the canvas alone:
//   node test/bench/panel.mjs [--drawing canvas|webgl]… [FILE.cpuprofile]
// Without a file it takes the largest of the compiler's. A frame takes what the page's main thread does for it: events, script, style, layout
// and painting, up to where the frame is handed over; by CPU, because the clock also counts what else the machine does. It is part of
// `npm run bench`.
import { execFileSync } from "node:child_process";
import { createReadStream, existsSync, mkdirSync, readFileSync, realpathSync } from "node:fs";
import { createServer } from "node:http";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import * as esbuild from "esbuild";
import { launchChromium } from "../host/chromium.mjs";
import { profilesOfCompiler } from "./make-profiles.mjs";
import { percentile } from "./measure.mjs";
import { makeMove, prepareMoves, showProfile, timeOf } from "./panel-moves.mjs";

const here = fileURLToPath(import.meta.url);
const root = path.resolve(here, "../../..");
const webview = path.join(root, "dist/webview");
const SIZE = { width: 1600, height: 900 };
const TYPES = { ".html": "text/html", ".js": "text/javascript", ".css": "text/css", ".json": "application/json" };

/** Without a card the page takes the canvas; WebGL, which it takes where there is one, is slow here for want of it. */
const DRAWINGS = ["canvas", "webgl"];

/** Milliseconds. */
const MOST = { frameMedian: 16, frame95: 33, search: 50, change: 200 };

/** @param file none: the largest profile of the compiler */
export async function measurePanel({ cache, file, drawings = DRAWINGS }) {
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
    for (const drawing of drawings) results.drawn[drawing] = await inBrowser(drawing, `http://127.0.0.1:${server.address().port}/index.html`);
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
  const cpuMs = await mainThread(context, page);
  const shown = await page.evaluate(showProfile);
  const views = {};
  const changes = {};
  const time = async (what, action) => {
    const before = await cpuMs();
    const painted = await page.evaluate(timeOf, action);
    changes[what] = { cpu: (await cpuMs()) - before, painted };
  };
  const move = async (view) => {
    views[view] = [];
    const count = await page.evaluate(prepareMoves);
    for (let index = 0; index < count; index++) {
      const before = await cpuMs();
      const times = await page.evaluate(makeMove, index);
      views[view].push({ ...times, cpu: (await cpuMs()) - before });
    }
  };
  await time("time order, first", { click: "#tab-time" });
  await move("time order");
  await time("left heavy again", { click: "#tab-flame" });
  await move("left heavy");
  await time("invert", { click: "vscode-toolbar-button[icon=arrow-swap]" });
  if ((await page.locator("#flame-inverted").count()) !== 1) throw new Error("the panel was not inverted");
  await move("inverted");
  await time("invert back", { click: "vscode-toolbar-button[icon=arrow-swap]" });
  await time("hide Node internals", { click: "vscode-toolbar-button[icon=server-process]" });
  await time("undo it", { click: "vscode-toolbar-button[icon=server-process]" });
  await time("search", { search: "check" });
  const drawnBy = await page.evaluate(() => document.querySelector("profile-flame").drawnBy);
  await context.close();
  if (errors.length > 0) throw new Error(errors.join("\n"));
  if (drawnBy !== drawing) throw new Error(`drawn by ${drawnBy}, not by ${drawing}`);
  return { shown, views, changes };
}

/** Answers how many milliseconds of processor time the page's main thread has used, which does not depend on what else the machine does. */
async function mainThread(context, page) {
  const session = await context.newCDPSession(page);
  await session.send("Performance.enable", { timeDomain: "threadTicks" });
  return async () => {
    const { metrics } = await session.send("Performance.getMetrics");
    return metrics.find(({ name }) => name === "TaskDuration").value * 1000;
  };
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
    row("ms", "frames", ...["CPU", "clock", "script"].flatMap((what) => [`${what} p50`, `${what} p95`]));
    for (const [view, frames] of Object.entries(views)) {
      const shares = ["cpu", "frame", "script"].flatMap((field) => [0.5, 0.95].map((share) => percentile(frames.map((each) => each[field]), share)));
      row(`  ${view}`, frames.length, ...shares.map((ms) => ms.toFixed(1)));
    }
    row("  at most", "", MOST.frameMedian, MOST.frame95);
    row("", "CPU", "painted", "at most");
    for (const [what, { cpu, painted }] of Object.entries(changes)) row(`  ${what}`, cpu.toFixed(0), painted.toFixed(0), what === "search" ? MOST.search : MOST.change);
  }
}

const row = (label, ...cells) => console.log(label.padEnd(24) + cells.map((cell) => ` ${String(cell).padStart(11)}`).join(""));

if (process.argv[1] !== undefined && realpathSync(process.argv[1]) === here) {
  const { values, positionals } = parseArgs({ allowPositionals: true, options: { drawing: { type: "string", multiple: true, default: DRAWINGS } } });
  printPanel(await measurePanel({ cache: path.join(root, ".bench"), file: positionals[0], drawings: values.drawing }));
}
