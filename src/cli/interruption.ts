import { constants } from 'node:os';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** The user, or the system, wants the program to end: nothing is left to say. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted';

  /** As a shell has it. */
  constructor(readonly exitCode: number) {
    super('interrupted');
  }
}

/** Runs a task that has something to put away when it is interrupted. Its signal is aborted by `Interrupted`. */
export async function interruptible<T>(task: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  const interrupt = (name: NodeJS.Signals): void => controller.abort(new Interrupted(128 + constants.signals[name]));
  for (const name of SIGNALS) process.on(name, interrupt);
  try {
    return await task(controller.signal);
  } finally {
    for (const name of SIGNALS) process.off(name, interrupt);
  }
}
