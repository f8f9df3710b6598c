import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { createProtocolConnection, StreamMessageReader, StreamMessageWriter, type Diagnostic } from 'vscode-languageserver-protocol/node';
import { uriOfPath } from '../../src/server/file-uri.js';

const server = path.resolve('dist/server.js');

function start(): ChildProcess {
  return spawn(process.execPath, [server, '--stdio'], { stdio: ['pipe', 'pipe', 'inherit'] });
}

describe('the server as a process', function () {
  before(() => assert.ok(existsSync(server), 'build first: node esbuild.mjs'));

  it('speaks over standard streams, with the real engine', async () => {
    const child = start();
    assert.ok(child.stdin && child.stdout);
    const connection = createProtocolConnection(new StreamMessageReader(child.stdout), new StreamMessageWriter(child.stdin));
    connection.listen();
    const root = path.resolve('test/vscode/workspace');
    const uri = uriOfPath(path.join(root, 'src/unsaved.ts'));
    await connection.sendRequest('initialize', { processId: process.pid, rootUri: null, capabilities: {}, workspaceFolders: [{ uri: uriOfPath(root), name: 'workspace' }] });
    await connection.sendNotification('initialized', {});
    const text = 'import { PrismaClient } from "@prisma/client";\nconst db = new PrismaClient();\nexport async function f(ids: string[]) {\n  for (const id of ids) {\n    await db.user.findUnique({ where: { id } });\n  }\n}\n';
    await connection.sendNotification('textDocument/didOpen', { textDocument: { uri, languageId: 'typescript', version: 1, text } });
    const report = await connection.sendRequest<{ items: Diagnostic[] }>('textDocument/diagnostic', { textDocument: { uri } });
    assert.deepEqual(report.items.map(({ code, range }) => [code, range.start.line]), [['n-plus-one-query', 4]]);
    await connection.sendRequest('shutdown');
    await connection.sendNotification('exit');
    const [code] = await once(child, 'exit') as [number];
    assert.equal(code, 0);
    connection.dispose();
  });

  it('ends with its parent', async function () {
    if (process.platform === 'win32') this.skip();
    // The parent in between is killed; the pipes stay open here, so that only the watch can end the server.
    const program = `require('node:child_process').spawn(process.execPath, [${JSON.stringify(server)}, '--stdio'], { stdio: 'inherit' }); setInterval(() => {}, 1e6);`;
    const parent = spawn(process.execPath, ['-e', program], { stdio: ['pipe', 'pipe', 'pipe'] });
    const closed = once(parent.stdout, 'close');
    const request = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'initialize', params: { processId: null, rootUri: null, capabilities: {} } });
    parent.stdin.write(`Content-Length: ${request.length}\r\n\r\n${request}`);
    await once(parent.stdout, 'data');
    parent.kill('SIGKILL');
    // Closed once nobody is left who could write to it.
    await closed;
  });
});
