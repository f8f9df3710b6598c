import { version } from '../../package.json';
import type { MeasuredRunSummary } from '../core/measured-cost.js';
import type { FileReview } from '../engine/session-contract.js';
import { buildReport } from '../report/build-report.js';
import { toHtml } from '../report/html.js';
import { toJson } from '../report/json.js';
import type { Report, ReportedRule } from '../report/report.js';
import { toSarif } from '../report/sarif.js';
import { toText } from '../report/text.js';
import type { ReportFormat } from './protocol.js';

const FORMATS: Record<ReportFormat, (report: Report) => string> = {
  text: (report) => toText(report, false), json: toJson, sarif: toSarif, html: toHtml,
};

/** The same reports the command line writes, from reviews at hand. Repairs are not part of them: each would have to be checked. */
export function renderReport(
  format: ReportFormat, root: string, reviews: readonly FileReview[], rules: readonly ReportedRule[], textOf: (path: string) => string | undefined, measured?: MeasuredRunSummary,
): string {
  const report = buildReport({
    tool: { name: 'perf-review', version, url: 'https://github.com/perf-review/perf-review' },
    root, rules, textOf, ...(measured && { measured }),
    files: reviews.filter(({ skipped }) => !skipped).length,
    skipped: reviews.flatMap(({ skipped }) => (skipped ? [skipped] : [])),
    findings: reviews.flatMap(({ findings }) => findings.map((finding) => ({ finding, fixes: [] }))),
    accepted: reviews.flatMap(({ suppressed }) => suppressed.map((each) => ({ ...each, by: 'comment' as const }))),
    errors: reviews.flatMap(({ errors }) => errors),
  });
  return FORMATS[format](report);
}
