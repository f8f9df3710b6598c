import { styleText } from 'node:util';
import { amountText } from '../profile/amount.js';
import { frameName } from '../profile/frame-name.js';
import type { Change, Verdict } from '../profile/compare/verdict.js';
import { LEAST_RUNS, LEVEL } from '../profile/compare/verdict.js';
import type { Comparison, FunctionChange } from '../profile/compare/comparison.js';
import { headline, mediansText, placeText, signedAmount, signedPercent, verdictWord } from '../profile/compare/comparison-words.js';
import { visible } from '../report/code-frame.js';

/** Functions below this part of the run on both sides say nothing about it. */
const LEAST_PART = 0.001;
/** Rows of functions that changed in fact, and of others when there are none. */
const MOST_ROWS = 20;
const UNCERTAIN_ROWS = 5;

const STYLES: Readonly<Record<Verdict, Parameters<typeof styleText>[0]>> = { less: ['green', 'bold'], more: ['red', 'bold'], same: 'bold', unclear: 'bold', 'too-few-runs': ['yellow', 'bold'] };

export function comparisonText(comparison: Comparison, colours: boolean): string {
  const paint = (verdict: Verdict, text: string): string => (colours ? styleText(STYLES[verdict], text, { validateStream: false }) : text);
  const { rows, title } = tableOf(comparison);
  const lines = [paint(comparison.whole.verdict, headline(comparison)), mediansText(comparison), '', title];
  if (rows.length > 0) lines.push('', ...aligned([['Before', 'After', 'Change', 'Of the run', '', ''], ...rows.map((row) => [...cellsOf(row, comparison), `${visible(nameOf(row))}  ${visible(placeText(row))}`])]));
  if (comparison.notes.length > 0) lines.push('', ...comparison.notes.map((note) => `Note: ${note}`));
  return `${lines.join('\n')}\n`;
}

export function comparisonMarkdown(comparison: Comparison): string {
  const { rows, title } = tableOf(comparison);
  const lines = [`**${headline(comparison)}**`, '', `${mediansText(comparison)}.`, '', title];
  if (rows.length > 0) {
    lines.push('', '| Before | After | Change | Of the run | Verdict | Function |', '| ---: | ---: | ---: | ---: | --- | --- |');
    lines.push(...rows.map((row) => `| ${cellsOf(row, comparison).join(' | ')} | ${code(nameOf(row))} ${plain(placeText(row))} |`));
  }
  if (comparison.notes.length > 0) lines.push('', ...comparison.notes.map((note) => `- ${plain(note)}`));
  return `${lines.join('\n')}\n`;
}

/** The contract of `--format json`, as README has it. */
export function comparisonJson({ whole, measure, unit, runs, takingTurns, functions, notes }: Comparison): string {
  const changeOf = ({ verdict, before, after, change, low, high, probability }: Change) => ({
    verdict: verdictWord(verdict, measure), before, after, change, interval: Number.isFinite(low) && Number.isFinite(high) ? [low, high] : null, probability,
  });
  const report = {
    version: 1,
    ...changeOf(whole),
    measure,
    unit,
    level: LEVEL,
    least_runs: LEAST_RUNS,
    took_turns: takingTurns,
    runs,
    functions: functions.filter(({ before, after }) => Math.max(before, after) >= LEAST_PART * whole.before).map((each) => ({
      name: each.name, url: each.path, line: each.line, column: each.column, moved_from: each.moved ?? null, ...changeOf(each), total_before: each.totalBefore, total_after: each.totalAfter,
    })),
    notes,
  };
  return `${JSON.stringify(report, undefined, 2)}\n`;
}

interface Table {
  readonly title: string;
  readonly rows: readonly FunctionChange[];
}

function tableOf({ functions, whole }: Comparison): Table {
  const changed = functions.filter(({ verdict }) => verdict === 'less' || verdict === 'more');
  if (changed.length > 0) {
    const left = changed.length - MOST_ROWS;
    return { title: `Functions that changed, without their callees${left > 0 ? ` (${String(left)} more are in the JSON)` : ''}:`, rows: changed.slice(0, MOST_ROWS) };
  }
  if (whole.verdict === 'same') return { title: 'No function changed in a way that can be told from chance.', rows: [] };
  const rows = functions.filter(({ change }) => Math.abs(change) >= LEAST_PART).slice(0, UNCERTAIN_ROWS);
  return { title: rows.length === 0 ? 'No function changed.' : 'No single function can be told from chance; those that differ most, without their callees:', rows };
}

function cellsOf(row: FunctionChange, { unit, measure }: Comparison): readonly string[] {
  const isCalled = row.verdict === 'less' || row.verdict === 'more';
  return [amountText(row.before, unit), amountText(row.after, unit), signedAmount(row.after - row.before, unit), signedPercent(row.change), isCalled ? verdictWord(row.verdict, measure) : ''];
}

function nameOf({ name, path, line, column }: FunctionChange): string {
  return frameName(name, path, line, column);
}

/** All columns but the last two to the right. */
function aligned(rows: readonly (readonly string[])[]): readonly string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => (row[column] ?? '').length)));
  return rows.map((row) => `  ${row.map((cell, column) => (column < row.length - 2 ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0))).join('  ')}`.trimEnd());
}

function code(text: string): string {
  const fence = text.includes('`') ? '``' : '`';
  return `${fence}${cell(text)}${fence}`;
}

function plain(text: string): string {
  return cell(text).replace(/[\\`*_<>[\]#]/g, String.raw`\$&`);
}

/** Text of a profile stays in its cell. */
function cell(text: string): string {
  return visible(text).replaceAll('|', String.raw`\|`);
}
