/**
 * Runs inside the program, before its first line: one CommonJS file without anything beside it. A small file that the runner writes for each run
 * requires it and calls `record`; the beat thread requires it and calls `beat`.
 */
import path from 'node:path';
import { isMainThread, threadId } from 'node:worker_threads';
import { DEADLY_SIGNALS, RECORDER_KEY } from './beat-control.js';
import { hookEnd } from './exit-hooks.js';
import { startBeat, type MainBeat } from './main-beat.js';
import { FILE_KIND, type RecorderSettings, type ThreadStart } from './recorder-settings.js';
import { writeWhole } from './segment-file.js';
import { startThreadRecorder } from './thread-recorder.js';

export { beat } from './beat-thread.js';

const NOBODY: MainBeat = { writeWorkers: () => undefined, close: () => undefined, dying: () => undefined };

/** Never throws: whatever fails, the program starts. */
export function record(settings: RecorderSettings): void {
  try {
    recordThread(settings);
  } catch {
    // The folder is gone, or this Node keeps us from writing: there is no place to say so.
  }
}

function recordThread(settings: RecorderSettings): void {
  // Process ids come back in a long run.
  const id = `${String(process.pid)}-${String(threadId)}-${process.hrtime.bigint().toString(36)}`;
  const announce = (refused?: string): void => {
    writeWhole(path.join(settings.folder, `${id}.${FILE_KIND.start}`), JSON.stringify(aboutThread(refused)));
  };
  let recorder;
  try {
    recorder = startThreadRecorder(settings, id);
  } catch (error) {
    announce(error instanceof Error ? error.message : String(error));
    return;
  }
  announce();
  const { flush, finish: finishThread } = recorder;
  const beat = isMainThread ? startBeat(__filename, settings.beat) : NOBODY;
  const finish = (): void => {
    beat.writeWorkers();
    finishThread();
    beat.close();
  };
  const handles = (name: string): boolean => process.listenerCount(name) > 0;
  Object.defineProperty(globalThis, Symbol.for(RECORDER_KEY), {
    configurable: true,
    value: {
      flush: () => {
        flush();
        return DEADLY_SIGNALS.reduce((bits, name, index) => (handles(name) ? bits | (1 << index) : bits), 0);
      },
      handles,
      finishForSignal: () => {
        beat.dying(finishThread);
      },
    },
  });
  hookEnd(finish);
}

function aboutThread(refused: string | undefined): ThreadStart {
  const script = process.argv[1];
  return {
    pid: process.pid,
    threadId,
    parentPid: process.ppid,
    title: script === undefined ? 'node' : path.basename(script),
    arguments: process.argv.slice(2),
    workingFolder: process.cwd(),
    node: process.version,
    ...(refused === undefined ? {} : { refused }),
  };
}
