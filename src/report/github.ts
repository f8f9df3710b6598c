import { CONFIDENCES, linkText, type Severity } from '../core/finding.js';
import { byCost, costText } from '../core/measured-cost.js';
import type { Report, ReportedFinding } from './report.js';
import { measuredLine, summaryLine } from './summary.js';

/** What goes to the log of the step, and what is appended to its summary page (Markdown). */
export interface GithubReport {
  readonly commands: string;
  readonly summary: string;
}

type Level = 'error' | 'warning' | 'notice';

const LEVELS: Readonly<Record<Severity, Level>> = { error: 'error', warning: 'warning', information: 'notice', hint: 'notice' };
/** GitHub shows no more per step and level, without saying so. */
const SHOWN_PER_LEVEL = 10;
/** A summary page may have 1 MiB; a thousand rows stay well below. */
const SUMMARY_ROWS = 1000;

/** Workflow commands, the surest findings first, or the dearest where their cost was measured, since GitHub shows only the first ten of a level. */
export function toGithub(report: Report): GithubReport {
  const sorted = [...report.findings].sort((a, b) => (report.measured === undefined ? 0 : byCost(a, b)) || CONFIDENCES.indexOf(b.confidence) - CONFIDENCES.indexOf(a.confidence));
  const lines = sorted.map(annotation);
  for (const { ruleId, path, message } of report.errors) lines.push(`::error title=perf-review::${data(`Internal error${ruleId === undefined ? '' : ` of ${ruleId}`}${path === undefined ? '' : ` in ${path}`}: ${message}`)}`);
  const crowded = (['error', 'warning', 'notice'] as const).some((level) => sorted.filter(({ severity }) => LEVELS[severity] === level).length > SHOWN_PER_LEVEL);
  if (crowded) lines.push(`GitHub annotates only the first ${SHOWN_PER_LEVEL} of each level; all findings are above and in the summary of the job.`);
  // A line of ours must not be read as a command because of a file's name.
  lines.push(data(summaryLine(report)));
  lines.push(...measuredLine(report).map(data));
  return { commands: `${lines.join('\n')}\n`, summary: summaryPage(report, sorted) };
}

function annotation(finding: ReportedFinding): string {
  const oneLine = finding.line === finding.endLine;
  const properties = [
    ['file', finding.path],
    ['line', finding.line],
    ['endLine', finding.endLine],
    // Columns are refused when the lines differ.
    ...(oneLine ? [['col', finding.column], ['endColumn', finding.endColumn]] : []),
    ['title', `${finding.ruleId} (${finding.confidence} confidence)`],
  ].map(([name, value]) => `${name}=${property(String(value))}`);
  const chain = finding.evidence.map((each) => `${each.path}:${each.line} ${linkText(each)}`);
  const cost = finding.cost === undefined ? [] : [`measured: ${costText(finding.cost)}`];
  return `::${LEVELS[finding.severity]} ${properties.join(',')}::${data([finding.message, ...cost, ...chain].join('\n'))}`;
}

function data(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function property(text: string): string {
  return data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}

function summaryPage(report: Report, findings: readonly ReportedFinding[]): string {
  const costs = report.measured !== undefined;
  const rows = findings.slice(0, SUMMARY_ROWS).map(({ severity, ruleId, path, line, message, cost }) => `| ${severity} | \`${ruleId}\` | ${cell(`${path}:${line}`)} | ${cell(message)} |${costs ? ` ${cell(cost ? costText(cost) : '')} |` : ''}`);
  const table = rows.length === 0 ? [] : ['', `| Severity | Rule | Where | What |${costs ? ' Measured |' : ''}`, `| --- | --- | --- | --- |${costs ? ' --- |' : ''}`, ...rows];
  const rest = findings.length - rows.length;
  return ['## Perf Review', '', cell(summaryLine(report)), ...measuredLine(report).flatMap((line) => ['', cell(line)]), ...table, ...(rest > 0 ? ['', `${rest} more are in the log.`] : []), ''].join('\n');
}

/** Text in a Markdown table: neither markup nor the end of the cell. */
function cell(text: string): string {
  return text.replace(/\s+/g, ' ').replace(/[\\`*_{}[\]<>#|~&@]/g, (character) => `&#${character.charCodeAt(0)};`);
}
