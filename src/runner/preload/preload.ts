/**
 * Runs inside the program, before its first line: one CommonJS file without anything beside it. A small file that the runner writes for each run
 * requires it and calls `record`; the beat thread requires it and calls `beat`.
 */
import { syncBuiltinESMExports } from 'node:module';
import path from 'node:path';
import { isMainThread, threadId } from 'node:worker_threads';
import { DEADLY_SIGNALS, RECORDER_KEY } from './beat-control.js';
import { hookChildren } from './child-environment.js';
import { hookEnd } from './exit-hooks.js';
import { startBeat, type MainBeat } from './main-beat.js';
import { FILE_KIND, type RecorderSettings, type ThreadStart } from './recorder-settings.js';
import { writeWhole } from './segment-file.js';
import { startThreadRecorder, type ThreadRecorder } from './thread-recorder.js';
import { hideEntry, hookWorkers } from './worker-hooks.js';

export { beat } from './beat-thread.js';

/** Never throws: whatever fails, the program starts. */
export function record(settings: RecorderSettings): void {
  if (Symbol.for(RECORDER_KEY) in globalThis) return;
  try {
    recordThread(settings);
  } catch {
    // The folder is gone, or this Node keeps us from writing: there is no place to say so.
  }
  for (const file of [__filename, settings.entry]) delete require.cache[file];
}

function recordThread(settings: RecorderSettings): void {
  // Process ids come back in a long run.
  const id = `${String(process.pid)}-${String(threadId)}-${process.hrtime.bigint().toString(36)}`;
  const announcement = path.join(settings.folder, `${id}.${FILE_KIND.start}`);
  let title: string | undefined;
  /** The script of a worker is known only after us: this is called again. */
  const announce = (refused?: string): void => {
    if (title === titleOfThread()) return;
    title = titleOfThread();
    writeWhole(announcement, JSON.stringify(aboutThread(title, refused)));
  };
  let recorder: ThreadRecorder;
  try {
    recorder = startThreadRecorder({ ...settings, reach: settings.reach && !takesCoverage() }, id, announce);
  } catch (error) {
    announce(error instanceof Error ? error.message : String(error));
    return;
  }
  announce();
  const mainBeat: MainBeat | undefined = isMainThread ? startBeat(__filename, settings.beat) : undefined;
  const workers = hookWorkers(settings.entry, (worker) => mainBeat?.finishWorkers(worker));
  const finish = (): void => {
    if (workers.areRunning) mainBeat?.finishWorkers('all');
    recorder.finish();
    mainBeat?.close();
  };
  const handles = (name: string): boolean => process.listenerCount(name) > 0;
  Object.defineProperty(globalThis, Symbol.for(RECORDER_KEY), {
    configurable: true,
    value: {
      flush: () => {
        recorder.flush();
        return DEADLY_SIGNALS.reduce((bits, name, index) => (handles(name) ? bits | (1 << index) : bits), 0);
      },
      finish: recorder.finish,
      handles,
      finishForSignal: (name: string) => {
        if (handles(name)) return true;
        return mainBeat?.die(recorder.finish);
      },
    },
  });
  hookEnd(finish);
  hideEntry(settings.entry);
  hookChildren(settings.nodeOptions);
  syncBuiltinESMExports();
}

/** Coverage is one for the whole of V8: asking for less would take from what the program asked for. */
function takesCoverage(): boolean {
  return process.env['NODE_V8_COVERAGE'] !== undefined || process.execArgv.some((each) => each.includes('-test-coverage'));
}

function titleOfThread(): string {
  const script = process.argv[1];
  return script === undefined ? 'node' : path.basename(script);
}

function aboutThread(title: string, refused: string | undefined): ThreadStart {
  return {
    pid: process.pid,
    threadId,
    parentPid: process.ppid,
    title,
    arguments: process.argv.slice(2),
    workingFolder: process.cwd(),
    node: process.version,
    ...(refused === undefined ? {} : { refused }),
  };
}
