import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Capture } from '../../profile/profile.js';
import type { Measure, ProfiledRun } from '../profile-request.js';
import { CannotStart } from '../starting/project.js';
import { InspectorClient } from './inspector-client.js';
import { handlesInspectorSignal, inspectorOf, type NodeProcess } from './node-processes.js';

/** Measuring a program that runs already. It goes on when the measuring ends. */
export interface AttachedProfile {
  readonly finished: Promise<ProfiledRun>;
  /** Ends the measuring and writes what there is. */
  stop(): void;
}

export interface AttachRequest {
  /** What people call the program. */
  readonly title: string;
  readonly measure: Measure;
  readonly outFolder: string;
  /** How long the process may take to be ready and to open its inspector, in milliseconds. */
  readonly patience?: number;
}

/** A second passes between the start of a program and its first line on a busy machine, and more before its inspector answers. */
const USUAL_PATIENCE = 10_000;
const BETWEEN_LOOKS = 100;

/**
 * Attaches to a process through its inspector, which is opened by the signal that Node reserves for it, and closed again afterwards
 * where it was not open before.
 * @throws CannotStart
 */
export async function attachToProcess(target: NodeProcess, request: AttachRequest): Promise<AttachedProfile> {
  const open = await inspectorOf(target.pid);
  if (open !== undefined) return attachToInspector(open, request, target);
  const inTime = lookingFor(request.patience ?? USUAL_PATIENCE);
  if (!(await inTime(() => Promise.resolve(handlesInspectorSignal(target.pid) || undefined)))) {
    throw new CannotStart(`Process ${String(target.pid)} would not open its inspector but end if it were asked to. Start it with \`node --inspect=0\`.`);
  }
  signal(target.pid);
  const url = await inTime(() => inspectorOf(target.pid));
  if (url !== undefined) return attachToInspector(url, request, target, true);
  throw new CannotStart(`Process ${String(target.pid)} does not open its inspector: it handles SIGUSR1 itself, or another process has the port. Start it with \`node --inspect=0\`.`);
}

/** @throws CannotStart */
function signal(pid: number): void {
  try {
    process.kill(pid, 'SIGUSR1');
  } catch {
    throw new CannotStart(`Process ${String(pid)} has ended, or belongs to somebody else.`);
  }
}

/** Looks again and again until there is something, or until the time given for all that is looked for is over: milliseconds. */
function lookingFor(patience: number): <T>(look: () => Promise<T | undefined>) => Promise<T | undefined> {
  const end = performance.now() + patience;
  return async (look) => {
    for (;;) {
      const found = await look();
      if (found !== undefined || performance.now() > end) return found;
      await new Promise((resolve) => { setTimeout(resolve, BETWEEN_LOOKS); });
    }
  };
}

/**
 * Measures whatever answers at an inspector's URL, such as the proxy of a debug session.
 * @throws CannotStart
 */
export async function attachToInspector(url: string, { title, measure, outFolder }: AttachRequest, target?: NodeProcess, closesInspector = false): Promise<AttachedProfile> {
  const client = await InspectorClient.open(url).catch((error: unknown) => {
    throw new CannotStart(`The inspector of ${title} cannot be reached: ${error instanceof Error ? error.message : String(error)}.`);
  });
  const maps = new MapsInMemory();
  client.onEvent = (method, params) => { maps.take(method, params); };
  if (measure.cpu) {
    await client.request('Profiler.enable');
    await client.request('Profiler.setSamplingInterval', { interval: measure.cpuInterval });
    await client.request('Profiler.start');
    await forgetOptimised(client);
  }
  // As for programs that are started: all that was allocated, also what is collected again.
  if (measure.heap) await client.request('HeapProfiler.startSampling', { samplingInterval: measure.heapInterval, includeObjectsCollectedByMajorGC: true, includeObjectsCollectedByMinorGC: true });
  let stop: () => void = () => undefined;
  const stopped = new Promise<void>((resolve) => { stop = resolve; });
  const timer = measure.duration === undefined ? undefined : setTimeout(stop, measure.duration);
  const finished = Promise.race([stopped, client.closed]).then(async (): Promise<ProfiledRun> => {
    clearTimeout(timer);
    try {
      const files = await write(client, { measure, outFolder, title, maps, target });
      if (closesInspector) await closeInspector(client);
      return { exitCode: undefined, signal: undefined, files, notes: [] };
    } catch (error) {
      return { exitCode: undefined, signal: undefined, files: [], notes: [`${title} ended while it was measured, and took its profile along (${error instanceof Error ? error.message : String(error)}). Start it from here to keep what it does until its end.`] };
    } finally {
      client.close();
    }
  });
  return { finished, stop };
}

/**
 * The profiler does not know code that V8 optimised while a loop ran before it was there: its time would be its callers'. Precise coverage
 * begins by throwing all optimised code away (`Coverage::SelectMode` in V8), so that it is made again in sight: the profiler has to run by then. Coverage is one for the
 * whole of V8: a program that takes it itself keeps its own.
 */
async function forgetOptimised(client: InspectorClient): Promise<void> {
  const { result } = await client.request<{ result: { value?: unknown } }>('Runtime.evaluate', { expression: 'Boolean(globalThis.process?.env?.NODE_V8_COVERAGE)', returnByValue: true });
  if (result.value !== false) return;
  await client.request('Profiler.startPreciseCoverage', { callCount: false, detailed: false });
  await client.request('Profiler.stopPreciseCoverage');
}

interface Writing {
  readonly measure: Measure;
  readonly outFolder: string;
  readonly title: string;
  readonly maps: MapsInMemory;
  readonly target: NodeProcess | undefined;
}

async function write(client: InspectorClient, { measure, outFolder, title, maps, target }: Writing): Promise<readonly string[]> {
  const parts: { readonly ending: string; readonly profile: object }[] = [];
  if (measure.cpu) parts.push({ ending: 'cpuprofile', profile: (await client.request<{ profile: object }>('Profiler.stop')).profile });
  if (measure.heap) parts.push({ ending: 'heapprofile', profile: (await client.request<{ profile: object }>('HeapProfiler.stopSampling')).profile });
  // Scripts tell where their maps are when debugging begins; asked for at the end, this slows nothing that is measured.
  await client.request('Debugger.enable');
  await client.request('Debugger.disable');
  await mkdir(outFolder, { recursive: true });
  const capture: Capture = {
    version: 1, pid: target?.pid ?? 0, threadId: 0, parentPid: 0, title, arguments: target ? target.command.split(' ') : [], workingFolder: target?.workingFolder ?? '', sourceMaps: maps.byUrl,
  };
  return Promise.all(parts.map(async ({ ending, profile }) => {
    const file = path.join(outFolder, `${title.replace(/[^\w.-]+/g, '_').slice(0, 60)}.${ending}`);
    await writeFile(file, JSON.stringify({ ...profile, perfReview: capture }));
    return file;
  }));
}

/** `require` is there only while this is evaluated, and in no timer of a program of ES modules; a program must never end by it. */
const CLOSING = "try { const { close } = process.getBuiltinModule?.('inspector') ?? require('inspector'); setTimeout(close, 0); } catch {}";

/** Leaves the program as it was: without an inspector. The connection breaks by that, so nobody waits for an answer. */
async function closeInspector(client: InspectorClient): Promise<void> {
  void client.request('Runtime.evaluate', { expression: CLOSING, includeCommandLineAPI: true }).catch(() => undefined);
  await client.request('Runtime.getIsolateId').catch(() => undefined);
}

/** Source maps that scripts carry in themselves. */
class MapsInMemory {
  readonly byUrl: Record<string, string> = {};

  take(method: string, params: unknown): void {
    if (method !== 'Debugger.scriptParsed') return;
    const { url, sourceMapURL } = params as { readonly url: string; readonly sourceMapURL?: string };
    const [, base64, content] = /^data:application\/json[^,]*?(;base64)?,(.*)$/s.exec(sourceMapURL ?? '') ?? [];
    if (content === undefined || url === '') return;
    try {
      this.byUrl[url] = base64 === undefined ? decodeURIComponent(content) : Buffer.from(content, 'base64').toString('utf8');
    } catch {
      // A map that cannot be read leaves its script as it is.
    }
  }
}
