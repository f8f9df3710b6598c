/** What to measure of a program that is to be started, and how finely. */
export interface ProfileRequest {
  readonly command: Command;
  readonly measure: Measure;
  /** Where the profiles go; made when it is not there, and never emptied. */
  readonly outFolder: string;
}

/** A program to start: its arguments are an array and stay one, no shell reads them. */
export interface Command {
  /** A program's path or its name on PATH. */
  readonly program: string;
  readonly arguments: readonly string[];
  readonly workingFolder: string;
  /** Added to the environment of this process. */
  readonly environment: Readonly<Record<string, string>>;
}

export interface Measure {
  readonly cpu: boolean;
  readonly heap: boolean;
  /** Whether it is also kept which functions ran at all, which V8 knows at no cost that can be measured. */
  readonly reach: boolean;
  /** Microseconds between two samples of the stack. */
  readonly cpuInterval: number;
  /** Bytes allocated between two samples of the heap, on average. */
  readonly heapInterval: number;
  /** Milliseconds after which the program is ended as if the user had stopped it; absent: it ends by itself. */
  readonly duration?: number;
}

/** V8's own: one sample a millisecond, one for every 32 KiB. */
export const DEFAULT_MEASURE: Measure = { cpu: true, heap: false, reach: true, cpuInterval: 1000, heapInterval: 32768 };

/** How a profiled program ended and what it left. */
export interface ProfiledRun {
  /** As the system has it: one of them is set, unless the program could not be started. */
  readonly exitCode: number | undefined;
  readonly signal: string | undefined;
  /** Profiles of all its threads and child processes, the one of most samples first. */
  readonly files: readonly string[];
  /** What a user should know: nothing was left and why, a child that could not be profiled. Sentences. */
  readonly notes: readonly string[];
}
