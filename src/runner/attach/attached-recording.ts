import { MergedHeap } from '../merged-heap.js';
import { MergedProfile } from '../merged-profile.js';
import { HeapTurns } from '../preload/heap-turns.js';
import type { HeapSegment } from '../preload/recorder-settings.js';
import type { Measure } from '../profile-request.js';
import type { V8CpuProfile } from '../v8-profile.js';
import { InlineMaps } from './inline-maps.js';
import type { InspectorClient } from './inspector-client.js';

/** The name of what is run in the program, by which it is told from the program in its profile. */
const OURS = 'perf-review:attached';
const HOLD = 'perf-review';

/**
 * Measures a program through its inspector in segments, which are taken while the program runs: the inspector's requests interrupt V8, also in
 * an endless loop. What was taken stays when the program goes away.
 */
export class AttachedRecording {
  /** Time between two segments is kept as nobody's: what the program did then was not seen. */
  readonly cpu = new MergedProfile([OURS], 'kept');
  readonly heap = new MergedHeap([OURS]);
  readonly maps = new InlineMaps();
  /** By `performance.now`: up to when the program is known. */
  takenAt = { cpu: performance.now(), heap: performance.now() };
  /** The program has come to its end and waits until nobody listens any more. */
  readonly programEnds: Promise<void>;
  isProgramEnding = false;
  readonly #client: InspectorClient;
  readonly #measure: Measure;
  readonly #heapTurns = new HeapTurns();
  #isShared = false;
  #isHeld = false;
  #lacksMaps = false;
  #taking: Promise<void> = Promise.resolve();

  private constructor(client: InspectorClient, measure: Measure) {
    this.#client = client;
    this.#measure = measure;
    this.programEnds = new Promise((resolve) => {
      client.onEvent = (method, params) => {
        if (method === 'Debugger.scriptParsed') this.maps.take(params);
        if (method === 'Profiler.consoleProfileStarted') this.#isHeld = true;
        if (method !== 'NodeRuntime.waitingForDisconnect') return;
        this.isProgramEnding = true;
        resolve();
      };
    });
  }

  /** @throws what the inspector says is wrong, or that the program went away */
  static async begin(client: InspectorClient, measure: Measure): Promise<AttachedRecording> {
    const recording = new AttachedRecording(client, measure);
    await recording.#begin();
    return recording;
  }

  async #begin(): Promise<void> {
    const client = this.#client;
    const { cpu, heap, cpuInterval } = this.#measure;
    // A debugger that shares its connection tells of nothing else: https://github.com/microsoft/vscode-js-debug/blob/main/CDP_SHARE.md
    this.#isShared = await client.request('JsDebug.subscribe', { events: ['Profiler.consoleProfileStarted', 'NodeRuntime.waitingForDisconnect'] }).then(() => true, () => false);
    // Node tells before it destroys what could be asked. A debugger has that asked already.
    if (!this.#isShared) await client.request('NodeRuntime.notifyWhenWaitingForDisconnect', { enabled: true }).catch(() => undefined);
    if (cpu) {
      await client.request('Profiler.enable');
      await client.request('Profiler.setSamplingInterval', { interval: cpuInterval });
      await client.request('Profiler.start');
      await this.#forgetOptimised();
    }
    if (heap) await this.#startHeap();
    const now = performance.now();
    this.takenAt = { cpu: now, heap: now };
  }

  /** Nothing was taken so far. */
  get isEmpty(): boolean {
    return this.cpu.isEmpty && this.heap.isEmpty;
  }

  /** Takes up what was measured since the last time, and goes on measuring. */
  take(): Promise<void> {
    this.#taking = this.#taking.then(() => this.#takeSegment());
    return this.#taking;
  }

  /** Takes up the rest and ends. */
  async finish(): Promise<void> {
    await this.#taking;
    const { cpu, heap } = this.#measure;
    if (cpu) this.#addCpu(await this.#client.request('Profiler.stop'));
    if (heap) this.#addHeap(await this.#client.request('HeapProfiler.stopSampling'));
    await this.#askForMaps();
  }

  async #takeSegment(): Promise<void> {
    const { cpu, heap } = this.#measure;
    const takesHeap = heap && this.#heapTurns.isDue;
    if (!cpu) return void (takesHeap && await this.#takeHeap());
    if (!await this.#hold()) return;
    // Asked for at once, the requests are answered one right after the other, and the program does nothing in between.
    const stopped = this.#client.request<CpuAnswer>('Profiler.stop');
    const others: Promise<unknown>[] = [];
    if (takesHeap) others.push(this.#takeHeap());
    if (this.#lacksMaps) others.push(this.#askForMaps());
    others.push(this.#client.request('Profiler.start'), this.#evaluate(`console.profileEnd('${HOLD}')`));
    this.#addCpu(await stopped);
    await Promise.all(others);
  }

  /**
   * While another profile is open, V8 keeps what it knows of all code: to collect that anew takes a tenth of a second and more, and it would
   * not find code that was optimised while a loop ran.
   * @returns whether it is; a program can put a console of its own in the place of Node's
   */
  async #hold(): Promise<boolean> {
    this.#isHeld = false;
    await this.#evaluate(`globalThis.console?.profile?.('${HOLD}')`);
    return this.#isHeld;
  }

  async #takeHeap(): Promise<void> {
    // `getSamplingProfile` needs no end and no beginning, but tells of each object since the first anew.
    const [answer] = await this.#heapTurns.takeAsync(() => Promise.all([this.#client.request<HeapAnswer>('HeapProfiler.stopSampling'), this.#startHeap()]));
    this.#addHeap(answer);
  }

  /** As for programs that are started: all that was allocated, also what is collected again. */
  #startHeap(): Promise<unknown> {
    return this.#client.request('HeapProfiler.startSampling', { samplingInterval: this.#measure.heapInterval, includeObjectsCollectedByMajorGC: true, includeObjectsCollectedByMinorGC: true });
  }

  #addCpu({ profile }: CpuAnswer): void {
    this.cpu.add(profile);
    this.#lacksMaps = !this.#isShared && this.maps.lacks(profile);
    this.takenAt.cpu = performance.now();
  }

  #addHeap({ profile }: HeapAnswer): void {
    this.heap.add(profile);
    this.takenAt.heap = performance.now();
  }

  /** A debugger that shares its connection would stop to debug. A `debugger` statement that comes meanwhile waits for nobody. */
  async #askForMaps(): Promise<void> {
    if (this.#isShared) return;
    const requests = [this.#client.request('Debugger.enable', { maxScriptsCacheSize: 0 }), this.#client.request('Debugger.setSkipAllPauses', { skip: true }), this.#client.request('Debugger.disable')];
    await Promise.all(requests);
  }

  /**
   * The profiler does not know code that V8 optimised while a loop ran before it was there: its time would be its callers'. Precise coverage
   * begins by throwing all optimised code away (`Coverage::SelectMode` in V8), so that it is made again in sight: the profiler has to run by then. Coverage is one for the
   * whole of V8: a program that takes it itself keeps its own.
   */
  async #forgetOptimised(): Promise<void> {
    const { result } = await this.#evaluate('Boolean(globalThis.process?.env?.NODE_V8_COVERAGE)');
    if (result.value !== false) return;
    await this.#client.request('Profiler.startPreciseCoverage', { callCount: false, detailed: false });
    await this.#client.request('Profiler.stopPreciseCoverage');
  }

  #evaluate(expression: string): Promise<{ readonly result: { readonly value?: unknown } }> {
    return this.#client.request('Runtime.evaluate', { expression: `${expression}\n//# sourceURL=${OURS}`, returnByValue: true, silent: true });
  }
}

interface CpuAnswer {
  readonly profile: V8CpuProfile;
}

interface HeapAnswer {
  readonly profile: HeapSegment;
}
