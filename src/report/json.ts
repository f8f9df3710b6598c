import type { Severity } from '../core/finding.js';
import type { MeasuredCost } from '../core/measured-cost.js';
import type { Location, Report } from './report.js';

/** Raised when a reader of the old shape would misunderstand the new one. */
const VERSION = 1;

/** One JSON object; see "JSON" in the README for its shape. Ends with a line break. */
export function toJson(report: Report): string {
  const document = {
    version: VERSION,
    tool: { name: report.tool.name, version: report.tool.version },
    files: report.files,
    skipped: report.skipped,
    findings: report.findings.map((finding) => ({
      ruleId: finding.ruleId,
      ...place(finding),
      message: finding.message,
      severity: finding.severity,
      confidence: finding.confidence,
      fingerprint: finding.fingerprint,
      cost: finding.cost === undefined ? null : costOf(finding.cost),
      evidence: finding.evidence.map((each) => ({ ...place(each), text: each.text, certainty: each.certainty })),
      fixes: finding.fixes.map(({ title, safety, differs, queries }) => ({ title, safety, differs, queries: queries ?? null })),
    })),
    ...(report.measured === undefined ? {} : { profile: report.measured }),
    errors: report.errors,
  };
  return `${JSON.stringify(document, undefined, 2)}\n`;
}

/** Keys in a fixed order. */
function costOf({ state, unit, scope, self, total, most, savable, run, share, samples, waits, text, demotedFrom }: MeasuredCost): Omit<MeasuredCost, 'demotedFrom' | 'short'> & { readonly demotedFrom: Severity | null } {
  return { state, unit, scope, self, total, most, savable, run, share, samples, waits, text, demotedFrom: demotedFrom ?? null };
}

function place({ path, line, column, endLine, endColumn }: Location): Location {
  return { path, line, column, endLine, endColumn };
}
