import { Worker } from 'node:worker_threads';
import { Death, Link, Slot, makeControl, waitUntil, type BeatData, type BeatMessage } from './beat-control.js';

/** Milliseconds that the last segments of workers may take. The beat thread itself gives up on those that do not hear. */
const WRITE_PATIENCE = 30_000;
/** Milliseconds; a thread that is not scheduled by then is not waited for. */
const CLOSE_PATIENCE = 300;
/** Milliseconds that a program with workers waits for a beat thread that is only just starting, which takes a tenth of a second, and more on a busy machine. */
const START_PATIENCE = 3000;

/** The main thread's side of the beat thread. */
export interface MainBeat {
  /** Has a worker thread, or all, write for the last time, and waits for it. To be called when there are workers. */
  finishWorkers(threadId: number | 'all'): void;
  /** Before the main thread ends: Node waits for sessions that are still open. */
  close(): void;
  /** Says that the last segment is being written, then waits to be ended by the signal. */
  die(finish: () => void): never;
}

/** @param bundle exports `beat` */
export function startBeat(bundle: string, interval: number): MainBeat {
  const control = makeControl();
  const data: BeatData = { control, beat: interval, bundle };
  const thread = new Worker(`require(${JSON.stringify(bundle)}).beat(require('node:worker_threads').workerData)`, {
    eval: true,
    workerData: data,
    env: {},
    execArgv: ['--expose-internals'],
    // What this thread would print must never come among what the program prints.
    stdout: true,
    stderr: true,
  });
  thread.unref();
  thread.on('error', () => void Atomics.store(control, Slot.link, Link.closed));
  const post = thread.postMessage.bind(thread);
  const send = (message: BeatMessage): void => {
    post(message);
  };
  const isOpen = (): boolean => Atomics.load(control, Slot.link) === Link.open;
  const isStarting = (): boolean => [Link.none, Link.opening].some((each) => each === Atomics.load(control, Slot.link));
  return {
    finishWorkers: (threadId) => {
      waitUntil(control, () => !isStarting(), START_PATIENCE);
      if (!isOpen() || Atomics.load(control, Slot.workers) === 0) return;
      const before = Atomics.load(control, Slot.workersFinished);
      send({ finish: threadId });
      waitUntil(control, () => Atomics.load(control, Slot.workersFinished) !== before, WRITE_PATIENCE);
    },
    close: () => {
      if (Atomics.compareExchange(control, Slot.link, Link.none, Link.closed) === Link.none) return;
      send('close');
      waitUntil(control, () => Atomics.load(control, Slot.link) === Link.closed, CLOSE_PATIENCE);
    },
    die: (finish) => {
      Atomics.store(control, Slot.death, Death.writing);
      finish();
      Atomics.store(control, Slot.death, Death.ready);
      Atomics.notify(control, Slot.death);
      for (;;) Atomics.wait(control, Slot.death, Death.ready);
    },
  };
}
