import { constants } from 'node:os';
import { isMainThread } from 'node:worker_threads';
import { DEADLY_SIGNALS } from './beat-control.js';
import { replaceMember } from './pass-through.js';

/** Members of `process` that are looked up by name each time, so that our own stand before them without a listener that a program could see, count or remove. */
interface Endings {
  emit(name: string | symbol, ...rest: unknown[]): boolean;
  reallyExit(code?: number): never;
  kill(pid: number, signal?: string | number): true;
  abort(): never;
}

/** Calls `finish` as late as can be before this thread ends: after the program's own `exit` listeners, and before signals it sends itself. */
export function hookEnd(finish: () => void): void {
  const endings = process as unknown as Endings;
  replaceMember(endings, 'emit', (emit) => function passThrough(this: unknown, name, ...rest) {
    const heard = emit.call(this, name, ...rest);
    if (name === 'exit') finish();
    return heard;
  });
  replaceMember(endings, 'reallyExit', (reallyExit) => function passThrough(this: unknown, code) {
    finish();
    return reallyExit.call(this, code);
  });
  if (!isMainThread) return;
  replaceMember(endings, 'kill', (kill) => function passThrough(this: unknown, pid, signal = 'SIGTERM') {
    if (pid === process.pid && endsProgram(signal)) finish();
    return kill.call(this, pid, signal);
  });
  replaceMember(endings, 'abort', (abort) => function passThrough(this: unknown) {
    finish();
    return abort.call(this);
  });
}

function endsProgram(signal: string | number): boolean {
  const name = typeof signal === 'string' ? signal : Object.entries(constants.signals).find(([, number]) => number === signal)?.[0];
  if (name === 'SIGKILL') return true;
  return DEADLY_SIGNALS.some((each) => each === name) && process.listenerCount(name ?? '') === 0;
}
