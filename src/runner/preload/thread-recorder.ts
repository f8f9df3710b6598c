import type { HeapProfiler, Profiler } from 'node:inspector';
import path from 'node:path';
import { HeapTurns } from './heap-turns.js';
import { openSession } from './inspector-session.js';
import { LoadedScripts } from './loaded-scripts.js';
import { FILE_KIND, type CpuSegment, type HeapSegment, type RecorderSettings } from './recorder-settings.js';
import { writeWhole } from './segment-file.js';
import { threadCpuTime } from './thread-cpu-time.js';

/** Records the thread it was made in. */
export interface ThreadRecorder {
  /** Writes what was sampled since the last time, and goes on. */
  flush(): void;
  /** Writes the rest and ends. A second call does nothing. */
  finish(): void;
}

/**
 * @param id names the files
 * @param beforeWriting called before anything is written
 * @throws where this Node offers no inspector, as under `--permission`
 */
export function startThreadRecorder(settings: RecorderSettings, id: string, beforeWriting: () => void): ThreadRecorder {
  const session = openSession();
  const { post } = session;
  const scripts = new LoadedScripts(session, [__filename, settings.entry]);
  const { profile, profileEnd } = console;
  const write = (kind: keyof typeof FILE_KIND, content: unknown, number?: number): void => {
    writeWhole(path.join(settings.folder, `${id}.${number === undefined ? '' : `${String(number)}.`}${FILE_KIND[kind]}`), JSON.stringify(content));
  };
  let segment = 0;
  /** When the open segment began, on the thread's own clock. */
  let cpuStart: number | undefined;
  let busy = false;
  let finished = false;

  const heapTurns = new HeapTurns();

  /**
   * While another profile is open, V8 keeps what it knows of all code; to collect that anew takes a tenth of a second and more.
   * @param meanwhile is done while the stack is not sampled
   */
  const takeCpu = (last: boolean, meanwhile: () => void): Profiler.Profile => {
    if (!last) profile('perf-review');
    try {
      const taken = (post('Profiler.stop') as Profiler.StopReturnType).profile;
      meanwhile();
      if (!last) post('Profiler.start');
      return taken;
    } finally {
      if (!last) profileEnd('perf-review');
    }
  };

  // What was collected again counts too: a profile of allocations, not of what is left at the end.
  const startHeap = (): void => {
    post('HeapProfiler.startSampling', { samplingInterval: settings.heapInterval, includeObjectsCollectedByMajorGC: true, includeObjectsCollectedByMinorGC: true });
  };

  const writeCpu = (cpu: Profiler.Profile, cpuEnd: number | undefined): void => {
    scripts.look(cpu.nodes.map(({ callFrame }) => callFrame.url));
    const content: CpuSegment = { ...cpu, ...(cpuStart === undefined || cpuEnd === undefined ? {} : { cpuTime: cpuEnd - cpuStart }) };
    write('cpu', content, segment);
  };

  const writeHeap = ({ head }: HeapProfiler.SamplingHeapProfile): void => {
    const content: HeapSegment = { head };
    scripts.look(urlsBelow(head));
    write('heap', content, segment);
  };

  /** @returns undefined when it is too early for another segment */
  const takeHeap = (last: boolean): HeapProfiler.SamplingHeapProfile | undefined => {
    if (!settings.heap || (!last && !heapTurns.isDue)) return undefined;
    const taken = heapTurns.take(() => (post('HeapProfiler.stopSampling') as HeapProfiler.StopSamplingReturnType).profile);
    if (!last) startHeap();
    return taken;
  };

  const writeSegment = (last: boolean): void => {
    beforeWriting();
    let heap: HeapProfiler.SamplingHeapProfile | undefined;
    if (settings.cpu) {
      const cpuEnd = threadCpuTime();
      // The garbage that has to be collected for it is not the program's time.
      writeCpu(takeCpu(last, () => { heap = takeHeap(last); }), cpuEnd);
    } else heap = takeHeap(last);
    if (heap !== undefined) writeHeap(heap);
    if (last && settings.reach) write('reached', scripts.reached((post('Profiler.takePreciseCoverage') as Profiler.TakePreciseCoverageReturnType).result));
    const maps = scripts.takeMaps();
    if (maps !== undefined) write('maps', maps, segment);
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

  post('Profiler.enable');
  // Whether, not how often: counting would keep V8 from inlining.
  if (settings.reach) post('Profiler.startPreciseCoverage', { callCount: false, detailed: false });
  if (settings.cpu) {
    post('Profiler.setSamplingInterval', { interval: settings.cpuInterval });
    post('Profiler.start');
    cpuStart = threadCpuTime();
  }
  if (settings.heap) {
    post('HeapProfiler.enable');
    startHeap();
  }
  return {
    flush: () => {
      alone(() => {
        writeSegment(false);
      });
    },
    finish: () => {
      alone(() => {
        writeSegment(true);
        finished = true;
        session.close();
      });
    },
  };
}

function* urlsBelow({ callFrame, children }: HeapProfiler.SamplingHeapProfileNode): Generator<string> {
  yield callFrame.url;
  for (const child of children) yield* urlsBelow(child);
}
