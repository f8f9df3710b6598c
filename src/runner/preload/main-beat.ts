import { Worker } from 'node:worker_threads';
import { Link, Slot, Death, makeControl, waitUntil, type BeatData, type BeatMessage } from './beat-control.js';

/** Milliseconds; a thread that is not reached by then sits in native code, where nothing of the program runs. */
const PATIENCE = 300;

/** The main thread's side of the beat thread. */
export interface MainBeat {
  /** Has every worker thread write what it sampled, and waits for it. */
  writeWorkers(): void;
  /** Before the main thread ends: Node waits for sessions that are still open. */
  close(): void;
  /** Says that the last segment is being written, then waits to be ended by the signal. */
  dying(finish: () => void): void;
}

/** @param entry the bundle that exports `beat` */
export function startBeat(entry: string, interval: number): MainBeat {
  const control = makeControl();
  const data: BeatData = { control, beat: interval, entry };
  const thread = new Worker(`require(${JSON.stringify(entry)}).beat(require('node:worker_threads').workerData)`, {
    eval: true,
    workerData: data,
    env: {},
    execArgv: ['--expose-internals'],
    // What this thread would print must never come among what the program prints.
    stdout: true,
    stderr: true,
  });
  thread.unref();
  thread.on('error', () => undefined);
  const send = (message: BeatMessage): void => {
    thread.postMessage(message);
  };
  const isOpen = (): boolean => Atomics.load(control, Slot.link) === Link.open;
  return {
    writeWorkers: () => {
      if (!isOpen() || Atomics.load(control, Slot.workers) === 0) return;
      const before = Atomics.load(control, Slot.workersWritten);
      send('write-workers');
      waitUntil(control, () => Atomics.load(control, Slot.workersWritten) !== before, PATIENCE);
    },
    close: () => {
      if (Atomics.compareExchange(control, Slot.link, Link.none, Link.closed) === Link.none) return;
      send('close');
      waitUntil(control, () => Atomics.load(control, Slot.link) === Link.closed, PATIENCE);
    },
    dying: (finish) => {
      Atomics.store(control, Slot.death, Death.writing);
      finish();
      Atomics.store(control, Slot.death, Death.ready);
      Atomics.notify(control, Slot.death);
      Atomics.wait(control, Slot.death, Death.ready);
    },
  };
}
