import { spawn } from "node:child_process";
import { once } from "node:events";
import { rmSync } from "node:fs";

const running = new Set();

/** Starts a process in a group of its own, so that everything it starts can be ended with it. */
export function spawnTree(command, args, options = {}) {
  const child = spawn(command, args, { detached: process.platform !== "win32", ...options });
  running.add(child);
  child.once("exit", () => running.delete(child));
  child.once("error", () => running.delete(child));
  return child;
}

function signalTree(child, signal) {
  if (child.pid === undefined) return;
  try {
    if (process.platform === "win32") child.kill(signal);
    else process.kill(-child.pid, signal);
  } catch {
    // Already gone.
  }
}

/** Ends a process and its descendants; returns when the process has gone. */
export async function endTree(child) {
  if (child.exitCode !== null || child.signalCode !== null) return signalTree(child, "SIGKILL");
  const gone = once(child, "exit");
  signalTree(child, "SIGTERM");
  const impatient = setTimeout(() => signalTree(child, "SIGKILL"), 3000);
  await gone;
  clearTimeout(impatient);
  // Descendants that ignored the first signal.
  signalTree(child, "SIGKILL");
}

/** Runs a command to its end and returns its exit code; the output goes to ours unless `quiet`. */
export async function run(command, args, { quiet = false, ...options } = {}) {
  const child = spawnTree(command, args, { stdio: ["ignore", quiet ? "pipe" : "inherit", quiet ? "pipe" : "inherit"], ...options });
  let output = "";
  child.stdout?.on("data", (data) => (output += data));
  child.stderr?.on("data", (data) => (output += data));
  const code = await new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (exitCode) => resolve(exitCode ?? 1));
  });
  return { code, output };
}

/** As `run`, quietly; throws with the end of the output when the command fails. */
export async function mustRun(command, args, options = {}) {
  const { code, output } = await run(command, args, { quiet: true, ...options });
  if (code === 0) return output;
  const tail = output.trim().split("\n").slice(-25).join("\n");
  throw new Error(`${[command, ...args].join(" ")} ended with ${code}\n${tail}`);
}

const leavings = new Set();

/** Removes a temporary folder now (`remove`) or, when this process ends early, on the way out. */
export function removeLater(folder) {
  const removeNow = () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  leavings.add(removeNow);
  return function remove() {
    leavings.delete(removeNow);
    removeNow();
  };
}

process.on("exit", () => {
  for (const child of running) signalTree(child, "SIGKILL");
  for (const removeNow of leavings) removeNow();
});
for (const [signal, code] of [["SIGINT", 130], ["SIGTERM", 143], ["SIGHUP", 129]]) {
  process.on(signal, () => process.exit(code));
}
