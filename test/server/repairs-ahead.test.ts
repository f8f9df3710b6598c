import assert from 'node:assert/strict';
import type { CodeAction } from 'vscode-languageserver-protocol';
import { createSession as openSession } from '../../src/engine/session.js';
import type { ReviewSession } from '../../src/engine/session-contract.js';
import type { Engine } from '../../src/server/engine.js';
import { methods, type FindingData, type ReviewStatus } from '../../src/server/protocol.js';
import { realEngine } from '../../src/server/real-engine.js';
import { TestClient } from '../support/language-client.js';
import { memoryHost } from '../support/memory-host.js';
import { stubEngine } from '../support/stub-engine.js';

const uri = 'file:///shop/a.ts';
const other = 'file:///shop/b.ts';
const text = 'slow(a)\nslow(b)\nhidden(h)';

/** Resolves when so many repairs were asked for. */
function checks(engine: ReturnType<typeof stubEngine>, count: number): Promise<void> {
  return new Promise((resolve) => {
    const look = (): void => void (engine.controls.checked.length >= count && resolve());
    engine.controls.onCheck = look;
    look();
  });
}

const refined = (client: TestClient, uri: string, version: number): Promise<ReviewStatus> =>
  client.next<ReviewStatus>(methods.status, (each) => each.uri === uri && each.stage === 'refined' && each.version === version);

describe('repairs nobody asked for yet', () => {
  let client: TestClient;
  const engine = stubEngine();

  beforeEach(async () => {
    engine.controls.checked.length = 0;
    client = await TestClient.connect(engine, { folders: ['/shop'], checkAfterMs: 5 });
  });

  afterEach(() => client.close());

  it('are checked for every finding of an open document that may have one, once types were asked', async () => {
    await client.open(uri, text);
    await client.diagnostics(uri);
    await refined(client, uri, 1);
    await checks(engine, 2);
    assert.deepEqual(engine.controls.checked, ['/shop/a.ts slow(a)', '/shop/a.ts slow(b)']);
  });

  it('are left when the text changes, and begun anew after the next pause', async () => {
    const many = Array.from({ length: 50 }, (_, index) => `slow(x${index})`).join('\n');
    await client.open(uri, many);
    await client.diagnostics(uri);
    const changed = new Promise<void>((resolve) => {
      engine.controls.onCheck = () => {
        engine.controls.onCheck = () => undefined;
        // Comes in while the first one is under way.
        void client.change(uri, 'slow(y)').then(resolve);
      };
    });
    await changed;
    await client.diagnostics(uri);
    const begun = engine.controls.checked.length;
    assert.ok(begun < 25, `${begun} of 50 were checked`);
    await refined(client, uri, 2);
    await checks(engine, begun + 1);
    assert.deepEqual(engine.controls.checked.slice(begun), ['/shop/a.ts slow(y)']);
  });

  it('are not checked of a document that was closed', async () => {
    await client.open(uri, text);
    await client.open(other, 'slow(x)');
    await client.diagnostics(uri);
    await client.diagnostics(other);
    await client.connection.sendNotification('textDocument/didClose', { textDocument: { uri } });
    // Answered after the document was closed.
    await client.diagnostics(other);
    engine.controls.checked.length = 0;
    const checked = new Promise<void>((resolve) => {
      engine.controls.onCheck = () => {
        if (engine.controls.checked.includes('/shop/b.ts slow(y)')) resolve();
      };
    });
    await client.change(other, 'slow(y)');
    await client.diagnostics(other);
    await checked;
    assert.deepEqual(engine.controls.checked.filter((each) => each.startsWith('/shop/a.ts')), []);
  });

  it('come first where somebody asked last', async () => {
    for (const each of [uri, other]) {
      await client.open(each, each === uri ? 'slow(a)' : 'slow(b)');
      await client.diagnostics(each);
    }
    const start = { line: 5, character: 0 };
    await client.connection.sendRequest('textDocument/codeAction', { textDocument: { uri: other }, range: { start, end: start }, context: { diagnostics: [] } });
    engine.controls.checked.length = 0;
    await checks(engine, 2);
    assert.deepEqual(engine.controls.checked, ['/shop/b.ts slow(b)', '/shop/a.ts slow(a)']);
  });
});

describe('the repairs offered', function () {
  this.timeout(30_000);
  const document = 'file:///app/run.ts';
  const program = `import { PrismaClient } from '@prisma/client';
const prisma = new PrismaClient();
export async function load(ids: string[], id: string) {
  const user = await prisma.user.findUnique({ where: { id } });
  const orders = await prisma.order.count({ where: { userId: id } });
  const items = [];
  for (const each of ids) items.push(await prisma.item.findUnique({ where: { id: each } }));
  return { user, orders, items };
}
`;

  /** The menu of each finding, before and after an edit; asked for once all of them were checked ahead, or at once. */
  async function offered(ahead: boolean): Promise<readonly (readonly string[])[]> {
    const checked = new Set<string>();
    let wake = (): void => undefined;
    const createSession: Engine['createSession'] = (root) => {
      const session = openSession({ root, host: memoryHost({ '/app/package.json': '{}', '/app/run.ts': program }) });
      const fixesForAll: ReviewSession['fixesForAll'] = (wanted, log) => {
        for (const { fingerprint } of wanted) checked.add(fingerprint);
        wake();
        return session.fixesForAll(wanted, log);
      };
      return new Proxy(session, { get: (target, name) => (name === 'fixesForAll' ? fixesForAll : (Reflect.get(target, name) as () => unknown).bind?.(target) ?? Reflect.get(target, name)) });
    };
    const client = await TestClient.connect({ ...realEngine(), createSession }, { folders: ['/app'], checkAfterMs: ahead ? 1 : 1e6 });
    const menus = async (version: number): Promise<readonly (readonly string[])[]> => {
      await client.diagnostics(document);
      await refined(client, document, version);
      const found = (await client.diagnostics(document)).filter(({ data }) => (data as FindingData).fixable);
      assert.equal(found.length, 2);
      if (ahead) await new Promise<void>((resolve) => (wake = () => void (found.every(({ data }) => checked.has((data as FindingData).fingerprint)) && resolve()))());
      checked.clear();
      const lists: (readonly string[])[] = [];
      for (const { range } of found) {
        const actions = await client.connection.sendRequest<CodeAction[]>('textDocument/codeAction', { textDocument: { uri: document }, range, context: { diagnostics: [] } });
        lists.push(actions.map(({ title }) => title));
      }
      return lists;
    };
    await client.open(document, program);
    const before = await menus(1);
    await client.change(document, program.replace('items.push(', 'items.push(each, '));
    const after = await menus(2);
    await client.close();
    return [...before, ...after];
  }

  it('are the same whether they were checked ahead or when asked for', async () => {
    const menus = await offered(true);
    assert.deepEqual(menus, await offered(false));
    assert.ok(menus.flat().some((title) => title.includes('Promise.all')) && menus.flat().some((title) => title.includes('findMany')), menus.flat().join('\n'));
  });
});
