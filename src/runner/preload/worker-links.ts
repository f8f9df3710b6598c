import type { Session } from 'node:inspector';

/** Milliseconds after which a thread that has not answered sits in native code, where nothing of the program runs. */
const DEAF_AFTER = 200;

interface Link {
  readonly sessionId: string;
  readonly threadId: number;
  /** What it has not answered yet; answers come in order. */
  readonly waiting: { readonly askedAt: number; readonly then: () => void }[];
}

/** Worker threads, as the inspector of the main thread reaches them: also while they are busy. */
export class WorkerLinks {
  readonly #session: Session;
  readonly #links = new Map<string, Link>();

  /**
   * @param session of the main thread
   * @param own number of the thread that is left out
   */
  constructor(session: Session, own: number, onCount: (count: number) => void) {
    this.#session = session;
    session.on('NodeWorker.attachedToWorker', ({ params: { sessionId, workerInfo } }) => {
      // The number of the thread stands nowhere else.
      const threadId = Number(/^\[worker (\d+)\]/.exec(workerInfo.title)?.[1] ?? -1);
      if (threadId === own) return;
      this.#links.set(sessionId, { sessionId, threadId, waiting: [] });
      onCount(this.#links.size);
    });
    session.on('NodeWorker.detachedFromWorker', ({ params: { sessionId } }) => {
      const { waiting = [] } = this.#links.get(sessionId) ?? {};
      this.#links.delete(sessionId);
      onCount(this.#links.size);
      for (const { then } of waiting) then();
    });
    session.on('NodeWorker.receivedMessageFromWorker', ({ params: { sessionId } }) => {
      this.#answered(sessionId);
    });
    session.post('NodeWorker.enable', { waitForDebuggerOnStart: false });
  }

  /**
   * Has workers evaluate something.
   * @param which a thread's number
   * @param then called when those have that can be reached
   */
  ask(which: number | 'all', expression: string, then: () => void): void {
    const asked = [...this.#links.values()].filter((link) => (which === 'all' || link.threadId === which) && !isDeaf(link));
    let open = asked.length;
    if (open === 0) return then();
    for (const link of asked) {
      const answered = (): void => {
        open -= 1;
        if (open === 0) then();
      };
      link.waiting.push({ askedAt: performance.now(), then: answered });
      this.#send(link, expression);
    }
  }

  #send({ sessionId }: Link, expression: string): void {
    const message = JSON.stringify({ id: 1, method: 'Runtime.evaluate', params: { expression, returnByValue: true } });
    this.#session.post('NodeWorker.sendMessageToWorker', { sessionId, message }, (error) => {
      if (error !== null) this.#answered(sessionId);
    });
  }

  #answered(sessionId: string): void {
    this.#links.get(sessionId)?.waiting.shift()?.then();
  }
}

function isDeaf({ waiting }: Link): boolean {
  return waiting[0] !== undefined && performance.now() - waiting[0].askedAt > DEAF_AFTER;
}
