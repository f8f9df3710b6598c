import { createHash } from 'node:crypto';
import { costText } from '../core/measured-cost.js';
import { chainOf } from './chain.js';
import { codeFrame, visible, type FrameLine, type FramedPlace, type MarkKind } from './code-frame.js';
import { HTML_STYLE } from './html-style.js';
import type { Report, ReportedFinding } from './report.js';
import { counted, measuredLine, summaryLine } from './summary.js';

/** One file for a browser: nothing is loaded, nothing runs, light and dark. Findings are grouped by rule, the code that proves them below each. */
export function toHtml(report: Report): string {
  const styleHash = createHash('sha256').update(HTML_STYLE).digest('base64');
  const ids = [...new Set(report.findings.map(({ ruleId }) => ruleId))].sort((a, b) => countOf(report, b) - countOf(report, a) || (a < b ? -1 : 1));
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'sha256-${styleHash}'; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>Perf Review: ${escape(counted(report.findings.length, 'finding', 'findings'))}</title>
<style>${HTML_STYLE}</style>
</head>
<body>
<header>
<h1>Perf Review</h1>
<p class="soft">${escape(summaryLine(report))}</p>
${measuredLine(report).map((line) => `<p class="soft">${escape(line)}</p>`).join('')}
<ul class="numbers">${numbers(report)}</ul>
${ids.length > 1 ? `<nav aria-label="Rules"><ul>${ids.map((id) => `<li><a href="#${escape(id)}">${escape(id)} <span class="soft">${countOf(report, id)}</span></a></li>`).join('')}</ul></nav>` : ''}
</header>
<main>
${report.errors.length === 0 ? '' : errors(report)}
${ids.map((id) => ruleSection(id, report)).join('\n')}
${report.accepted.length === 0 ? '' : accepted(report)}
${report.skipped.length === 0 ? '' : table('Not reviewed', ['File', 'Why'], report.skipped.map(({ path, reason }) => [path, reason]))}
</main>
<footer>${escape(report.tool.name)} ${escape(report.tool.version)}</footer>
</body>
</html>
`;
}

function countOf(report: Report, ruleId: string): number {
  return report.findings.filter((finding) => finding.ruleId === ruleId).length;
}

function numbers(report: Report): string {
  const sure = report.findings.filter(({ confidence }) => confidence === 'high').length;
  const cells: readonly (readonly [number, string])[] = [
    [report.findings.length, report.findings.length === 1 ? 'finding' : 'findings'],
    [sure, 'of high confidence'],
    [new Set(report.findings.map(({ path }) => path)).size, 'files concerned'],
    [report.files, 'files reviewed'],
  ];
  return cells.map(([count, label]) => `<li><b>${count.toLocaleString('en-US')}</b>${label}</li>`).join('');
}

function ruleSection(id: string, report: Report): string {
  const rule = report.rules.find((each) => each.id === id);
  const findings = report.findings.filter(({ ruleId }) => ruleId === id);
  return `<section id="${escape(id)}">
<h2><code>${escape(id)}</code> <span class="soft">${findings.length}</span></h2>
${rule === undefined ? '' : `<p class="soft">${escape(rule.summary)}</p>`}
${findings.map((finding) => findingCard(finding, report)).join('\n')}
</section>`;
}

function findingCard(finding: ReportedFinding, report: Report): string {
  const { places, notes } = chainOf(finding);
  const paths = [...new Set(places.map(({ path }) => path))];
  return `<article class="${finding.severity}">
<span class="tags"><span class="severity ${finding.severity}">${finding.severity}</span> · ${finding.confidence} confidence${finding.fixable ? ' · may be repaired' : ''}</span>
<h3>${escape(`${finding.path}:${finding.line}:${finding.column}`)}</h3>
<p>${words(finding.message)}</p>
${finding.cost === undefined ? '' : `<p class="cost ${finding.cost.state}">Measured: ${words(costText(finding.cost))}</p>`}
${paths.map((path) => excerpt(path, places.filter((each) => each.path === path), finding, report)).join('\n')}
${notes.length === 0 ? '' : `<ul class="notes">${notes.map((note) => `<li>${words(note)}</li>`).join('')}</ul>`}
</article>`;
}

function excerpt(path: string, places: readonly FramedPlace[], finding: ReportedFinding, report: Report): string {
  const lines = codeFrame(report.linesOf(path), places);
  const first = places[0];
  const caption = path === finding.path ? '' : `<figcaption>${escape(`${path}:${first?.line ?? 1}:${first?.column ?? 1}`)}</figcaption>`;
  if (lines.length === 0) return `<figure>${caption}${places.map(({ label }) => `<p>${words(label)}</p>`).join('')}</figure>`;
  return `<figure>${caption}<pre>${lines.map(codeRow).join('')}</pre></figure>`;
}

const MARK_CLASSES: Readonly<Record<MarkKind, string>> = { finding: '', proven: ' class="link"', inferred: ' class="link inferred"' };

function codeRow(line: FrameLine): string {
  let row = '';
  let shown = 0;
  for (const { from, to, mark } of line.marks) {
    // A mark inside of another one would tear it; the words behind the line still tell of it.
    if (from < shown) continue;
    row += `${escape(line.text.slice(shown, from))}<mark${MARK_CLASSES[mark]}>${escape(line.text.slice(from, to))}</mark>`;
    shown = to;
  }
  const labels = line.marks.flatMap(({ label }) => (label === '' ? [] : [label]));
  const said = labels.length === 0 ? '' : `<em>${words(labels.join(', '))}</em>`;
  return `${line.gap ? '<span class="row soft"><i>…</i></span>' : ''}<span class="row"><i>${line.number}</i>${row}${escape(line.text.slice(shown))}${said}</span>`;
}

function errors(report: Report): string {
  return table('Internal errors', ['Rule', 'File', 'What happened'], report.errors.map(({ ruleId, path, message }) => [ruleId ?? '', path ?? '', message]));
}

function accepted(report: Report): string {
  const rows = report.accepted.map(({ finding, by, reason }) => [finding.ruleId, `${finding.path}:${finding.line}`, by, reason ?? '']);
  return table('Accepted', ['Rule', 'Where', 'By', 'Reason'], rows);
}

function table(title: string, heads: readonly string[], rows: readonly (readonly string[])[]): string {
  return `<section><h2>${title}</h2><table><thead><tr>${heads.map((head) => `<th scope="col">${head}</th>`).join('')}</tr></thead><tbody>${rows
    .map((cells) => `<tr>${cells.map((cell) => `<td>${escape(cell)}</td>`).join('')}</tr>`)
    .join('')}</tbody></table></section>`;
}

/** Words about code; what stands in backticks is code. */
function words(text: string): string {
  return escape(text).replace(/`([^`]+)`/g, '<code>$1</code>');
}

function escape(text: string): string {
  return visible(text).replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
