// The profile panel in the window of VS Code: a webview, whose page stands in frames of its own.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import type { AxeResults } from 'axe-core';
import type { FrameLocator, Locator } from 'playwright-core';
import type { Workbench } from './workbench.js';

const axe = readFileSync('node_modules/axe-core/axe.min.js', 'utf8');

export class PanelInWindow {
  constructor(private readonly workbench: Workbench) {}

  /** Everything in the page. */
  get page(): FrameLocator {
    return this.workbench.webview();
  }

  /** Until a profile is shown; what is shown instead of one fails the test with its words. */
  async waitForProfile(): Promise<void> {
    const failure = this.page.locator('.message[role=alert]');
    await this.page.locator('[role=tabpanel], .message[role=alert]').first().waitFor();
    if (await failure.isVisible()) assert.fail(await failure.innerText());
  }

  async view(title: string): Promise<void> {
    await this.page.getByRole('tab', { name: title, exact: true }).click();
    await this.selected(title).waitFor();
  }

  /** The tab of a view, once it is the one that is shown. */
  selected(title: string): Locator {
    return this.page.getByRole('tab', { name: title, exact: true, selected: true });
  }

  /** The function of the program with the most time of its own, from the table of functions. */
  async hottest(): Promise<string> {
    await this.view('Functions');
    return this.page.locator('.grid-row .name:not(.weak)').first().innerText();
  }

  /** Of the table or tree that is shown, by a name in it. */
  row(name: string): Locator {
    return this.page.locator('.grid-row').filter({ has: this.page.locator(`.name:text-is("${name}")`) }).first();
  }

  /** The run that goes on has been going on for so many seconds. */
  async waitForClock(seconds: number): Promise<void> {
    const later = Array.from({ length: 20 }, (_, more) => String(seconds + more).padStart(2, '0')).join('|');
    await this.page.locator('.clock', { hasText: new RegExp(`0:(?:${later})`) }).waitFor();
  }

  /** What axe has to say of the page, shortly. */
  async complaints(): Promise<readonly string[]> {
    const body = this.page.locator('body');
    // As a script of the browser's tools: the page's own policy would not have it.
    await body.evaluate(axe);
    const { violations } = await body.evaluate(() => (globalThis as never as { axe: { run(): Promise<AxeResults> } }).axe.run());
    return violations.map(({ id, help, nodes }) => `${id}: ${help} ${nodes.map(({ html }) => html.slice(0, 160)).join(' ')}`);
  }
}
