import assert from 'node:assert/strict';
import type { CodeAction } from 'vscode-languageserver-protocol';
import { methods, type OfferedFix } from '../../src/server/protocol.js';
import { stubEngine } from '../support/stub-engine.js';
import { TestClient } from '../support/language-client.js';

const uri = 'file:///shop/a.ts';
const text = 'slow(a)\nslow(b)';
const range = { start: { line: 1, character: 3 }, end: { line: 1, character: 3 } };

describe('code actions', () => {
  let client: TestClient;

  beforeEach(async () => {
    client = await TestClient.connect(stubEngine(), { folders: ['/shop'], options: { asksForReason: true } });
    await client.open(uri, text);
    await client.diagnostics(uri);
  });

  afterEach(() => client.close());

  const offered = (only?: string[]): Promise<CodeAction[]> =>
    client.connection.sendRequest('textDocument/codeAction', { textDocument: { uri }, range, context: { diagnostics: [], ...(only && { only }) } });
  const resolve = (action: CodeAction | undefined): Promise<CodeAction> => client.connection.sendRequest('codeAction/resolve', action);

  it('offer the fix, the rule in the file, and to disable', async () => {
    assert.deepEqual((await offered()).map(({ title }) => title), [
      'Call it fast', 'Fix all safe slow-call findings in this file', 'Disable slow-call for this line…', 'Disable slow-call for this file…',
    ]);
  });

  it('compute the edit for the version they were offered for', async () => {
    const [fix] = await offered();
    assert.equal(fix?.edit, undefined);
    assert.equal(fix?.isPreferred, true);
    assert.deepEqual((await resolve(fix)).edit, {
      documentChanges: [{ textDocument: { uri, version: 1 }, edits: [{ range: { start: { line: 1, character: 0 }, end: { line: 1, character: 4 } }, newText: 'fast' }] }],
    });
  });

  it('refuse when the document has changed meanwhile', async () => {
    const [fix] = await offered();
    await client.change(uri, `// moved\n${text}`);
    await assert.rejects(resolve(fix), { code: -32801 });
  });

  it('fix everything that is safe in one edit', async () => {
    const [fixAll, ...others] = await offered(['source.fixAll']);
    assert.equal(fixAll?.kind, 'source.fixAll.perfReview');
    assert.deepEqual(others, []);
    const change = (await resolve(fixAll)).edit?.documentChanges?.[0];
    assert.ok(change && 'edits' in change);
    assert.deepEqual(change.edits, [{ range: { start: { line: 0, character: 0 }, end: { line: 1, character: 4 } }, newText: 'fast(a)\nfast' }]);
    assert.equal((await client.diagnostics(uri)).length, 2, 'the buffer is as it was');
  });

  it('give the tree the same repairs', async () => {
    const fixes = await client.connection.sendRequest<OfferedFix[]>(methods.fixesFor, { uri, fingerprint: 'slow(b)' });
    assert.deepEqual(fixes.map(({ title, safety }) => [title, safety]), [['Call it fast', 'safe']]);
    assert.deepEqual(await client.connection.sendRequest(methods.fixesFor, { uri, fingerprint: 'gone' }), []);
  });

  it('disable with a reason', async () => {
    const edit = await client.connection.sendRequest(methods.suppression, { uri, fingerprint: 'slow(b)', scope: 'line', reason: 'two at most' });
    assert.deepEqual(edit, {
      documentChanges: [{
        textDocument: { uri, version: 1 },
        edits: [{ range: { start: { line: 1, character: 0 }, end: { line: 1, character: 0 } }, newText: '// off slow-call -- two at most\n' }],
      }],
    });
  });
});
