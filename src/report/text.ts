import { styleText } from 'node:util';
import type { Severity } from '../core/finding.js';
import { costText, type CostState } from '../core/measured-cost.js';
import { chainOf } from './chain.js';
import { codeFrame, visible, type FrameLine, type MarkKind } from './code-frame.js';
import type { Report, ReportedFinding } from './report.js';
import { counted, measuredLine, summaryLine } from './summary.js';

type Style = Parameters<typeof styleText>[0];
type Paint = (style: Style, text: string) => string;

const SEVERITY_STYLES: Readonly<Record<Severity, Style>> = { error: 'red', warning: 'yellow', information: 'cyan', hint: 'gray' };

const COST_STYLES: Readonly<Record<CostState, Style>> = { measured: 'magenta', cheap: 'gray', 'not-reached': 'gray', 'not-seen': 'gray', unknown: 'gray' };

const STROKES: Readonly<Record<MarkKind, string>> = { finding: '^', proven: '-', inferred: '~' };

/** For people: every finding with its place, its words and the code that proves it, then one line of numbers. */
export function toText(report: Report, colours: boolean): string {
  const paint: Paint = (style, text) => (colours ? styleText(style, text, { validateStream: false }) : text);
  const blocks = report.findings.map((finding) => `${findingText(finding, report, paint)}\n`);
  const failures = report.errors.map((error) => `${paint('red', 'internal error')} ${visible([error.ruleId, error.path].filter((each) => each !== undefined).join(' in '))}: ${visible(error.message)}\n`);
  const fixable = report.findings.filter((finding) => finding.fixable).length;
  const hint = fixable > 0 ? `${counted(fixable, 'finding', 'findings')} may be repaired with --fix (safe) or --fix-all.\n` : '';
  return [...blocks, ...failures, `${paint('bold', summaryLine(report))}\n`, ...measuredLine(report).map((line) => `${line}\n`), paint('gray', hint)].join(blocks.length > 0 ? '\n' : '').replace(/\n+$/, '\n');
}

function findingText(finding: ReportedFinding, report: Report, paint: Paint): string {
  const place = `${paint('bold', visible(finding.path))}:${finding.line}:${finding.column}`;
  const head = `${place}  ${paint(SEVERITY_STYLES[finding.severity], finding.severity)}  ${paint('gray', `${finding.ruleId} (${finding.confidence} confidence)`)}`;
  const { places, notes } = chainOf(finding);
  const paths = [...new Set(places.map(({ path }) => path))];
  const frames = paths.map((path) => ({ path, lines: codeFrame(report.linesOf(path), places.filter((each) => each.path === path)) }));
  const gutter = Math.max(4, ...frames.flatMap(({ lines }) => lines.map(({ number }) => `${number}`.length)));
  const code = frames.flatMap(({ path, lines }) => {
    const first = places.find((each) => each.path === path);
    const title = path === finding.path ? [] : [`${' '.repeat(gutter)} ${paint('gray', '-->')} ${visible(path)}:${first?.line ?? 1}:${first?.column ?? 1}`];
    // Without the text of the file, its evidence is still told.
    if (lines.length === 0) return [...title, ...places.filter((each) => each.path === path && each.label !== '').map(({ label }) => `${' '.repeat(gutter)}     ${visible(label)}`)];
    return [...title, ...lines.flatMap((line) => frameLines(line, gutter, finding.severity, paint))];
  });
  const doubts = notes.map((note) => `${' '.repeat(gutter)} ${paint('gray', '=')} ${visible(note)}`);
  const cost = finding.cost === undefined ? [] : [`  ${paint(COST_STYLES[finding.cost.state], `measured: ${visible(costText(finding.cost))}`)}`];
  return [head, `  ${visible(finding.message)}`, ...cost, ...code, ...doubts].join('\n');
}

function frameLines(line: FrameLine, gutter: number, severity: Severity, paint: Paint): readonly string[] {
  const margin = `${' '.repeat(gutter)} ${paint('gray', '|')} `;
  const code = `${paint('gray', `${`${line.number}`.padStart(gutter)} |`)} ${line.text}`.trimEnd();
  const marks = line.marks.map(({ from, to, label, mark }) => {
    const stroke = STROKES[mark].repeat(to - from);
    return `${margin}${' '.repeat(from)}${paint(mark === 'finding' ? SEVERITY_STYLES[severity] : 'blue', label === '' ? stroke : `${stroke} ${visible(label)}`)}`;
  });
  return [...(line.gap ? [`${' '.repeat(gutter - 3)}...`] : []), code, ...marks];
}
