import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { closeAll, eventually, open, waitForFindings } from '../editor.js';

describe("a rule's page", () => {
  afterEach(closeAll);

  const previews = (): vscode.Tab[] => vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs).filter(({ input }) =>
    input instanceof vscode.TabInputCustom && input.uri.scheme === 'perf-review-rule');

  it('is where the code of a finding leads', async () => {
    const { document } = await open('src/orders.ts');
    const [finding] = await waitForFindings(document.uri, (all) => all.length > 0, 'a finding');
    assert.ok(typeof finding?.code === 'object');
    assert.equal(finding.code.target.scheme, 'perf-review-rule');
    const page = await vscode.workspace.openTextDocument(finding.code.target);
    assert.match(page.getText(), /What it finds/);
  });

  it('opens rendered, inside the editor', async () => {
    await vscode.commands.executeCommand('perfReview.showRule', 'n-plus-one-query');
    const [tab] = await eventually(vscode.window.tabGroups.onDidChangeTabs, () => (previews().length > 0 ? previews() : undefined), () => 'a preview');
    assert.ok(tab?.input instanceof vscode.TabInputCustom);
    assert.equal(tab.input.viewType, 'vscode.markdown.preview.editor');
  });

  it('opens rendered by a link as well', async () => {
    await vscode.commands.executeCommand('vscode.open', vscode.Uri.parse('perf-review-rule:/n-plus-one-query.md'));
    await eventually(vscode.window.tabGroups.onDidChangeTabs, () => (previews().length > 0 ? true : undefined), () => 'a preview');
  });

  it('does not lead out of the extension', async () => {
    const page = await vscode.workspace.openTextDocument(vscode.Uri.parse('perf-review-rule:/..%2F..%2Fpackage.json'));
    assert.match(page.getText(), /^# No such rule/);
  });
});
