import { execFile } from 'node:child_process';
import { readFileSync, readdirSync, readlinkSync } from 'node:fs';
import { get } from 'node:http';
import path from 'node:path';
import { promisify } from 'node:util';

/** A program of Node's that runs on this machine. */
export interface NodeProcess {
  readonly pid: number;
  /** Its arguments, the program's own path first. */
  readonly command: string;
  readonly workingFolder: string | undefined;
}

const run = promisify(execFile);

/** Node programs of this user, the newest first, without this process. */
export async function nodeProcesses(): Promise<readonly NodeProcess[]> {
  const found = process.platform === 'linux' ? processesOfProc() : process.platform === 'win32' ? [] : await processesOfPs();
  return found.filter(({ pid }) => pid !== process.pid).sort((a, b) => b.pid - a.pid);
}

function processesOfProc(): readonly NodeProcess[] {
  return readdirSync('/proc').filter((name) => /^\d+$/.test(name)).flatMap((name) => orNone(() => {
    // A signal that means "open the inspector" to Node ends any other program: only what is Node for sure.
    if (!isNode(readlinkSync(`/proc/${name}/exe`))) return [];
    const command = readFileSync(`/proc/${name}/cmdline`, 'utf8').replace(/\0$/, '').replaceAll('\0', ' ');
    return [{ pid: Number(name), command, workingFolder: readlinkSync(`/proc/${name}/cwd`) }];
  }));
}

/** Processes end while they are looked at, and those of others do not let themselves be. */
function orNone<T>(look: () => readonly T[]): readonly T[] {
  try {
    return look();
  } catch {
    return [];
  }
}

async function processesOfPs(): Promise<readonly NodeProcess[]> {
  const { stdout } = await run('ps', ['-x', '-o', 'pid=,comm=,args=']);
  return stdout.split('\n').flatMap((line) => {
    const [, pid, program, command] = /^\s*(\d+)\s+(\S+)\s+(.*)$/.exec(line) ?? [];
    return pid !== undefined && program !== undefined && isNode(program) ? [{ pid: Number(pid), command: command ?? program, workingFolder: undefined }] : [];
  });
}

function isNode(executable: string): boolean {
  return /^(?:node|nodejs|node\d+)(?:\.exe)?$/.test(path.basename(executable.replace(/ \(deleted\)$/, '')));
}

/** Ports on which a process waits for connections, on this machine. */
async function portsOf(pid: number): Promise<readonly number[]> {
  if (process.platform === 'linux') return portsOfProc(pid);
  try {
    const { stdout } = await run('lsof', ['-a', '-p', String(pid), '-iTCP', '-sTCP:LISTEN', '-P', '-n', '-Fn']);
    return [...stdout.matchAll(/^n.*:(\d+)$/gm)].map(([, port]) => Number(port));
  } catch {
    return [9229];
  }
}

/** Without a connection to it. */
export async function listensOn(pid: number, port: number): Promise<boolean> {
  return (await portsOf(pid)).includes(port);
}

/** Sockets in the state LISTEN (0A) that are among the process's open files. */
function portsOfProc(pid: number): readonly number[] {
  const folder = `/proc/${String(pid)}`;
  const files = orNone(() => readdirSync(`${folder}/fd`));
  const own = new Set(files.flatMap((name) => orNone(() => [/^socket:\[(\d+)\]$/.exec(readlinkSync(`${folder}/fd/${name}`))?.[1]])));
  const lines = ['tcp', 'tcp6'].flatMap((name) => orNone(() => readFileSync(`${folder}/net/${name}`, 'utf8').split('\n').slice(1)));
  return lines.flatMap((line) => {
    const [, local = '', , state, , , , , , inode] = line.trim().split(/\s+/);
    return state === '0A' && own.has(inode) ? [Number.parseInt(local.slice(local.lastIndexOf(':') + 1), 16)] : [];
  });
}

/** Number of the signal on which Node opens the inspector, SIGUSR1, in the sets of signals that Linux shows: the lowest bit is signal 1. */
const SIGUSR1_BIT = 1n << 9n;

/**
 * Whether a process would handle the signal that means "open the inspector". Before Node is up, which takes up to a second, the signal ends
 * the process; later too where a program runs that is not Node in spite of its name. Where the system does not tell, and for a process that
 * is gone, true.
 */
export function handlesInspectorSignal(pid: number): boolean {
  if (process.platform !== 'linux') return true;
  const [status = ''] = orNone(() => [readFileSync(`/proc/${String(pid)}/status`, 'utf8')]);
  const [, caught] = /^SigCgt:\s*([0-9a-f]+)$/m.exec(status) ?? [];
  return caught === undefined || (BigInt(`0x${caught}`) & SIGUSR1_BIT) !== 0n;
}

/** Where the inspector of a process listens: a WebSocket's URL; `undefined` when it has none open. */
export async function inspectorOf(pid: number): Promise<string | undefined> {
  for (const port of await portsOf(pid)) {
    const url = await inspectorAt(port);
    if (url !== undefined) return url;
  }
  return undefined;
}

/** What answers at a port as inspectors do; any other server is left alone after one question. */
function inspectorAt(port: number): Promise<string | undefined> {
  return new Promise((resolve) => {
    const asked = get({ host: '127.0.0.1', port, path: '/json/list', timeout: 2_000 }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk: string) => { text += chunk; }).on('end', () => {
        try {
          const [target] = JSON.parse(text) as { readonly webSocketDebuggerUrl?: string }[];
          resolve(target?.webSocketDebuggerUrl);
        } catch {
          resolve(undefined);
        }
      // An answer that is cut off has no end, and its request no error.
      }).on('close', () => { resolve(undefined); });
    });
    asked.on('timeout', () => asked.destroy()).on('error', () => { resolve(undefined); });
  });
}
