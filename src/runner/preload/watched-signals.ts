import { constants } from 'node:os';
import { DEADLY_SIGNALS, type DeadlySignal } from './beat-control.js';

interface SignalHandle {
  onsignal: () => void;
  start(signal: number): number;
  close(): void;
}

/**
 * Signals reach only the main thread's `process`, and not while it is busy. The handle below that works in any thread; where this Node has none
 * for us, signals do what they do without us, and what came after the last beat is lost.
 * @returns to call when signals shall do again what they do
 */
export function watchSignals(onSignal: (name: DeadlySignal) => void): () => void {
  const handles: SignalHandle[] = [];
  try {
    const { internalBinding } = require('internal/test/binding') as { internalBinding: (name: string) => { Signal: new () => SignalHandle } };
    const { Signal } = internalBinding('signal_wrap');
    for (const name of DEADLY_SIGNALS) {
      const handle = new Signal();
      handle.onsignal = () => {
        onSignal(name);
      };
      if (handle.start(constants.signals[name]) === 0) handles.push(handle);
      else handle.close();
    }
  } catch {
    // Said above.
  }
  return () => {
    for (const handle of handles.splice(0)) handle.close();
  };
}
