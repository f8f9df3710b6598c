import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { constants } from 'node:os';
import { DEADLY_SIGNALS } from './preload/beat-control.js';
import { restrictsItself } from './preload/permission.js';
import { endTree } from './process-tree.js';
import type { Command, ProfileRequest, ProfiledRun } from './profile-request.js';
import { Recording } from './recording.js';
import { windowsCommand } from './windows-command.js';

/** Milliseconds between two looks at what the program wrote. */
const LOOK = 500;

export interface RunOptions {
  /** The bundle `preload.cjs`. */
  readonly preload: string;
  /**
   * `terminal`: the program has the streams of this process, and is interrupted along with it. `pipes`: this process reads and writes them. `output`:
   * this process reads what it writes, and there is nothing for it to read.
   */
  readonly streams: 'terminal' | 'pipes' | 'output';
  /** Milliseconds that a stopped program has to end by itself before it is killed. */
  readonly grace?: number;
  readonly onOutput?: (chunk: Uint8Array, stream: 'stdout' | 'stderr') => void;
  readonly onProgress?: (progress: { readonly threads: number; readonly samples: number }) => void;
}

/** Milliseconds that a stopped program has to end by itself. */
const GRACE = 3000;
/** Milliseconds to wait for output after the program has ended. */
const OUTPUT_PATIENCE = 2000;

/** A program that runs and is being measured. */
export interface RunningProfile {
  /** Absent when it could not be started. */
  readonly pid: number | undefined;
  readonly finished: Promise<ProfiledRun>;
  /** Ends the program with all its children, and keeps what was measured. */
  stop(): void;
  /** For its standard input. */
  write(text: string): void;
  /** Nothing more comes on its standard input. */
  endInput(): void;
}

/** @throws when `outFolder` cannot be written */
export async function startProfiledRun(request: ProfileRequest, options: RunOptions): Promise<RunningProfile> {
  const { measure, outFolder } = request;
  const command = startable(request.command);
  if (typeof command === 'string') return neverStarted(command);
  const inherited = { ...process.env, ...command.environment };
  const recording = await Recording.start(outFolder, measure, options.preload, inherited['NODE_OPTIONS']);
  const isRestricted = restrictsItself([...command.arguments, inherited['NODE_OPTIONS']]);
  let child: ChildProcess;
  try {
    child = spawn(command.program, command.arguments, {
      cwd: command.workingFolder,
      env: isRestricted ? inherited : { ...inherited, ...recording.environment },
      stdio: options.streams === 'terminal' ? 'inherit' : [options.streams === 'pipes' ? 'pipe' : 'ignore', 'pipe', 'pipe'],
      detached: options.streams !== 'terminal' && process.platform !== 'win32',
      windowsHide: true,
    });
  } catch (error) {
    await recording.finish(outFolder);
    return neverStarted(`${command.program} could not be started: ${error instanceof Error ? error.message : String(error)}.`);
  }
  // What is typed after the program has stopped to read goes nowhere.
  child.stdin?.on('error', () => undefined);
  child.stdout?.on('data', (chunk: Buffer) => options.onOutput?.(chunk, 'stdout'));
  child.stderr?.on('data', (chunk: Buffer) => options.onOutput?.(chunk, 'stderr'));
  const release = options.streams === 'terminal' ? outliveSignals(child) : () => undefined;
  const timer = setInterval(() => {
    void recording.take().then(() => options.onProgress?.(recording.progress));
  }, LOOK);
  let ending: Promise<void> | undefined;
  const stop = (): void => {
    if (child.pid === undefined) return;
    // Asked for twice, it is meant.
    if (ending === undefined) ending = endTree(child.pid, options.grace ?? GRACE);
    else void endTree(child.pid, 0);
  };
  const limit = measure.duration === undefined ? undefined : setTimeout(stop, measure.duration);
  const finished = ended(child).then(async ({ exitCode, signal, failure }) => {
    clearInterval(timer);
    clearTimeout(limit);
    release();
    await ending;
    const { files, notes } = await recording.finish(outFolder);
    return { exitCode, signal, files, notes: [...notes, ...notesOf(command, failure, isRestricted, files.length + notes.length)] };
  });
  return {
    pid: child.pid,
    finished,
    stop,
    write: (text) => child.stdin?.write(text),
    endInput: () => child.stdin?.end(),
  };
}

/** @returns a sentence for what nothing but a shell could start */
function startable(command: Command): Command | string {
  if (process.platform !== 'win32') return command;
  const environment = { ...process.env, ...command.environment };
  const name = Object.keys(environment).find((each) => each.toUpperCase() === 'PATH') ?? 'PATH';
  const isFile = (file: string): boolean => statSync(file, { throwIfNoEntry: false })?.isFile() ?? false;
  return windowsCommand(command, { path: environment[name] ?? '', isFile, read: (file) => (isFile(file) ? readFileSync(file, 'utf8') : undefined) });
}

function neverStarted(why: string): RunningProfile {
  return { pid: undefined, finished: Promise.resolve({ exitCode: undefined, signal: undefined, files: [], notes: [why] }), stop: () => undefined, write: () => undefined, endInput: () => undefined };
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
    const done = (code: number | null, signal: string | null): void => {
      resolve({ exitCode: code ?? undefined, signal: signal ?? undefined });
    };
    child.once('close', done);
    // Something it left behind may keep its output open for ever.
    child.once('exit', (code, signal) => setTimeout(done, OUTPUT_PATIENCE, code, signal).unref());
  });
}

function notesOf({ program, workingFolder }: Command, failure: NodeJS.ErrnoException | undefined, isRestricted: boolean, told: number): readonly string[] {
  if (failure?.code === 'ENOENT') return [existsSync(workingFolder) ? `${program} could not be started: there is no such program; give its path, or put its folder on PATH.` : `${program} could not be started: its working folder ${workingFolder} is not there.`];
  if (failure !== undefined) return [`${program} could not be started: ${failure.message}.`];
  if (isRestricted) return [`${program} runs under Node's permission model, which keeps profilers out: run it without --permission to profile it.`];
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
