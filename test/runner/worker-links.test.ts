import assert from 'node:assert/strict';
import { EventEmitter } from 'node:events';
import { mock } from 'node:test';
import { WorkerLinks, type WorkerSession } from '../../src/runner/preload/worker-links.js';

/** The inspector of a main thread with workers that answer when they are told to. */
class Inspector extends EventEmitter {
  /** What each worker was asked to evaluate and has not answered. */
  readonly asked = new Map<string, string[]>();

  post(method: string, given: { readonly sessionId: string; readonly message: string }, done: (error: Error | null) => void): void {
    if (method === 'NodeWorker.enable') return done(null);
    const { params } = JSON.parse(given.message) as { readonly params: { readonly expression: string } };
    this.asked.set(given.sessionId, [...(this.asked.get(given.sessionId) ?? []), params.expression]);
  }

  attach(threadId: number): void {
    this.emit('NodeWorker.attachedToWorker', { params: { sessionId: String(threadId), workerInfo: { title: `[worker ${String(threadId)}] a.js` } } });
  }

  answer(threadId: number): void {
    this.asked.get(String(threadId))?.shift();
    this.emit('NodeWorker.receivedMessageFromWorker', { params: { sessionId: String(threadId) } });
  }
}

describe('links to worker threads', () => {
  let inspector: Inspector;
  let links: WorkerLinks;
  let workers = 0;

  beforeEach(() => {
    inspector = new Inspector();
    links = new WorkerLinks(inspector as unknown as WorkerSession, { own: 1, deafAfter: 20, onReady: () => undefined, onCount: (count) => { workers = count; } });
    for (const threadId of [1, 2, 3]) inspector.attach(threadId);
  });

  const finished = (which: number | 'all'): { readonly isOver: () => boolean; readonly over: Promise<void> } => {
    let isOver = false;
    const over = new Promise<void>((resolve) => {
      links.finish(which, 'finish()', () => {
        isOver = true;
        resolve();
      });
    });
    return { isOver: () => isOver, over };
  };

  it('leave the own thread out', () => {
    assert.equal(workers, 2);
  });

  it('are asked again only when they have answered', () => {
    links.ask('flush()');
    links.ask('flush()');
    assert.deepEqual([...inspector.asked], [['2', ['0', 'flush()']], ['3', ['0', 'flush()']]]);
    for (let answer = 0; answer < 2; answer++) inspector.answer(2);
    links.ask('flush()');
    assert.deepEqual([...inspector.asked.values()], [['0', 'flush()'], ['0', 'flush()']]);
  });

  it('are asked nothing once they have written for the last time: stopped in the midst of an answer, a thread goes on', () => {
    const last = finished(2);
    for (let answer = 0; answer < 2; answer++) inspector.answer(2);
    assert.ok(last.isOver());
    links.ask('flush()');
    assert.deepEqual(inspector.asked.get('2'), []);
    assert.deepEqual(inspector.asked.get('3'), ['0', 'flush()']);
  });

  it('are waited for when they have begun, however long it takes', async () => {
    mock.timers.enable({ apis: ['setTimeout'] });
    const last = finished('all');
    for (const threadId of [2, 3]) inspector.answer(threadId);
    inspector.answer(3);
    mock.timers.tick(60_000);
    mock.timers.reset();
    assert.ok(!last.isOver());
    inspector.answer(2);
    await last.over;
  });

  it('are not waited for where they do not hear, or have ended', async () => {
    const last = finished('all');
    inspector.emit('NodeWorker.detachedFromWorker', { params: { sessionId: '3' } });
    await last.over;
    assert.equal(workers, 1);
  });

  it('are all done where there are none', async () => {
    await finished(7).over;
  });
});
