import { existsSync } from "node:fs";
import { chromium } from "playwright-core";
import { installPackages, which } from "./system-packages.mjs";

const commands = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "microsoft-edge"];
const applications = [
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
  "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
];

const flags = [
  "--no-sandbox",
  "--disable-gpu",
  // Small /dev/shm in containers makes tabs crash.
  "--disable-dev-shm-usage",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

function findChromium() {
  const chosen = process.env.PERF_REVIEW_CHROMIUM;
  if (chosen) {
    if (!existsSync(chosen)) throw new Error(`PERF_REVIEW_CHROMIUM names ${chosen}, which does not exist`);
    return chosen;
  }
  return commands.map(which).find(Boolean) ?? [...applications, chromium.executablePath()].find((file) => file && existsSync(file));
}

/** The path of a browser of the Chromium family, installed first where that is possible. */
export async function ensureChromium() {
  const found = findChromium();
  if (found) return found;
  await installPackages(["chromium"], "the tests in a window need Chromium, Chrome or Edge");
  return findChromium();
}

/** @param extra flags of the browser */
export async function launchChromium({ graphics = false, extra = [] } = {}) {
  return chromium.launch({ executablePath: await ensureChromium(), args: [...flagsFor(graphics), ...extra] });
}

/** WebGL without a graphics card. */
const softwareGraphics = ["--use-angle=swiftshader", "--enable-unsafe-swiftshader"];

/** A browser that another process can drive through its `wsEndpoint()`. */
export async function launchChromiumServer({ graphics = false } = {}) {
  return chromium.launchServer({ executablePath: await ensureChromium(), args: flagsFor(graphics) });
}

function flagsFor(graphics) {
  return graphics ? [...flags.filter((flag) => flag !== "--disable-gpu"), ...softwareGraphics] : flags;
}
