import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { constants } from 'node:os';
import { DEADLY_SIGNALS } from './preload/beat-control.js';
import type { Command, ProfileRequest, ProfiledRun } from './profile-request.js';
import { Recording } from './recording.js';

/** Milliseconds between two looks at what the program wrote. */
const LOOK = 500;

export interface RunOptions {
  /** The bundle `preload.cjs`. */
  readonly preload: string;
  /** `terminal`: the program has the streams of this process, and is interrupted along with it. `pipes`: this process reads and writes them. */
  readonly streams: 'terminal' | 'pipes';
  readonly onOutput?: (chunk: Uint8Array, stream: 'stdout' | 'stderr') => void;
  readonly onProgress?: (progress: { readonly threads: number; readonly samples: number }) => void;
}

/** A program that runs and is being measured. */
export interface RunningProfile {
  /** Absent when it could not be started. */
  readonly pid: number | undefined;
  readonly finished: Promise<ProfiledRun>;
  /** Ends the program with all its children, and keeps what was measured. */
  stop(): void;
  /** For its standard input. */
  write(text: string): void;
}

/** @throws when `outFolder` cannot be written */
export async function startProfiledRun(request: ProfileRequest, options: RunOptions): Promise<RunningProfile> {
  const { command, measure, outFolder } = request;
  const inherited = { ...process.env, ...command.environment };
  const recording = await Recording.start(outFolder, measure, options.preload, inherited['NODE_OPTIONS']);
  const child = spawn(command.program, command.arguments, {
    cwd: command.workingFolder,
    env: { ...inherited, ...recording.environment },
    stdio: options.streams === 'terminal' ? 'inherit' : 'pipe',
    detached: options.streams === 'pipes' && process.platform !== 'win32',
    windowsHide: true,
  });
  child.stdout?.on('data', (chunk: Buffer) => options.onOutput?.(chunk, 'stdout'));
  child.stderr?.on('data', (chunk: Buffer) => options.onOutput?.(chunk, 'stderr'));
  const release = options.streams === 'terminal' ? outliveSignals(child) : () => undefined;
  const timer = setInterval(() => {
    void recording.take().then(() => options.onProgress?.(recording.progress));
  }, LOOK);
  const finished = ended(child).then(async ({ exitCode, signal, failure }) => {
    clearInterval(timer);
    release();
    const { files, notes } = await recording.finish(outFolder);
    return { exitCode, signal, files, notes: [...notes, ...notesOf(command, failure, files.length + notes.length)] };
  });
  return {
    pid: child.pid,
    finished,
    stop: () => child.kill('SIGINT'),
    write: (text) => child.stdin?.write(text),
  };
}

interface End {
  readonly exitCode: number | undefined;
  readonly signal: string | undefined;
  /** Why it did not start. */
  readonly failure?: NodeJS.ErrnoException;
}

function ended(child: ChildProcess): Promise<End> {
  return new Promise((resolve) => {
    child.once('error', (failure) => {
      if (child.pid === undefined) resolve({ exitCode: undefined, signal: undefined, failure });
    });
    child.once('close', (code, signal) => {
      resolve({ exitCode: code ?? undefined, signal: signal ?? undefined });
    });
  });
}

function notesOf({ program, workingFolder }: Command, failure: NodeJS.ErrnoException | undefined, told: number): readonly string[] {
  if (failure?.code === 'ENOENT') return [existsSync(workingFolder) ? `${program} could not be started: there is no such program; give its path, or put its folder on PATH.` : `${program} could not be started: its working folder ${workingFolder} is not there.`];
  if (failure !== undefined) return [`${program} could not be started: ${failure.message}.`];
  return told > 0 ? [] : [`${program} left no profile: no Node program ran in it. Programs of other kinds, and Node below version 18, cannot be recorded.`];
}

/**
 * Signals end the program, and this process stays for its profile. Ctrl-C is for all who share the terminal; what else arrives was meant for the
 * program.
 * @returns to call when the program has ended
 */
function outliveSignals(child: ChildProcess): () => void {
  const pass = (signal: NodeJS.Signals): void => {
    if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal);
  };
  for (const signal of DEADLY_SIGNALS) process.on(signal, pass);
  return () => {
    for (const signal of DEADLY_SIGNALS) process.off(signal, pass);
  };
}

/** As a shell has it: 128 and the signal's number for a program that a signal ended. */
export function exitStatus({ exitCode, signal }: ProfiledRun): number {
  if (exitCode !== undefined) return exitCode;
  return signal === undefined ? 127 : 128 + (constants.signals[signal as NodeJS.Signals] ?? 0);
}
