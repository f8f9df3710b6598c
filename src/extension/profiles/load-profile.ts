import path from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Side } from '../../profile/compare/side.js';
import type { LoadAnswer, LoadedProfiles, LoadRequest, SideRequest, WriteRequest } from './worker-messages.js';

/** A profile cannot be shown: the message is one sentence for people. */
export class LoadFailure extends Error {}

/**
 * Reads a profile in a thread of its own, so that the extension host answers meanwhile; what the thread needed is free again when it ends.
 * Throws `LoadFailure`, also when `cancel` ends it before its time.
 */
export async function loadProfile(request: LoadRequest, cancel?: AbortSignal): Promise<LoadedProfiles> {
  const answer = await answerTo(request, cancel);
  if ('profiles' in answer) return answer.profiles;
  throw new LoadFailure(`${request.name} was not read.`);
}

/** Reads the runs of one side of a comparison, as `loadProfile` does. */
export async function loadSide(request: SideRequest, cancel?: AbortSignal): Promise<Side> {
  const answer = await answerTo(request, cancel);
  if ('side' in answer) return answer.side;
  throw new LoadFailure(`${request.name} were not read.`);
}

/** Reads a profile and writes it in another form, in a thread as well. Throws `LoadFailure`. */
export async function writeProfile(request: WriteRequest, cancel?: AbortSignal): Promise<void> {
  await answerTo(request, cancel);
}

function answerTo(request: LoadRequest | SideRequest, cancel: AbortSignal | undefined): Promise<LoadAnswer> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(path.join(__dirname, 'profile-worker.js'), { workerData: request });
    const fail = (message: string): void => {
      reject(new LoadFailure(message));
      void worker.terminate();
    };
    cancel?.addEventListener('abort', () => fail(`Reading ${request.name} was cancelled.`), { once: true });
    worker.once('message', (answer: LoadAnswer) => ('failure' in answer ? fail(answer.failure) : resolve(answer)));
    worker.once('error', (error: NodeJS.ErrnoException) => fail(reasonOf(request.name, error)));
    worker.once('exit', () => fail(`Reading ${request.name} ended before there was anything to show.`));
  });
}

function reasonOf(name: string, error: NodeJS.ErrnoException): string {
  if (error.code === 'ERR_WORKER_OUT_OF_MEMORY') return `${name} needs more memory than there is.`;
  return `${name} could not be read: ${error.message}`;
}
