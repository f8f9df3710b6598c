import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { openWorkbench, type Workbench } from './workbench.js';

// Who writes wants to know how far it came when one fails: such a repair is previewed.
const WRITES = `import { writeFile } from "node:fs/promises";

export async function report(lines: string[]): Promise<void> {
  await writeFile("a.txt", lines.join());
  await writeFile("b.txt", lines.join());
}
`;

describe('fixes as a user meets them', () => {
  let workbench: Workbench;

  before(async () => {
    workbench = await openWorkbench({ folder: 'test/vscode/workspace' });
    await writeFile(path.join(workbench.folder, 'src/report.ts'), WRITES);
  });

  after(() => workbench?.close());

  it('a fix that may behave differently says so before it is made, and one undo takes it back', async () => {
    const { page } = workbench;
    await workbench.openFile('src/report.ts');
    await workbench.waitForSquiggle('info');
    const before = await workbench.visibleText();
    const titles = await workbench.quickFixes({ line: 4, column: 10 });
    await workbench.screenshot('fix-menu');
    await page.keyboard.press('Escape');
    const title = titles.find((each) => each.endsWith('(opens a preview)'));
    assert.ok(title, JSON.stringify(titles));
    await workbench.previewQuickFix(title, { line: 4, column: 10 });
    await workbench.screenshot('fix-preview');
    assert.match((await workbench.notifications()).join(), /May behave differently: if one fails, the others have already started/);
    await page.locator('.notification-toast .monaco-button', { hasText: 'Apply' }).click();
    await page.locator('.tab.active.dirty[data-resource-name="report.ts"]').waitFor();
    await page.locator('.editor-instance .view-line', { hasText: 'await Promise.all([' }).first().waitFor();
    await workbench.screenshot('fix-applied');
    await page.locator('.editor-instance .view-line').first().click();
    await page.keyboard.press('Control+Z');
    await workbench.waitForSquiggle('info');
    assert.equal(await workbench.visibleText(), before);
  });
});
