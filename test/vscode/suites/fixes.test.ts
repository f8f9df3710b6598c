import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { closeAll, codeActions, findingsOf, open, replaceAll, waitForFindings } from '../editor.js';

// Two independent reads, one after another for nothing.
const SERIAL = `import { readFile } from "node:fs/promises";

export async function both(): Promise<string> {
  const first = await readFile("a.txt", "utf8");
  const second = await readFile("b.txt", "utf8");
  return first + second;
}
`;

const TOGETHER = `import { readFile } from "node:fs/promises";

export async function both(): Promise<string> {
  const [first, second] = await Promise.all([readFile("a.txt", "utf8"), readFile("b.txt", "utf8")]);
  return first + second;
}
`;

describe('repairs', () => {
  afterEach(closeAll);

  async function serial(): Promise<{ editor: vscode.TextEditor; finding: vscode.Diagnostic }> {
    const editor = await open('src/totals.ts');
    await replaceAll(editor, SERIAL);
    const [finding] = await waitForFindings(editor.document.uri, (all) => all.length > 0, 'the awaits that could run together');
    assert.ok(finding);
    return { editor, finding };
  }

  it('give exactly the text that was checked', async () => {
    const { editor, finding } = await serial();
    const actions = await codeActions(editor.document.uri, finding.range, vscode.CodeActionKind.QuickFix);
    const fix = actions.find(({ edit, isPreferred }) => edit && isPreferred) ?? actions.find(({ edit }) => edit);
    assert.ok(fix?.edit, `a fix among ${JSON.stringify(actions.map(({ title }) => title))}`);
    assert.ok(await vscode.workspace.applyEdit(fix.edit));
    assert.equal(editor.document.getText(), TOGETHER);
    await waitForFindings(editor.document.uri, (all) => all.length === 0, 'no finding after the repair');
  });

  it('are taken together by source.fixAll.perfReview', async () => {
    const { editor, finding } = await serial();
    const offered = await codeActions(editor.document.uri, finding.range, vscode.CodeActionKind.QuickFix);
    const [fixAll] = await codeActions(editor.document.uri, finding.range, vscode.CodeActionKind.SourceFixAll.append('perfReview'));
    assert.equal(fixAll?.kind?.value, 'source.fixAll.perfReview');
    const safe = offered.some(({ title, edit }) => edit && !title.includes('(review: '));
    if (fixAll.edit && fixAll.edit.size > 0) await vscode.workspace.applyEdit(fixAll.edit);
    assert.equal(editor.document.getText(), safe ? TOGETHER : SERIAL, 'only safe repairs are taken');
  });

  it('can be declined by a comment with a reason', async () => {
    const { editor, finding } = await serial();
    const { document } = editor;
    const disable = (await codeActions(document.uri, finding.range, vscode.CodeActionKind.QuickFix)).find(({ title }) => /^Disable .* for this line/.test(title));
    assert.ok(disable?.command, 'asks for a reason');
    const before = document.version;
    const asked = vscode.commands.executeCommand(disable.command.command, ...(disable.command.arguments ?? []), 'measured: both are in the page cache');
    await asked;
    assert.ok(document.version > before);
    assert.match(document.getText(), /\/\/ perf-review-disable-next-line [a-z-]+ -- measured: both are in the page cache\n/);
    await waitForFindings(document.uri, (all) => all.length === 0, 'a disabled finding to go');
  });

  it('are refused when the text has moved on', async () => {
    const { editor, finding } = await serial();
    const actions = await codeActions(editor.document.uri, finding.range, vscode.CodeActionKind.QuickFix);
    assert.ok(actions.length > 0);
    await replaceAll(editor, 'export const nothing = 1;\n');
    await waitForFindings(editor.document.uri, (all) => all.length === 0, 'no finding');
    assert.deepEqual(await codeActions(editor.document.uri, new vscode.Range(0, 0, 0, 5), vscode.CodeActionKind.QuickFix), []);
    assert.deepEqual(findingsOf(editor.document.uri), []);
  });
});
