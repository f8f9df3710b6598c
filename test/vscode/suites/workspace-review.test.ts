import assert from 'node:assert/strict';
import { readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import type { ReviewSummary } from '../../../src/server/protocol.js';
import { closeAll, findingsOf, open, snapshot, waitForFindings, workspaceUri } from '../editor.js';

describe('a review of the workspace', () => {
  afterEach(async () => {
    await vscode.commands.executeCommand('perfReview.clear');
    await closeAll();
  });

  const review = (): Thenable<ReviewSummary> => vscode.commands.executeCommand<ReviewSummary>('perfReview.reviewWorkspace');

  it('fills the tree and the problems of files that are not open', async () => {
    assert.deepEqual((await snapshot()).findings, []);
    const summary = await review();
    assert.ok(summary.files >= 2 && summary.findings >= 1 && !summary.cancelled, JSON.stringify(summary));
    const { findings, groups } = await snapshot();
    assert.equal(findings.length, summary.findings);
    assert.ok(groups.some(({ label, count }) => label === 'n-plus-one-query' && count >= 1), JSON.stringify(groups));
    assert.ok(findingsOf(workspaceUri('src/orders.ts')).length > 0);
  });

  it('shows a finding once when its file is opened, and keeps it when it is closed', async () => {
    await review();
    const { uri } = (await open('src/orders.ts')).document;
    const count = findingsOf(uri).length;
    await vscode.commands.executeCommand('perfReview.reviewOpenFile');
    assert.equal(findingsOf(uri).length, count);
    await closeAll();
    await waitForFindings(uri, (all) => all.length === count, 'the same findings');
  });

  it('is forgotten by Clear', async () => {
    await review();
    await vscode.commands.executeCommand('perfReview.clear');
    assert.deepEqual((await snapshot()).findings, []);
  });

  it('is exported', async () => {
    await review();
    const target = workspaceUri('report.json');
    try {
      await vscode.commands.executeCommand('perfReview.exportReport', 'json', target);
      const report = JSON.parse(await readFile(target.fsPath, 'utf8')) as { version: number; findings: { path: string }[] };
      assert.equal(report.version, 1);
      assert.ok(report.findings.some((finding) => finding.path === path.posix.join('src', 'orders.ts')));
    } finally {
      await rm(target.fsPath, { force: true });
    }
  });

  it('says what the analysis is doing and what limits it', async () => {
    await open('src/orders.ts');
    await review();
    const { status } = await snapshot();
    assert.match(status.text, /^Perf Review: \d+ rules$/);
    assert.ok(status.limits.some(({ kind }) => kind === 'dependencies'), 'nothing is installed in the test workspace');
  });
});
