import workerThreads, { type Worker, type WorkerOptions } from 'node:worker_threads';
import { replaceMember } from './pass-through.js';

/** The workers that this thread began. */
export interface OwnWorkers {
  readonly areRunning: boolean;
}

/**
 * Workers with options of their own do not load what their parent loaded: they are told to. A worker that is terminated writes before.
 * @param entry what a thread requires to be recorded
 * @param finish has the thread of this number write for the last time, and waits for it
 */
export function hookWorkers(entry: string, finish: (threadId: number) => void): OwnWorkers {
  const { Worker } = workerThreads;
  const running = new Set<Worker>();
  // One that has ended has lost its number: a listener for that could be seen by the program.
  const forgetEnded = (): void => {
    for (const worker of running) if (worker.threadId < 0) running.delete(worker);
  };
  workerThreads.Worker = new Proxy(Worker, {
    construct: (target, [file, options, ...rest]: [string | URL, WorkerOptions | undefined, ...unknown[]], newTarget) => {
      const worker = Reflect.construct(target, [file, withEntry(options, entry), ...rest], newTarget) as Worker;
      forgetEnded();
      running.add(worker);
      return worker;
    },
  });
  replaceMember(Worker.prototype as { terminate(): Promise<number> } & object, 'terminate', (terminate) => function passThrough(this: Worker) {
    if (this.threadId >= 0) finish(this.threadId);
    return terminate.call(this);
  });
  return {
    get areRunning() {
      forgetEnded();
      return running.size > 0;
    },
  };
}

function withEntry(options: WorkerOptions | undefined, entry: string): WorkerOptions | undefined {
  if (typeof options !== 'object' || options === null) return options;
  const { env, execArgv } = options;
  if (execArgv === undefined && (typeof env !== 'object' || env === null)) return options;
  return { ...options, execArgv: [...(Array.isArray(execArgv) ? execArgv : process.execArgv), '--require', entry] };
}

/** In a worker that was told to load us: takes that out of what it sees. */
export function hideEntry(entry: string): void {
  const at = process.execArgv.lastIndexOf(entry);
  if (at > 0 && process.execArgv[at - 1] === '--require') process.execArgv.splice(at - 1, 2);
}
