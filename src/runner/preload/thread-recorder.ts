import { Session, type HeapProfiler, type Profiler } from 'node:inspector';
import path from 'node:path';
import { FILE_KIND, type CpuSegment, type RecorderSettings } from './recorder-settings.js';
import { writeWhole } from './segment-file.js';
import { threadCpuTime } from './thread-cpu-time.js';

/** Records the thread it was made in, by an inspector session of that thread, which answers at once. */
export interface ThreadRecorder {
  /** Writes what was sampled since the last time, and goes on. */
  flush(): void;
  /** Writes the rest and ends. A second call does nothing. */
  finish(): void;
}

/** @throws where this Node offers no inspector, as under `--permission` */
export function startThreadRecorder(settings: RecorderSettings, id: string): ThreadRecorder {
  const session = new Session();
  session.connect();
  const { profile, profileEnd } = console;
  const fileOf = (kind: keyof typeof FILE_KIND, number?: number): string => path.join(settings.folder, `${id}.${number === undefined ? '' : `${number}.`}${FILE_KIND[kind]}`);
  let segment = 0;
  /** When the open segment began, on the thread's own clock. */
  let cpuStart: number | undefined;
  let busy = false;
  let finished = false;

  const post = (method: string, parameters: object = {}): unknown => {
    let answer: unknown;
    let failure: Error | null = null;
    session.post(method, parameters, (error: Error | null, result?: object) => {
      failure = error;
      answer = result;
    });
    if (failure !== null) throw failure as Error;
    return answer;
  };

  const stopCpu = (): Profiler.Profile => (post('Profiler.stop') as Profiler.StopReturnType).profile;

  /** While another profile is open, V8 keeps what it knows of all code; to collect that anew takes a tenth of a second and more. */
  const turnCpu = (): Profiler.Profile => {
    profile('perf-review');
    try {
      const turned = stopCpu();
      post('Profiler.start');
      return turned;
    } finally {
      profileEnd('perf-review');
    }
  };

  const write = (last: boolean): void => {
    if (settings.cpu) {
      const cpuEnd = threadCpuTime();
      const content: CpuSegment = { ...(last ? stopCpu() : turnCpu()), ...(cpuStart === undefined || cpuEnd === undefined ? {} : { cpuTime: cpuEnd - cpuStart }) };
      writeWhole(fileOf('cpu', segment), JSON.stringify(content));
    }
    if (settings.heap) writeWhole(fileOf('heap'), JSON.stringify((post('HeapProfiler.getSamplingProfile') as HeapProfiler.GetSamplingProfileReturnType).profile));
    segment += 1;
    // What it took to write is not the program's.
    cpuStart = threadCpuTime();
  };

  /** A flush may be asked for in the middle of another: requests interrupt the program wherever it is. */
  const alone = (task: () => void): void => {
    if (busy || finished) return;
    busy = true;
    try {
      task();
    } catch {
      // The folder is gone or the disk full: the program goes on as without us.
    } finally {
      busy = false;
    }
  };

  if (settings.cpu) {
    post('Profiler.enable');
    post('Profiler.setSamplingInterval', { interval: settings.cpuInterval });
    post('Profiler.start');
    cpuStart = threadCpuTime();
  }
  if (settings.heap) {
    post('HeapProfiler.enable');
    // What was collected again counts too: a profile of allocations, not of what is left at the end.
    post('HeapProfiler.startSampling', { samplingInterval: settings.heapInterval, includeObjectsCollectedByMajorGC: true, includeObjectsCollectedByMinorGC: true });
  }

  return {
    flush: () => {
      alone(() => write(false));
    },
    finish: () => {
      alone(() => {
        write(true);
        finished = true;
        session.disconnect();
      });
    },
  };
}
