import type { FileReview } from '../engine/session-contract.js';

/** CPU time by rule over all files, dearest first, without a line break at the end. */
export function timingTable(reviews: readonly FileReview[]): string {
  const totals = new Map<string, number>();
  for (const { timing } of reviews) for (const [ruleId, ms] of Object.entries(timing)) totals.set(ruleId, (totals.get(ruleId) ?? 0) + ms);
  const sum = [...totals.values()].reduce((a, b) => a + b, 0);
  const width = Math.max(4, ...[...totals.keys()].map((id) => id.length));
  const rows = [...totals].sort(([, a], [, b]) => b - a).map(([id, ms]) => `${id.padEnd(width)}  ${ms.toFixed(1).padStart(9)}  ${(sum === 0 ? 0 : (ms / sum) * 100).toFixed(1).padStart(5)} %`);
  return [`${'Rule'.padEnd(width)}  ${'ms'.padStart(9)}  ${'share'.padStart(7)}`, ...rows].join('\n');
}
