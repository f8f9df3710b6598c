import type { Severity } from '../core/finding.js';
import { WAITING_IS_NOT_SEEN } from '../core/measured-cost.js';
import type { Report } from './report.js';

const NOUNS: Readonly<Record<Severity, readonly [string, string]>> = {
  error: ['error', 'errors'],
  warning: ['warning', 'warnings'],
  information: ['information', 'informations'],
  hint: ['hint', 'hints'],
};

/** The review in one line, without colours or line break. */
export function summaryLine(report: Report): string {
  const { findings, files } = report;
  const parts = [findings.length === 0 ? `No findings in ${counted(files, 'file', 'files')}` : `${counted(findings.length, 'finding', 'findings')} in ${new Set(findings.map(({ path }) => path)).size} of ${counted(files, 'file', 'files')}`];
  const severities = (Object.keys(NOUNS) as Severity[]).flatMap((severity) => {
    const count = findings.filter((finding) => finding.severity === severity).length;
    return count === 0 ? [] : [counted(count, ...NOUNS[severity])];
  });
  if (severities.length > 0) parts[0] += ` (${severities.join(', ')})`;
  for (const by of ['comment', 'baseline'] as const) {
    const count = report.accepted.filter((each) => each.by === by).length;
    if (count > 0) parts.push(`${count} accepted by ${by === 'comment' ? 'comments' : 'the baseline'}`);
  }
  if (report.skipped.length > 0) parts.push(`${counted(report.skipped.length, 'file', 'files')} skipped`);
  if (report.errors.length > 0) parts.push(counted(report.errors.length, 'internal error', 'internal errors'));
  return parts.join('; ');
}

/** What costs were taken from and what they do not have in them, in one line; none without profiles. */
export function measuredLine({ measured }: Report): readonly string[] {
  return measured === undefined ? [] : [`${measured.text} ${WAITING_IS_NOT_SEEN}`];
}

/** `1 file`, `2 files`, `1,234 files`. */
export function counted(count: number, one: string, many: string): string {
  return `${count.toLocaleString('en-US')} ${count === 1 ? one : many}`;
}
