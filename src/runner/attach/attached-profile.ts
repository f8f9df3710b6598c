import type { Measure, ProfiledRun } from '../profile-request.js';
import { CannotStart } from '../starting/project.js';
import { AttachedRecording } from './attached-recording.js';
import { InspectorClient } from './inspector-client.js';
import { handlesInspectorSignal, inspectorOf, listensOn, type NodeProcess } from './node-processes.js';
import { writeAttached } from './write-attached.js';

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
  /** How long the process may take to be ready, to open its inspector, and to answer at the end, in milliseconds. */
  readonly patience?: number;
  /** Milliseconds between two segments: the most that is lost of a program that is killed. */
  readonly beat?: number;
  /** Called after each segment of the program's time. */
  readonly onProgress?: (progress: { readonly samples: number }) => void;
}

/**
 * The TypeScript compiler, whose profile has 1000 new calls a second, took 14.7 s of processor time in segments of a second and 15.1 s in a
 * single one, which is noise; reading the segments took 0.8 s here.
 */
const USUAL_BEAT = 1000;
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
export async function attachToInspector(url: string, request: AttachRequest, target?: NodeProcess, closesInspector = false): Promise<AttachedProfile> {
  const { title, measure } = request;
  const unreachable = (error: unknown): never => {
    throw new CannotStart(`The inspector of ${title} cannot be reached: ${messageOf(error)}.`);
  };
  const client = await InspectorClient.open(url).catch(unreachable);
  const recording = await AttachedRecording.begin(client, measure).catch(unreachable);
  let stop: () => void = () => undefined;
  const stopped = new Promise<void>((resolve) => { stop = resolve; });
  const timer = measure.duration === undefined ? undefined : setTimeout(stop, measure.duration);
  const end = Promise.race([stopped, recording.programEnds, client.closed]);
  const finished = takeUntil(end, recording, request).then(() => undefined, messageOf).then(async (loss): Promise<ProfiledRun> => {
    clearTimeout(timer);
    const hasEnded = recording.isProgramEnding || client.isClosed;
    const notes = notesOn(recording, request, hasEnded, loss);
    if (closesInspector && !hasEnded) await scheduleClosing(client, loss === undefined);
    client.close();
    if (closesInspector && !hasEnded && loss === undefined && target) await lookingFor(CLOSING_PATIENCE)(async () => (await listensOn(target.pid, Number(new URL(url).port)) ? undefined : true));
    return { exitCode: undefined, signal: undefined, files: await writeAttached(recording, request, target, notes), notes };
  });
  return { finished, stop };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** @throws why the rest is not to be had */
async function takeUntil(end: Promise<void>, recording: AttachedRecording, { beat = USUAL_BEAT, patience = USUAL_PATIENCE, onProgress }: AttachRequest): Promise<void> {
  let answered = true;
  let fail: () => void = () => undefined;
  const failed = new Promise<void>((resolve) => { fail = resolve; });
  const timer = setInterval(() => {
    if (!answered) return;
    answered = false;
    recording.take().then(() => {
      answered = true;
      if (!recording.cpu.isEmpty) onProgress?.({ samples: recording.cpu.busySamples });
    }, fail);
  }, beat);
  await Promise.race([end, failed]);
  clearInterval(timer);
  await (recording.isEmpty ? recording.finish() : inTime(recording.finish(), patience));
}

/** @throws when it takes longer, in milliseconds: what runs native code answers only when that is over */
async function inTime(task: Promise<unknown>, patience: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => { reject(new Error('it does not answer')); }, patience);
  });
  await Promise.race([task, late]).finally(() => { clearTimeout(timer); });
}

/** @param loss why the rest was not to be had */
function notesOn(recording: AttachedRecording, { title, measure }: AttachRequest, hasEnded: boolean, loss: string | undefined): readonly string[] {
  if (recording.isEmpty) return [`${title} ${hasEnded ? 'ended while it was measured, and took its profile along' : 'gave no profile'} (${String(loss)}). Start it from here to keep what it does until its end.`];
  if (loss === undefined) return hasEnded ? [`${title} ended by itself while it was measured: its profile reaches to its end.`] : [];
  const seconds = (since: number): string => `${((performance.now() - since) / 1000).toFixed(1)} s`;
  const { cpu, heap } = recording.takenAt;
  const missing = [...(measure.cpu ? [`about the last ${seconds(cpu)}`] : []), ...(measure.heap ? [`${measure.cpu ? 'of allocations ' : ''}about the last ${seconds(heap)}`] : [])];
  return [`${title} ${hasEnded ? 'ended while it was measured' : `did not give the rest of its profile (${loss})`}: ${missing.join(', and ')} are missing.`];
}

/**
 * Leaves the program as it was: without an inspector. It is closed when nobody is connected any more: Node 20 crashed in up to one of twenty cases
 * where both sides closed the connection at once. `require` is there only while this is evaluated, and in no timer of a program of ES modules; a
 * program must never end by it, nor go on for it.
 */
const CLOSING = "try { const { close } = process.getBuiltinModule?.('inspector') ?? require('inspector'); setTimeout(close, 100).unref(); } catch {}";
/** Milliseconds for the request, and then for its timer, to which a program in an endless loop does not come. */
const CLOSING_PATIENCE = 1000;

async function scheduleClosing(client: InspectorClient, answers: boolean): Promise<void> {
  const answer = client.request<unknown>('Runtime.evaluate', { expression: CLOSING, includeCommandLineAPI: true }).catch(() => undefined);
  if (answers) await inTime(answer, CLOSING_PATIENCE).catch(() => undefined);
}
