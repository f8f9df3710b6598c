import { Worker } from 'node:worker_threads';

// The main thread may sit in a long type check and would notice the editor's death only afterwards, so a thread watches.
const WATCH = `
const { workerData } = require('node:worker_threads');
setInterval(() => {
  try { process.kill(workerData.parent, 0); }
  catch (error) { if (error.code === 'ESRCH') process.kill(process.pid, 'SIGKILL'); }
}, 1000);
`;

/** Ends this process within about a second of its parent's end, whatever it is doing. */
export function endWithParent(parent: number): void {
  const worker = new Worker(WATCH, { eval: true, workerData: { parent } });
  worker.unref();
  worker.on('error', () => undefined);
}
