import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import * as vscode from 'vscode';
import { closeAll, open, snapshot, waitForFindings } from '../editor.js';

/** Language servers of this extension host, by way of /proc. */
function servers(): number[] {
  return readdirSync('/proc').filter((name) => /^\d+$/.test(name)).map(Number).filter((pid) => {
    try {
      const parent = Number(/^PPid:\s*(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]);
      return parent === process.pid && readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('dist/server.js');
    } catch {
      // Gone between listing and reading.
      return false;
    }
  });
}

describe('accidents', () => {
  afterEach(closeAll);

  it('a server that dies is started again', async function () {
    if (process.platform !== 'linux') this.skip();
    const { document } = await open('src/orders.ts');
    await waitForFindings(document.uri, (all) => all.length > 0, 'a finding');
    const [before] = servers();
    assert.ok(before);
    process.kill(before, 'SIGKILL');
    await waitForFindings(document.uri, (all) => all.length === 0, 'findings to go with the server');
    await waitForFindings(document.uri, (all) => all.length > 0, 'findings of the next server');
    const [after, ...others] = servers();
    assert.ok(after !== undefined && after !== before);
    assert.deepEqual(others, []);
    assert.match((await snapshot()).status.text, /rules$/);
  });

  it('Restart starts a new server', async () => {
    const { document } = await open('src/orders.ts');
    await waitForFindings(document.uri, (all) => all.length > 0, 'a finding');
    await vscode.commands.executeCommand('perfReview.restart');
    await waitForFindings(document.uri, (all) => all.length > 0, 'findings of the next server');
  });

  it('broken code is reviewed as far as it parses', async () => {
    const editor = await open('src/orders.ts');
    await waitForFindings(editor.document.uri, (all) => all.length > 0, 'a finding');
    const end = editor.document.lineAt(editor.document.lineCount - 1).range.end;
    await editor.edit((edit) => edit.insert(end, '\nexport function ((( {{{ `${'));
    await editor.edit((edit) => edit.insert(new vscode.Position(0, 0), '\n'));
    await waitForFindings(editor.document.uri, (all) => all[0]?.range.start.line === 9, 'the finding one line below');
  });
});
