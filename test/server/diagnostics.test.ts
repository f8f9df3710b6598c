import assert from 'node:assert/strict';
import { methods, type ReviewStatus } from '../../src/server/protocol.js';
import { stubEngine } from '../support/stub-engine.js';
import { TestClient } from '../support/language-client.js';

const uri = 'file:///shop/a.ts';

describe('diagnostics of open documents', () => {
  let engine: ReturnType<typeof stubEngine>;
  let client: TestClient;

  beforeEach(async () => {
    engine = stubEngine();
    client = await TestClient.connect(engine, { folders: ['/shop'] });
  });

  afterEach(() => client.close());

  const messages = async (): Promise<string[]> => (await client.diagnostics(uri)).map(({ message }) => String(message));
  const refined = (version: number): Promise<ReviewStatus> => client.next<ReviewStatus>(methods.status, (status) => status.stage === 'refined' && status.version === version);

  it('carry span, severity, evidence, the link to the page and what identifies the finding', async () => {
    await client.open(uri, 'loop {\n  slow(a)\n}');
    const [diagnostic] = await client.diagnostics(uri);
    assert.deepEqual(diagnostic, {
      range: { start: { line: 1, character: 2 }, end: { line: 1, character: 9 } },
      severity: 2, source: 'Perf Review', code: 'slow-call', codeDescription: { href: 'perf-review-rule:/slow-call.md' },
      message: 'slow(a) is slow',
      relatedInformation: [{ location: { uri, range: { start: { line: 0, character: 0 }, end: { line: 0, character: 4 } } }, message: 'this loop' }],
      data: { ruleId: 'slow-call', fingerprint: 'slow(a)', confidence: 'high', fixable: true },
    });
  });

  it('follow unsaved edits', async () => {
    await client.open(uri, 'slow(a)');
    assert.deepEqual(await messages(), ['slow(a) is slow']);
    await client.change(uri, 'fast(a)');
    assert.deepEqual(await messages(), []);
    await client.change(uri, '\n\nslow(b)');
    const [diagnostic] = await client.diagnostics(uri);
    assert.equal(diagnostic?.range.start.line, 2);
  });

  it('answer at once, then ask for a refresh when types change the answer', async () => {
    await client.open(uri, 'maybe(a) hidden(b)');
    assert.deepEqual(await messages(), ['maybe(a) is slow']);
    await client.next('workspace/diagnostic/refresh');
    assert.deepEqual(await messages(), ['hidden(b) is slow']);
  });

  it('do not ask for a refresh when types agree', async () => {
    await client.open(uri, 'slow(a)');
    const first = await client.pull(uri);
    await refined(1);
    const second = await client.pull(uri, 'resultId' in first ? first.resultId : undefined);
    assert.equal(second.kind, 'unchanged');
  });

  it('do not flicker between the quick and the refined answer while typing elsewhere', async () => {
    await client.open(uri, 'maybe(a) hidden(b)\n');
    await messages();
    await client.next('workspace/diagnostic/refresh');
    await client.change(uri, 'maybe(a) hidden(b)\nslow(c)');
    assert.deepEqual((await messages()).sort(), ['hidden(b) is slow', 'slow(c) is slow']);
  });

  it('are computed once for a version', async () => {
    await client.open(uri, 'slow(a)');
    await client.diagnostics(uri);
    await refined(1);
    const reviews = engine.controls.reviews.length;
    await client.diagnostics(uri);
    assert.equal(engine.controls.reviews.length, reviews);
  });

  it('name a failing rule once in the log and keep the rest', async () => {
    await client.open(uri, 'crash slow(a)');
    assert.deepEqual(await messages(), ['slow(a) is slow']);
    await client.change(uri, 'crash slow(a) ');
    assert.deepEqual(await messages(), ['slow(a) is slow']);
    await refined(2);
    assert.deepEqual(client.log.filter((line) => line.includes('it broke')), ['Rule slow-call failed on /shop/a.ts: it broke']);
  });

  it('survive an engine that throws', async () => {
    engine.controls.onReview = () => {
      throw new RangeError('Maximum call stack size exceeded');
    };
    await client.open(uri, 'slow(a)');
    assert.deepEqual(await messages(), []);
    engine.controls.onReview = () => undefined;
    await client.change(uri, 'slow(b)');
    assert.deepEqual(await messages(), ['slow(b) is slow']);
  });

  it('are reviewed again when settings change', async () => {
    let maxFileSize = 1000;
    const other = await TestClient.connect(engine, { folders: ['/shop'], settings: () => ({ maxFileSize }) });
    await other.open(uri, 'slow(a)');
    assert.equal((await other.diagnostics(uri)).length, 1);
    maxFileSize = 3;
    await other.connection.sendNotification('workspace/didChangeConfiguration', { settings: null });
    await other.next('workspace/diagnostic/refresh');
    assert.equal((await other.diagnostics(uri)).length, 0);
    const state = await other.next<{ limits: unknown[] }>(methods.state, ({ limits }) => limits.length > 0);
    assert.deepEqual(state.limits, [{ kind: 'skipped', uri, text: 'too large' }]);
    await other.close();
  });

  it('leave a file alone that is set aside', async () => {
    const other = await TestClient.connect(engine, { folders: ['/shop'], options: { setAside: [uri] } });
    await other.open(uri, 'slow(a)');
    assert.deepEqual(await other.diagnostics(uri), []);
    assert.deepEqual(engine.controls.reviews, []);
    await other.close();
  });

  it('use a session rooted at the directory for files outside the folders', async () => {
    await client.open('file:///elsewhere/x/b.ts', 'slow(a)');
    assert.equal((await client.diagnostics('file:///elsewhere/x/b.ts')).length, 1);
  });
});
