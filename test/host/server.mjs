import { mkdir, mkdtemp, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { ensureServer } from "./install-server.mjs";
import { endTree, mustRun, removeLater, spawnTree } from "./process-tree.mjs";

const readyWithin = 120_000;

/** Settings of every window: nothing that moves, asks or talks to the network. */
const settings = {
  "workbench.startupEditor": "none",
  "workbench.tips.enabled": false,
  "workbench.enableExperiments": false,
  "workbench.colorTheme": "Default Dark Modern",
  "workbench.secondarySideBar.defaultVisibility": "hidden",
  "chat.disableAIFeatures": true,
  "chat.commandCenter.enabled": false,
  // The web build saves by itself, which a test of unsaved text does not want.
  "files.autoSave": "off",
  "extensions.autoUpdate": false,
  "extensions.autoCheckUpdates": false,
  "extensions.ignoreRecommendations": true,
  "telemetry.telemetryLevel": "off",
  "update.mode": "none",
  "git.openRepositoryInParentFolders": "never",
};

// A terminal inside VS Code hands down variables that would tie a server to that window.
function cleanEnvironment(extra) {
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(VSCODE|ELECTRON)_/.test(name)));
  return { ...env, ...extra };
}

/**
 * A server with an empty profile of its own, which `stop` removes again.
 * `testDriver` makes the newer server honour the test keys of the URL.
 * @param {{ version: import("./versions.mjs").HostVersion, vsix?: string, port?: number, env?: Record<string, string>,
 *   testDriver?: boolean, trust?: boolean, userSettings?: Record<string, unknown> }} options
 */
export async function startServer({ version, vsix, port = 0, env = {}, testDriver = true, trust = true, userSettings = {} }) {
  const { node, main } = await ensureServer(version);
  const data = await mkdtemp(path.join(os.tmpdir(), "perf-review-server-"));
  const removeData = removeLater(data);
  await writeSettings(data, { ...settings, ...userSettings });
  const shared = ["--server-data-dir", data, "--accept-server-license-terms", "--disable-telemetry"];
  const childEnv = cleanEnvironment(env);
  try {
    if (vsix) await mustRun(node, [main, ...shared, "--install-extension", vsix], { env: childEnv });
    // The environment is this one: a login shell would put its own PATH in front.
    const flags = ["--force-disable-user-env", ...(trust ? ["--disable-workspace-trust"] : []), ...(testDriver ? ["--enable-smoke-test-driver"] : [])];
    const child = spawnTree(node, [main, "--host", "127.0.0.1", "--port", String(port), "--without-connection-token", ...shared, ...flags], {
      env: childEnv,
      stdio: ["ignore", "pipe", "pipe"],
    });
    const listening = await portOf(child);
    return {
      version,
      origin: `http://127.0.0.1:${listening}`,
      authority: `127.0.0.1:${listening}`,
      exited: new Promise((resolve) => child.once("exit", resolve)),
      async stop() {
        await endTree(child);
        removeData();
      },
    };
  } catch (error) {
    removeData();
    throw error;
  }
}

async function writeSettings(data, values) {
  for (const folder of ["data/User", "data/Machine"]) {
    await mkdir(path.join(data, folder), { recursive: true });
    await writeFile(path.join(data, folder, "settings.json"), JSON.stringify(values, null, 2));
  }
}

/** The server says on which port it listens once it is ready. */
function portOf(child) {
  return new Promise((resolve, reject) => {
    let output = "";
    const late = setTimeout(() => fail(`did not get ready within ${readyWithin / 1000} s`), readyWithin);
    const fail = (why) => {
      clearTimeout(late);
      void endTree(child);
      reject(new Error(`the VS Code server ${why}\n${output.trim().split("\n").slice(-15).join("\n")}`));
    };
    const read = (data) => {
      if (output.length < 100_000) output += data;
      const port = /Extension host agent listening on (\d+)/.exec(output)?.[1];
      if (!port) return;
      clearTimeout(late);
      resolve(Number(port));
    };
    child.stdout.on("data", read);
    child.stderr.on("data", read);
    child.once("error", (error) => fail(`cannot start: ${error.message}`));
    child.once("exit", (code) => fail(`ended with ${code} before it was ready`));
  });
}

/** The address of a workbench; `payload` keys are those of VS Code's own browser tests. */
export function workbenchUrl(server, folder, payload = {}) {
  const keys = Object.entries(payload);
  // Slashes stay readable: people copy this address.
  const place = encodeURIComponent(folder).replaceAll("%2F", "/");
  return `${server.origin}/?folder=${place}${keys.length > 0 ? `&payload=${encodeURIComponent(JSON.stringify(keys))}` : ""}`;
}
