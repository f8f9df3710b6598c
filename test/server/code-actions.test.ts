import assert from 'node:assert/strict';
import type { CodeAction } from 'vscode-languageserver-protocol';
import { methods, type FixAllParams, type FixAllResult, type OfferedFix } from '../../src/server/protocol.js';
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

  describe('that may change what the code does', () => {
    const offeredBy = async (previews: boolean): Promise<readonly [TestClient, CodeAction | undefined]> => {
      const other = await TestClient.connect(stubEngine(), { folders: ['/shop'], options: { previewsFixes: previews } });
      await other.open(uri, 'risky(a)');
      const start = { line: 0, character: 0 };
      const actions = await other.connection.sendRequest<CodeAction[]>('textDocument/codeAction', { textDocument: { uri }, range: { start, end: start }, context: { diagnostics: [], only: ['quickfix'] } });
      return [other, actions[0]];
    };

    it('are previewed, with what differs and the queries saved', async () => {
      const [other, action] = await offeredBy(true);
      assert.equal(action?.title, 'Risk it: 1 + N → 2 queries (opens a preview)');
      assert.deepEqual([action.isPreferred, action.edit], [false, undefined]);
      const title = 'Risk it: 1 + N → 2 queries';
      assert.deepEqual(action.command, { title: action.title, command: 'perfReview.previewOffered', arguments: [{ uri, version: 1, fingerprint: 'risky(a)', title }] });
      const [fix] = await other.connection.sendRequest<OfferedFix[]>(methods.fixesFor, { uri, fingerprint: 'risky(a)' });
      assert.deepEqual([fix?.title, fix?.differs], [title, ['it may fail', 'all start at once']]);
      await other.close();
    });

    it('say what differs in their title where the editor has no preview', async () => {
      const [other, action] = await offeredBy(false);
      assert.equal(action?.title, 'Risk it: 1 + N → 2 queries (review: it may fail; all start at once)');
      assert.equal((await other.connection.sendRequest<CodeAction>('codeAction/resolve', action)).edit?.documentChanges?.length, 1);
      await other.close();
    });
  });

  describe('for many files', () => {
    const files = { '/shop/b.ts': 'slow(b)\nrisky(b)\n', '/shop/c.ts': 'slow(c)\nhidden(c)\n' };
    const ask = async (params: Partial<FixAllParams>, open?: string): Promise<readonly [FixAllResult, readonly string[]]> => {
      const engine = stubEngine();
      for (const [path, content] of Object.entries(files)) engine.controls.files.set(path, content);
      const other = await TestClient.connect(engine, { folders: ['/shop'] });
      if (open !== undefined) await other.open('file:///shop/b.ts', open);
      const result = await other.connection.sendRequest<FixAllResult>(methods.fixAll, { review: false, workDoneToken: 'x', ...params });
      await other.close();
      const edits = (result.edit.documentChanges ?? []).flatMap((change) => ('edits' in change ? change.edits.map((each) => `${change.textDocument.uri} ${change.textDocument.version} ${each.range.start.line} ${'newText' in each ? each.newText : ''}`) : []));
      return [result, edits];
    };

    it('are safe ones only, in one edit', async () => {
      const [{ fixes, files: count, differs }, edits] = await ask({});
      assert.deepEqual([fixes, count, differs], [2, 2, []]);
      assert.deepEqual(edits, ['file:///shop/b.ts null 0 fast', 'file:///shop/c.ts null 0 fast']);
    });

    it('are of the rule that was asked for, and of unsaved text', async () => {
      assert.deepEqual((await ask({ ruleId: 'other-rule' }))[1], []);
      assert.deepEqual((await ask({}, '// new\nslow(x)\n'))[1], ['file:///shop/b.ts 1 1 fast', 'file:///shop/c.ts null 0 fast']);
    });

    it('say what may behave differently when others are wanted too', async () => {
      const [{ fixes, differs }, edits] = await ask({ review: true });
      assert.deepEqual([fixes, differs], [3, ['it may fail', 'all start at once']]);
      assert.deepEqual(edits, ['file:///shop/b.ts null 0 fast(b)\nfast', 'file:///shop/c.ts null 0 fast']);
    });
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
