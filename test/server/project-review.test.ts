import assert from 'node:assert/strict';
import { CancellationTokenSource, ProgressType } from 'vscode-languageserver-protocol/node';
import { methods, type ReviewedFile, type ReviewParams, type ReviewStep, type ReviewSummary } from '../../src/server/protocol.js';
import { stubEngine } from '../support/stub-engine.js';
import { TestClient } from '../support/language-client.js';

describe('a review of many files', () => {
  let engine: ReturnType<typeof stubEngine>;
  let client: TestClient;
  let received: ReviewedFile[];
  let steps: ReviewStep[];

  beforeEach(async () => {
    engine = stubEngine();
    for (let index = 0; index < 20; index++) engine.controls.files.set(`/shop/${index}.ts`, 'slow(a)');
    engine.controls.files.set('/other/x.ts', 'slow(a)');
    client = await TestClient.connect(engine, { folders: ['/shop', '/other'] });
    received = [];
    steps = [];
    client.connection.onProgress(new ProgressType<ReviewedFile[]>(), 'partial', (files) => void received.push(...files));
    client.connection.onProgress(new ProgressType<ReviewStep>(), 'work', (step) => void steps.push(step));
  });

  afterEach(() => client.close());

  const review = (params: Partial<ReviewParams> = {}, source = new CancellationTokenSource()): Promise<ReviewSummary> =>
    client.connection.sendRequest(methods.review, { ...params, partialResultToken: 'partial', workDoneToken: 'work' }, source.token);

  it('covers every workspace folder and streams results and progress', async () => {
    const summary = await review();
    assert.deepEqual([summary.files, summary.findings, summary.cancelled], [21, 21, false]);
    assert.equal(received.length, 21);
    assert.equal(received[0]?.diagnostics[0]?.message, 'slow(a) is slow');
    assert.deepEqual(steps.at(-1), { done: 21, total: 21, path: '' });
  });

  it('stops when cancelled and keeps what it has', async () => {
    const source = new CancellationTokenSource();
    engine.controls.onReview = (path) => {
      if (path === '/shop/3.ts') source.cancel();
    };
    const summary = await review({}, source);
    assert.equal(summary.cancelled, true);
    assert.ok(summary.files >= 4 && summary.files < 21, `${summary.files} files`);
  });

  it('answers open documents in between', async () => {
    const uri = 'file:///shop/open.ts';
    await client.open(uri, 'slow(b)');
    const running = review();
    assert.equal((await client.diagnostics(uri)).length, 1);
    await running;
    const answered = engine.controls.reviews.findIndex((line) => line.startsWith('/shop/open.ts'));
    assert.ok(answered >= 0 && answered < engine.controls.reviews.length - 1, 'before the review was over');
  });

  it('reviews what git says has changed, and not without trust', async () => {
    assert.ok((await review({ changed: true })).files >= 1);
    const untrusted = await TestClient.connect(engine, { folders: ['/shop'], options: { trusted: false } });
    const summary = await untrusted.connection.sendRequest<ReviewSummary>(methods.review, { changed: true, partialResultToken: 'p', workDoneToken: 'w' });
    assert.match(summary.problem ?? '', /trusted/);
    await untrusted.close();
  });

  it('reviews again what changes on disk afterwards', async () => {
    await review();
    engine.controls.files.set('/shop/1.ts', 'fast(a)');
    await client.connection.sendNotification('workspace/didChangeWatchedFiles', { changes: [{ uri: 'file:///shop/1.ts', type: 2 }] });
    assert.deepEqual(await client.next(methods.reviewed), { files: [{ uri: 'file:///shop/1.ts', version: null, diagnostics: [] }] });
  });

  it('exports a report, reviewing first when that was not done', async () => {
    assert.deepEqual(await client.connection.sendRequest(methods.exportReport, { format: 'json' }), { text: 'json: 21' });
  });
});
