// npm start [-- FOLDER] [--port N] [--exit-when-ready]
// The packaged extension in a real VS Code, in the browser.
import { existsSync, statSync } from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import { freePort } from "./free-port.mjs";
import { packageVsix } from "./package-vsix.mjs";
import { inRoot } from "./paths.mjs";
import { startServer, workbenchUrl } from "./server.mjs";
import { currentVersion } from "./versions.mjs";

const defaultPort = 8137;

function readArguments() {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { port: { type: "string" }, "exit-when-ready": { type: "boolean", default: false } },
  });
  const folder = path.resolve(positionals[0] ?? inRoot("media/example"));
  if (!existsSync(folder) || !statSync(folder).isDirectory()) throw new Error(`${folder} is not a folder`);
  const port = values.port === undefined ? undefined : Number(values.port);
  if (port !== undefined && !(Number.isInteger(port) && port >= 0 && port < 65_536)) throw new Error(`--port ${values.port} is not a port`);
  return { folder, port, exitWhenReady: values["exit-when-ready"] };
}

async function answers(url) {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`the VS Code server answers ${response.status} at ${url}`);
}

async function start() {
  const { folder, port, exitWhenReady } = readArguments();
  console.log("building and packaging the extension");
  const vsix = await packageVsix();
  console.log(`installing it into VS Code ${currentVersion.vscode}`);
  // A port that was asked for is used or fails; the usual one gives way.
  const server = await startServer({ version: currentVersion, vsix, port: port ?? (await freePort(defaultPort)), testDriver: false });
  const url = workbenchUrl(server, folder);
  await answers(url);
  console.log(`Perf Review is open at ${url}`);
  if (exitWhenReady) return server.stop();
  // Ctrl-C ends this process, which takes the server and its profile along.
  await server.exited;
  throw new Error("the VS Code server ended");
}

try {
  await start();
  process.exit(0);
} catch (error) {
  console.error(error.message);
  process.exit(1);
}
