import { Session } from 'node:inspector';
import { constants } from 'node:os';
import { parentPort, threadId } from 'node:worker_threads';
import { DEADLY_SIGNALS, Death, Link, RECORDER_KEY, Slot, type BeatData, type BeatMessage } from './beat-control.js';

/** Milliseconds that a signal waits for a main thread which does not answer, because it is inside of native code. */
const DEAF_PATIENCE = 1000;
/** Milliseconds that writing the last segment may take. */
const WRITE_PATIENCE = 30_000;

interface SignalHandle {
  onsignal: () => void;
  start(signal: number): number;
  unref(): void;
  close(): void;
}

interface Answer {
  readonly result?: { readonly value?: unknown };
}

/**
 * The thread beside the program. The inspector's requests interrupt V8, so each beat has a segment written even by a thread in an endless loop, and
 * a signal finds it as well, for which no listener has to stand on `process`.
 */
export function beat({ control, beat: interval, entry }: BeatData): void {
  // The main thread ended before this one had begun.
  if (Atomics.compareExchange(control, Slot.link, Link.none, Link.opening) !== Link.none) return;
  // Whatever this thread prints is read by the main thread, and keeps that one from ending.
  process.emitWarning = () => undefined;
  const session = new Session();
  session.connectToMainThread();
  Atomics.store(control, Slot.link, Link.open);

  const workers = new Map<string, string>();
  const waiting = new Map<number, () => void>();
  let requests = 0;
  /** Bits of `DEADLY_SIGNALS` that the program had listeners for at the last beat. */
  let handled = 0;
  let answering = true;

  // The name in the text makes its frame known as ours.
  const call = (what: string): string => `globalThis[Symbol.for('${RECORDER_KEY}')]?.${what}\n//# sourceURL=${entry}`;

  const inMain = (what: string, then: (value: unknown) => void): void => {
    session.post('Runtime.evaluate', { expression: call(what), returnByValue: true }, (_error, answer?: Answer) => {
      then(answer?.result?.value);
    });
  };

  const writeWorkers = (then: () => void): void => {
    let open = workers.size;
    if (open === 0) return then();
    const answered = (): void => {
      open -= 1;
      if (open === 0) then();
    };
    for (const sessionId of workers.values()) {
      requests += 1;
      const request = requests;
      waiting.set(request, answered);
      const message = JSON.stringify({ id: request, method: 'Runtime.evaluate', params: { expression: call('flush()'), returnByValue: true } });
      session.post('NodeWorker.sendMessageToWorker', { sessionId, message }, (error) => {
        if (error !== null && waiting.delete(request)) answered();
      });
    }
  };

  session.on('NodeWorker.attachedToWorker', ({ params }) => {
    // The title is the only place where the thread's number stands.
    if (new RegExp(`^\\[worker ${String(threadId)}\\]`).test(params.workerInfo.title)) return;
    workers.set(params.sessionId, params.sessionId);
    Atomics.store(control, Slot.workers, workers.size);
  });
  session.on('NodeWorker.detachedFromWorker', ({ params }) => {
    workers.delete(params.sessionId);
    Atomics.store(control, Slot.workers, workers.size);
  });
  session.on('NodeWorker.receivedMessageFromWorker', ({ params }) => {
    const { id } = JSON.parse(params.message) as { id?: number };
    const then = id === undefined ? undefined : waiting.get(id);
    if (id === undefined || then === undefined) return;
    waiting.delete(id);
    then();
  });
  session.post('NodeWorker.enable', { waitForDebuggerOnStart: false });

  const timer = setInterval(() => {
    if (!answering) return;
    answering = false;
    inMain('flush()', (value) => {
      answering = true;
      if (typeof value === 'number') handled = value;
    });
    writeWorkers(() => undefined);
  }, interval);

  const leaveSignals = watchSignals((name) => {
    const bit = 1 << DEADLY_SIGNALS.indexOf(name);
    const die = (): void => {
      leaveSignals();
      process.kill(process.pid, name);
    };
    let answered = false;
    inMain(`handles('${name}')`, (handles) => {
      answered = true;
      if (handles === true) return;
      writeWorkers(() => {
        inMain('finishForSignal()', () => undefined);
      });
      awaitDeath();
    });
    const awaitDeath = (): void => {
      const deadline = performance.now() + DEAF_PATIENCE;
      const look = (): void => {
        const state = Atomics.load(control, Slot.death);
        if (state === Death.writing) Atomics.wait(control, Slot.death, Death.writing, WRITE_PATIENCE);
        else if (state === Death.none && performance.now() < deadline) return void setTimeout(look, 1);
        die();
      };
      look();
    };
    setTimeout(() => {
      if (!answered && (handled & bit) === 0) die();
    }, DEAF_PATIENCE);
  });

  parentPort?.on('message', (message: BeatMessage) => {
    switch (message) {
      case 'write-workers':
        return writeWorkers(() => void Atomics.add(control, Slot.workersWritten, 1));
      case 'close':
        clearInterval(timer);
        leaveSignals();
        session.disconnect();
        parentPort?.close();
        return Atomics.store(control, Slot.link, Link.closed);
    }
  });
}

/**
 * Signals reach only the main thread's `process`, and not while it is busy. The handle below it works in any thread; where this Node has none
 * for us, signals do what they do without us, and what came after the last beat is lost.
 * @returns to call when signals shall do again what they do
 */
function watchSignals(onSignal: (name: (typeof DEADLY_SIGNALS)[number]) => void): () => void {
  const handles: SignalHandle[] = [];
  try {
    const { internalBinding } = require('internal/test/binding') as { internalBinding: (name: string) => { Signal: new () => SignalHandle } };
    const { Signal } = internalBinding('signal_wrap');
    for (const name of DEADLY_SIGNALS) {
      const handle = new Signal();
      handle.onsignal = () => {
        onSignal(name);
      };
      if (handle.start(constants.signals[name]) === 0) handles.push(handle);
      else handle.close();
    }
  } catch {
    // Said above.
  }
  return () => {
    for (const handle of handles.splice(0)) handle.close();
  };
}
