/** Places of the numbers that the program's main thread and the beat thread share. */
export const Slot = {
  /** A `Link`. */
  link: 0,
  /** Counts up when workers have written for the last time, at the main thread's request. */
  workersFinished: 1,
  /** How many worker threads of the program the beat thread can reach. */
  workers: 2,
  /** A `Death`. */
  death: 3,
  /** Never changes: the main thread naps on it. */
  nap: 4,
} as const;

/** The beat thread's session with the main thread and its workers; it must not be open, or be opened, while that one ends. */
export const Link = { none: 0, opening: 1, open: 2, closed: 3 } as const;

/** A signal that nobody handles: the main thread writes, then waits until the beat thread lets the signal do what it does. */
export const Death = { none: 0, writing: 1, ready: 2 } as const;

export type Control = Int32Array;

export function makeControl(): Control {
  return new Int32Array(new SharedArrayBuffer(Object.keys(Slot).length * Int32Array.BYTES_PER_ELEMENT));
}

// Held now: tests replace clocks.
const clock = performance;
const now = clock.now.bind(clock);

/**
 * Waits in the main thread without being deaf: requests of the inspector are answered between two naps.
 * @param patience milliseconds
 * @returns whether it came true
 */
export function waitUntil(control: Control, isTrue: () => boolean, patience: number): boolean {
  const end = now() + patience;
  while (!isTrue()) {
    if (now() > end) return false;
    Atomics.wait(control, Slot.nap, 0, 1);
  }
  return true;
}

export interface BeatData {
  readonly control: Control;
  /** Milliseconds. */
  readonly beat: number;
  /** The bundle's file: what the inspector is asked to run goes by its name, so that it is known as ours in the profile. */
  readonly bundle: string;
}

/** `Symbol.for` of this, on `globalThis` of each recorded thread: what the inspector calls. */
export const RECORDER_KEY = 'perf-review.recorder';

/** `finish`: have this worker thread, or all, write for the last time. */
export type BeatMessage = 'close' | { readonly finish: number | 'all' };

/** Signals that end a program which does not handle them, and that it shall not end by before its profile is written. */
export const DEADLY_SIGNALS = ['SIGHUP', 'SIGINT', 'SIGTERM'] as const;
export type DeadlySignal = (typeof DEADLY_SIGNALS)[number];
