import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { closeAll, findingsOf, open, replaceAll, ruleOf, waitForFindings } from '../editor.js';

describe('findings in an open document', () => {
  afterEach(closeAll);

  it('are underlined on the exact span, with the chain of evidence', async () => {
    const { document } = await open('src/orders.ts');
    const [finding] = await waitForFindings(document.uri, (all) => all.some((each) => ruleOf(each) === 'n-plus-one-query'), 'the query in the loop');
    assert.ok(finding);
    assert.match(document.getText(finding.range), /^db\.order\.findMany/);
    assert.equal(finding.range.start.line, 8);
    const places = (finding.relatedInformation ?? []).map(({ location }) => document.getText(location.range));
    assert.ok(places.some((text) => text.startsWith('for')), `this loop is among ${JSON.stringify(places)}`);
  });

  it('are graded as sure as they are', async () => {
    const { document } = await open('src/orders.ts');
    const [finding] = await waitForFindings(document.uri, (all) => all.length > 0, 'a finding');
    assert.equal(finding?.severity, vscode.DiagnosticSeverity.Warning, 'every link is proven');
  });

  it('follow unsaved edits', async () => {
    const editor = await open('src/orders.ts');
    const { document } = editor;
    const text = document.getText();
    await waitForFindings(document.uri, (all) => all.length > 0, 'a finding');
    await editor.edit((edit) => edit.insert(new vscode.Position(0, 0), '// moved\n'));
    await waitForFindings(document.uri, (all) => all[0]?.range.start.line === 9, 'the finding one line below');
    await replaceAll(editor, 'export const nothing = 1;\n');
    await waitForFindings(document.uri, (all) => all.length === 0, 'no finding');
    await replaceAll(editor, text);
    await waitForFindings(document.uri, (all) => all.some((each) => ruleOf(each) === 'n-plus-one-query'), 'the finding again');
    assert.ok(document.isDirty || document.getText() === text);
  });

  it('are gone when the file is closed', async () => {
    const { document } = await open('src/orders.ts');
    await waitForFindings(document.uri, (all) => all.length > 0, 'a finding');
    await closeAll();
    await waitForFindings(document.uri, (all) => all.length === 0, 'no finding');
  });

  it('do not appear where nothing is wrong', async () => {
    const orders = await open('src/orders.ts');
    const totals = await open('src/totals.ts');
    await waitForFindings(orders.document.uri, (all) => all.length > 0, 'the other file, which is answered as well');
    assert.deepEqual(findingsOf(totals.document.uri), []);
  });
});
