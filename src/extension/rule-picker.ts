import * as vscode from 'vscode';
import { methods, type RuleSummary } from '../server/protocol.js';
import type { ReviewServer } from './review-server.js';
import { showRulePage } from './rule-pages.js';

/** Shows the page of a rule: the given one, or one the user picks. */
export async function showRule(server: ReviewServer, ruleId?: string): Promise<void> {
  if (ruleId !== undefined) return showRulePage(ruleId);
  const client = await server.get();
  const rules = await client.request<RuleSummary[]>(methods.rules, null);
  const items = rules.map(({ id, summary, category }) => ({ label: id, description: category, detail: summary }));
  const picked = await vscode.window.showQuickPick(items, { title: 'Show rule', matchOnDetail: true });
  if (picked) await showRulePage(picked.label);
}
