import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import type { AxeResults } from 'axe-core';
import type { PanelPage } from './panel-page.js';

const axe = readFileSync('node_modules/axe-core/axe.min.js', 'utf8');

/** What axe has to say of a page, shortly; nothing when all is well. */
export async function complaintsOf({ page, violations: refused }: PanelPage): Promise<readonly string[]> {
  assert.deepEqual([...refused], []);
  // As a script of the browser's tools: the page's own policy would not have it.
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() => (window as never as { axe: { run(): Promise<AxeResults> } }).axe.run());
  // What axe itself tried to put into the page.
  refused.clear();
  return violations.map(({ id, help, nodes }) => `${id}: ${help} ${nodes.map(({ html }) => html.slice(0, 160)).join(' ')}`);
}
