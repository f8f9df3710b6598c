import { readFileSync, readdirSync } from "node:fs";
import { spawnTree } from "../host/process-tree.mjs";

/** The kernel reports times to programs in this unit on every Linux, whatever its own timer. */
const TICKS_PER_SECOND = 100;
const SAMPLE_MS = 200;

/** Numbers of /proc/PID/stat by their place in proc(5); the name, which may contain anything, is cut off first. */
function stat(pid) {
  const text = readFileSync(`/proc/${pid}/stat`, "utf8");
  const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
  const at = (place) => Number(fields[place - 3]);
  return { running: fields[0] === "R", group: at(5), own: (at(14) + at(15)) / TICKS_PER_SECOND, ended: (at(16) + at(17)) / TICKS_PER_SECOND };
}

/** Processes come and go while they are listed. */
function unlessGone(read) {
  try {
    return read();
  } catch {
    return undefined;
  }
}

function processesOf(group) {
  const ids = readdirSync("/proc").filter((name) => /^\d+$/.test(name));
  return ids.flatMap((pid) => {
    const found = unlessGone(() => stat(pid));
    return found?.group === group ? [{ pid, ...found }] : [];
  });
}

/** Resident bytes of a process group now, and the most one of its processes ever had: a peak between two samples shows in the latter. */
export function memoryOf(group) {
  let now = 0;
  let highest = 0;
  for (const { pid } of processesOf(group)) {
    const status = unlessGone(() => readFileSync(`/proc/${pid}/status`, "utf8")) ?? "";
    const bytes = (name) => Number(status.match(new RegExp(`^${name}:\\s+(\\d+) kB`, "m"))?.[1] ?? 0) * 1024;
    now += bytes("VmRSS");
    highest = Math.max(highest, bytes("VmHWM"));
  }
  return { now, highest };
}

/** CPU seconds, user and system, that a running process group has used, children that ended included. */
export function cpuOf(group) {
  return processesOf(group).reduce((sum, each) => sum + each.own + each.ended, 0);
}

/** Whether a process of a group has something to do, be it only to wait for a processor. */
export function isBusy(group) {
  return processesOf(group).some(({ running }) => running);
}

/**
 * Runs a program to its end. CPU is what the kernel charges us for children waited for, which holds every thread and
 * descendant to the end; so nothing else may be started meanwhile.
 */
export async function measure(command, args, options = {}) {
  const chargedBefore = stat("self").ended;
  const startedAt = performance.now();
  const child = spawnTree(command, args, { stdio: ["ignore", "pipe", "pipe"], ...options });
  const output = { stdout: "", stderr: "" };
  for (const name of ["stdout", "stderr"]) child[name].setEncoding("utf8").on("data", (text) => (output[name] += text));
  let peakBytes = 0;
  const sampler = setInterval(() => {
    const { now, highest } = memoryOf(child.pid);
    peakBytes = Math.max(peakBytes, now, highest);
  }, SAMPLE_MS);
  const code = await new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (exitCode, signal) => resolve(exitCode ?? signal));
  }).finally(() => clearInterval(sampler));
  const wallSeconds = (performance.now() - startedAt) / 1000;
  return { code, ...output, wallSeconds, cpuSeconds: stat("self").ended - chargedBefore, peakBytes };
}

/** The value that `share` of the sorted values do not exceed. */
export function percentile(values, share) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)];
}
