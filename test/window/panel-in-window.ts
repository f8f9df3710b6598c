// The profile panel in the window of VS Code: a webview, whose page stands in frames of its own.
import type { FrameLocator, Locator } from 'playwright-core';
import type { Workbench } from './workbench.js';

export class PanelInWindow {
  constructor(private readonly workbench: Workbench) {}

  /** Everything in the page. */
  get page(): FrameLocator {
    return this.workbench.webview();
  }

  /** Until a profile is shown. */
  async waitForProfile(): Promise<void> {
    await this.page.locator('[role=tabpanel]').waitFor();
  }

  async view(title: string): Promise<void> {
    await this.page.getByRole('tab', { name: title, exact: true }).click();
    await this.page.locator(`[role=tab][aria-selected=true]:text-is("${title}")`).waitFor();
  }

  /** The function with the most time of its own, from the table of functions. */
  async hottest(): Promise<string> {
    await this.view('Functions');
    return this.row(0).locator('.name').innerText();
  }

  /** Of the table or tree that is shown, from 0. */
  row(index: number): Locator {
    return this.page.locator(`.grid-row[data-index="${String(index)}"]`);
  }
}
