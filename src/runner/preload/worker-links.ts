import type { Session } from 'node:inspector';

/** Milliseconds after which a thread that has not begun with what it was asked sits in native code, where nothing of the program runs. */
const DEAF_AFTER = 1000;

interface Link {
  readonly sessionId: string;
  readonly threadId: number;
  /** What it has not answered yet; answers come in order. */
  readonly waiting: Waiting[];
  /** It is asked nothing any more. */
  isFinished: boolean;
}

interface Waiting {
  readonly then: () => void;
  /** Before each task it answers a question that costs nothing: until then it has not begun with the task. */
  readonly isTask: boolean;
  readonly askedAt: number;
}

/** The part of an inspector's session that is needed. */
export type WorkerSession = Pick<Session, 'on' | 'post'>;

export interface WorkerLinksOptions {
  /** Number of the thread that is left out. */
  readonly own: number;
  /** Milliseconds. */
  readonly deafAfter?: number;
  /** All workers that were there before are known. */
  onReady(): void;
  onCount(count: number): void;
}

/** Worker threads, as the inspector of the main thread reaches them: also while they are busy. */
export class WorkerLinks {
  readonly #session: WorkerSession;
  readonly #links = new Map<string, Link>();
  readonly #deafAfter: number;

  /** @param session of the main thread */
  constructor(session: WorkerSession, { own, deafAfter = DEAF_AFTER, onReady, onCount }: WorkerLinksOptions) {
    this.#session = session;
    this.#deafAfter = deafAfter;
    session.on('NodeWorker.attachedToWorker', ({ params: { sessionId, workerInfo } }) => {
      // The number of the thread stands nowhere else.
      const threadId = Number(/^\[worker (\d+)\]/.exec(workerInfo.title)?.[1] ?? -1);
      if (threadId === own) return;
      this.#links.set(sessionId, { sessionId, threadId, waiting: [], isFinished: false });
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
    session.post('NodeWorker.enable', { waitForDebuggerOnStart: false }, onReady);
  }

  /** Has all workers evaluate something that are not busy with an earlier one. */
  ask(expression: string): void {
    for (const link of this.#links.values()) if (!link.isFinished && link.waiting.length === 0) this.#send(link, expression, () => undefined);
  }

  /**
   * Has workers evaluate something and asks them nothing any more. A thread that is stopped in the midst of it goes on: V8 takes the
   * end of the evaluation for the end that was asked for.
   * @param which a thread's number
   * @param then called when all of them have that can: what has begun is waited for, whatever it takes
   */
  finish(which: number | 'all', expression: string, then: () => void): void {
    const asked = [...this.#links.values()].filter(({ threadId, isFinished }) => (which === 'all' || threadId === which) && !isFinished);
    let open = asked.length;
    if (open === 0) return then();
    for (const link of asked) {
      let isOpen = true;
      const answered = (): void => {
        if (!isOpen) return;
        isOpen = false;
        open -= 1;
        if (open === 0) then();
      };
      link.isFinished = true;
      this.#send(link, expression, answered);
      const look = (): void => {
        const left = this.#patienceWith(link);
        if (left <= 0) return answered();
        if (isOpen) setTimeout(look, left);
      };
      look();
    }
  }

  /** Milliseconds after which it is time to look whether a thread hears; none left when it does not. */
  #patienceWith({ waiting: [first] }: Link): number {
    return first?.isTask === false ? this.#deafAfter - (performance.now() - first.askedAt) : this.#deafAfter;
  }

  #send(link: Link, expression: string, then: () => void): void {
    const askedAt = performance.now();
    link.waiting.push({ then: () => undefined, isTask: false, askedAt }, { then, isTask: true, askedAt });
    for (const each of ['0', expression]) {
      const message = JSON.stringify({ id: 1, method: 'Runtime.evaluate', params: { expression: each, returnByValue: true } });
      this.#session.post('NodeWorker.sendMessageToWorker', { sessionId: link.sessionId, message }, (error) => {
        if (error !== null) this.#answered(link.sessionId);
      });
    }
  }

  #answered(sessionId: string): void {
    this.#links.get(sessionId)?.waiting.shift()?.then();
  }
}
