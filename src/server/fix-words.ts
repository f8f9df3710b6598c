import type { Fix } from '../core/finding.js';

/** What it does, and the queries it saves. */
export function fixSummary({ title, queries }: Fix): string {
  return queries === undefined ? title : `${title}: ${queries} queries`;
}

/** A repair in the menu of the light bulb. What may differ is said by the preview, where the editor has one. */
export function fixTitle(fix: Fix, previewed: boolean): string {
  if (fix.differs.length === 0) return fixSummary(fix);
  return previewed ? `${fixSummary(fix)} (opens a preview)` : `${fixSummary(fix)} (review: ${fix.differs.join('; ')})`;
}
