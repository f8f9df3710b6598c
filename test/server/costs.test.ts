import assert from 'node:assert/strict';
import type { MeasuredCost } from '../../src/core/measured-cost.js';
import type { FileOutline } from '../../src/cost/questions.js';
import { methods, type CostAnswer, type ReviewSummary } from '../../src/server/protocol.js';
import { TestClient } from '../support/language-client.js';
import { stubEngine } from '../support/stub-engine.js';

describe('costs of findings', () => {
  const engine = stubEngine();
  let client: TestClient;
  const ask = (uris?: readonly string[]): Promise<CostAnswer> => client.connection.sendRequest(methods.costQuestions, uris ? { uris } : {});
  const review = (): Promise<ReviewSummary> => client.connection.sendRequest(methods.review, { partialResultToken: 'p', workDoneToken: 'w' });

  before(async () => {
    engine.controls.files.set('/shop/closed.ts', 'function work() {\n  slow(a);\n}\n');
    client = await TestClient.connect(engine, { folders: ['/shop'] });
  });
  after(() => client.close());

  it('are asked about findings that are shown, with the functions of their files', async () => {
    assert.deepEqual(await ask(), { questions: { files: [], findings: [] }, uris: {} });
    await review();
    const uri = 'file:///shop/op%65n.ts';
    await client.open(uri, 'slow(b);\n');
    await client.diagnostics(uri);
    const { questions, uris } = await ask();
    assert.deepEqual(questions.findings.map(({ path, fingerprint, kind, function: index, firstLine }) => [path, fingerprint, kind, index, firstLine]).sort(), [
      ['/shop/closed.ts', 'slow(a)', 'waiting', 1, 2], ['/shop/open.ts', 'slow(b)', 'waiting', 0, 1],
    ]);
    assert.deepEqual(questions.files.find(({ path }) => path === '/shop/closed.ts')?.functions.map(({ name, line, endLine }) => [name, line, endLine]), [['', 1, 4], ['work', 1, 3]]);
    assert.deepEqual(uris, { '/shop/closed.ts': 'file:///shop/closed.ts', '/shop/open.ts': uri });
    assert.deepEqual((await ask([uri])).questions.findings.map(({ fingerprint }) => fingerprint), ['slow(b)']);
  });

  it('are not asked about an answer to an older text', async () => {
    const uri = 'file:///shop/typed.ts';
    await client.open(uri, 'slow(c);\n');
    await client.diagnostics(uri);
    assert.equal((await ask([uri])).questions.findings.length, 1);
    await client.change(uri, '\n\nslow(c);\n');
    // None until the new text is reviewed, which on a slow machine may be now.
    assert.deepEqual((await ask([uri])).questions.findings.filter(({ firstLine }) => firstLine !== 3), []);
  });

  it('has the outline of any text', async () => {
    const outline = (uri: string): Promise<FileOutline | null> => client.connection.sendRequest(methods.outline, { uri });
    assert.deepEqual((await outline('file:///shop/closed.ts'))?.functions.map(({ name }) => name), ['', 'work']);
    assert.equal(await outline('file:///shop/nowhere.ts'), null);
    assert.equal(await outline('untitled:Untitled-1'), null);
  });

  it('go into the report', async () => {
    const cost: MeasuredCost = { state: 'cheap', unit: 'microseconds', scope: 'loop', self: 1, total: 2, most: 3, savable: 2, run: 1000, share: 0.002, samples: 1, waits: false, text: 'cheap here', short: 'cheap' };
    const measured = { unit: 'microseconds' as const, run: 1000, idle: 0, text: 'Costs are of 1 ms.' };
    let told: unknown;
    engine.renderReport = async (_format, _root, reviews, _textOf, run) => {
      told = [run, reviews.flatMap(({ findings }) => findings).filter(({ cost: each }) => each).map(({ fingerprint, severity, cost: each }) => [fingerprint, severity, each?.demotedFrom])];
      return '';
    };
    await client.connection.sendRequest(methods.exportReport, { format: 'text', costs: { measured, findings: [{ uri: 'file:///shop/closed.ts', fingerprint: 'slow(a)', cost }] } });
    assert.deepEqual(told, [measured, [['slow(a)', 'information', 'warning']]]);
  });
});
