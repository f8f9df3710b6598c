// Makes sure of everything the tests in a real editor need, once:  node test/host/provision.mjs [oldest|current]
import { fileURLToPath } from "node:url";
import { ensureChromium } from "./chromium.mjs";
import { ensureServer } from "./install-server.mjs";
import { versions, versionsNamed } from "./versions.mjs";

export async function provision({ wanted = versions, browser = true } = {}) {
  const chromium = browser ? await ensureChromium() : undefined;
  for (const version of wanted) await ensureServer(version);
  return { chromium };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    const { chromium } = await provision({ wanted: versionsNamed(process.argv[2]) });
    console.log(`VS Code servers are in .vscode-test, the browser is ${chromium}`);
  } catch (error) {
    console.error(error.message);
    process.exitCode = 1;
  }
}
