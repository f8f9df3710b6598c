import { execFile } from 'node:child_process';

/** Milliseconds between two looks whether processes have ended. */
const LOOK = 50;

/**
 * Ends a process and everything it started: with SIGINT, so that programs can clean up, and what is still there after `grace` with SIGKILL.
 * @param grace milliseconds
 */
export async function endTree(root: number, grace: number): Promise<void> {
  if (process.platform === 'win32') return void (await output('taskkill', ['/pid', String(root), '/T', '/F']));
  // Asked before: children of a process that has ended belong to nobody.
  const family = [root, ...descendants(await parents(), root)];
  for (const pid of family) signal(pid, 'SIGINT');
  const end = performance.now() + grace;
  while (family.some((pid) => signal(pid, 0)) && performance.now() < end) await new Promise((resolve) => setTimeout(resolve, LOOK));
  for (const pid of family) signal(pid, 'SIGKILL');
}

/** Pids of everything below a process, parents before children. */
export function descendants(parentOf: ReadonlyMap<number, number>, root: number): readonly number[] {
  const family = [root];
  for (const pid of family) {
    for (const [child, parent] of parentOf) if (parent === pid && !family.includes(child)) family.push(child);
  }
  return family.slice(1);
}

/** The parent of each process of this machine. */
async function parents(): Promise<ReadonlyMap<number, number>> {
  const listed = await output('ps', ['-A', '-o', 'pid=,ppid=']);
  return new Map([...listed.matchAll(/^\s*(\d+)\s+(\d+)\s*$/gm)].map(([, pid, parent]) => [Number(pid), Number(parent)]));
}

/** @returns what the program printed; nothing where it is not there */
function output(program: string, given: readonly string[]): Promise<string> {
  return new Promise((resolve) => {
    execFile(program, given, { maxBuffer: 1 << 26, windowsHide: true }, (_error, stdout) => {
      resolve(stdout);
    });
  });
}

/** @returns whether there is such a process */
function signal(pid: number, name: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(pid, name);
  } catch {
    return false;
  }
}
