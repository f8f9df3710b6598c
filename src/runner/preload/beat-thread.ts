import { Session } from 'node:inspector';
import { pathToFileURL } from 'node:url';
import { parentPort, threadId } from 'node:worker_threads';
import { DEADLY_SIGNALS, Death, Link, RECORDER_KEY, Slot, type BeatData, type BeatMessage, type DeadlySignal } from './beat-control.js';
import { watchSignals } from './watched-signals.js';
import { WorkerLinks } from './worker-links.js';

/** Milliseconds that a signal waits for a main thread which does not answer, because it is inside of native code. */
const DEAF_PATIENCE = 1000;
/** Milliseconds that writing the last segment may take. */
const WRITE_PATIENCE = 30_000;

interface Answer {
  readonly result?: { readonly value?: unknown };
}

/**
 * The thread beside the program. The inspector's requests interrupt V8, so each beat has a segment written even by a thread in an endless loop, and
 * a signal finds it as well, for which no listener has to stand on `process`.
 */
export function beat({ control, beat: interval, bundle }: BeatData): void {
  // The main thread ended before this one had begun.
  if (Atomics.compareExchange(control, Slot.link, Link.none, Link.opening) !== Link.none) return;
  // Whatever this thread prints is read by the main thread, and keeps that one from ending.
  process.emitWarning = () => undefined;
  const session = new Session();
  session.connectToMainThread();

  // The name in the text makes its frame known as ours; V8 takes none with a blank in it.
  const ours = pathToFileURL(bundle).href;
  const expression = (call: string): string => `globalThis[Symbol.for('${RECORDER_KEY}')]?.${call}\n//# sourceURL=${ours}`;
  const inMain = (call: string, then: (value: unknown) => void): void => {
    session.post('Runtime.evaluate', { expression: expression(call), returnByValue: true }, (_error, answer?: Answer) => {
      then(answer?.result?.value);
    });
  };
  const workers = new WorkerLinks(session, {
    own: threadId,
    // It may have been closed meanwhile.
    onReady: () => void Atomics.compareExchange(control, Slot.link, Link.opening, Link.open),
    onCount: (count) => void Atomics.store(control, Slot.workers, count),
  });

  /** Bits of `DEADLY_SIGNALS` that the program had listeners for at the last beat. */
  let handled = 0;
  let answered = true;
  const timer = setInterval(() => {
    workers.ask(expression('flush()'));
    if (!answered) return;
    answered = false;
    inMain('flush()', (value) => {
      answered = true;
      if (typeof value === 'number') handled = value;
    });
  }, interval);

  const leaveSignals = watchSignals((name) => {
    onDeadlySignal(name);
  });

  const onDeadlySignal = (name: DeadlySignal): void => {
    const die = (): void => {
      leaveSignals();
      process.kill(process.pid, name);
    };
    let heard = false;
    setTimeout(() => {
      if (!heard && (handled & (1 << DEADLY_SIGNALS.indexOf(name))) === 0) die();
    }, DEAF_PATIENCE);
    // Without workers the main thread stops where it is; with them they write first, for which it has to hear.
    const call = Atomics.load(control, Slot.workers) === 0 ? `finishForSignal('${name}')` : `handles('${name}')`;
    inMain(call, (handles) => {
      heard = true;
      if (handles === true) return;
      workers.finish('all', expression('finish()'), () => {
        inMain(`finishForSignal('${name}')`, () => undefined);
      });
    });
    afterDeath(control, () => {
      heard = true;
      die();
    });
  };

  parentPort?.on('message', (message: BeatMessage) => {
    if (message !== 'close') {
      return workers.finish(message.finish, expression('finish()'), () => void Atomics.add(control, Slot.workersFinished, 1));
    }
    clearInterval(timer);
    leaveSignals();
    session.disconnect();
    parentPort?.close();
    Atomics.store(control, Slot.link, Link.closed);
  });
}

/** Calls back once the main thread has written for the last time. */
function afterDeath(control: Int32Array, then: () => void): void {
  const look = setInterval(() => {
    if (Atomics.load(control, Slot.death) === Death.none) return;
    clearInterval(look);
    Atomics.wait(control, Slot.death, Death.writing, WRITE_PATIENCE);
    then();
  }, 1);
}
