import { spawn, type ChildProcess } from 'node:child_process';
import { constants } from 'node:os';
import type { ProfileRequest, ProfiledRun } from './profile-request.js';
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
  const timer = setInterval(() => {
    void recording.take().then(() => options.onProgress?.(recording.progress));
  }, LOOK);
  const finished = ended(child).then(async (end) => {
    clearInterval(timer);
    const { files, notes } = await recording.finish(outFolder);
    return { ...end, files, notes };
  });
  return {
    pid: child.pid,
    finished,
    stop: () => child.kill('SIGINT'),
    write: (text) => child.stdin?.write(text),
  };
}

function ended(child: ChildProcess): Promise<Pick<ProfiledRun, 'exitCode' | 'signal'>> {
  return new Promise((resolve) => {
    child.once('close', (code, signal) => {
      resolve({ exitCode: code ?? undefined, signal: signal ?? undefined });
    });
  });
}

/** As a shell has it: 128 and the signal's number for a program that a signal ended. */
export function exitStatus({ exitCode, signal }: ProfiledRun): number {
  if (exitCode !== undefined) return exitCode;
  return signal === undefined ? 127 : 128 + (constants.signals[signal as NodeJS.Signals] ?? 0);
}
