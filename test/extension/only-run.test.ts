import assert from 'node:assert/strict';
import { OnlyRun } from '../../src/extension/profiling/only-run.js';

describe('what goes on under the profiler', () => {
  it('is one thing at a time, also before its program has started', async () => {
    const only = new OnlyRun(() => undefined);
    let end = (): void => undefined;
    const first = only.during('app.js', () => new Promise<void>((resolve) => (end = resolve)));
    await assert.rejects(only.during('other.js', () => Promise.resolve()), { message: 'app.js is being profiled: stop it first.' });
    end();
    await first;
    assert.equal(await only.during('other.js', () => Promise.resolve(1)), 1);
  });

  it('is over when it fails', async () => {
    const titles: (string | undefined)[] = [];
    const only = new OnlyRun((title) => titles.push(title));
    await assert.rejects(only.during('app.js', () => Promise.reject(new Error('no luck'))), /no luck/);
    assert.equal(only.stop(), false);
    assert.deepEqual(titles, ['app.js', undefined]);
  });

  it('stops each time it is told to, and at once when it was told before', async () => {
    const only = new OnlyRun(() => undefined);
    let stops = 0;
    await only.during('app.js', (held) => {
      assert.equal(only.stop(), true);
      held.onStop(() => (stops += 1));
      assert.equal(stops, 1);
      only.stop();
      return Promise.resolve();
    });
    assert.equal(stops, 2);
  });

  it('has put everything away when it is ended', async () => {
    const only = new OnlyRun(() => undefined);
    const done: string[] = [];
    const work = only.during('app.js', async (held) => {
      await new Promise<void>((resolve) => held.onStop(resolve));
      await Promise.resolve();
      done.push('put away');
    });
    await only.end();
    assert.deepEqual(done, ['put away']);
    await work;
    await only.end();
  });
});
