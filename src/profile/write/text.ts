import { amountText, countWords, shareText } from '../amount.js';
import type { HotFunction, ProfileSummary } from '../summary.js';
import { blindSpotOf, placeText } from './markdown.js';

/** What stands above the table of a profile: the file, or of how many profiles it is the sum. */
export interface TitledSummary {
  readonly title: string;
  readonly summary: ProfileSummary;
}

/** Profiles for people at a terminal: a table of hot functions each. Names of a profile are text: control characters are blanked. */
export function toText(profiles: readonly TitledSummary[]): string {
  return profiles.map(block).join('\n');
}

const PACKAGES = 6;
const WIDEST_NAME = 48;

function block({ title, summary }: TitledSummary): string {
  const { hot, owners, notes, total } = summary;
  const packages = owners.slice(0, PACKAGES).map(({ name, self }) => `${name === '' ? 'own code' : name} ${shareText(self, total)}`);
  const remarks = [...notes, blindSpotOf(summary)].filter((note) => note !== '').map((note) => `Note: ${note}`);
  return `${[
    `${title}: ${headline(summary)}`,
    ...quietLine(summary),
    '',
    ...(hot.length === 0 ? ['No function was seen at work.'] : rows(summary, hot)),
    '',
    ...(packages.length === 0 ? [] : [`By package: ${packages.join(', ')}`]),
    ...remarks,
  ].map(safe).join('\n')}\n`;
}

function headline({ unit, total, samples, functions, nodes }: ProfileSummary): string {
  const amount = amountText(total, unit);
  const measured = samples === undefined ? amount : `${countWords(samples, 'sample', 'samples')} in ${amount}`;
  return `${measured}, ${countWords(functions, 'function', 'functions')}, ${countWords(nodes, 'call by its path', 'calls by different paths')}`;
}

function quietLine({ idle, program, collector, unit, total }: ProfileSummary): readonly string[] {
  const parts = ([['idle', idle], ['garbage collector', collector], ['program (V8 and native code)', program]] as const).filter(([, value]) => value > 0);
  return parts.length === 0 ? [] : [parts.map(([name, value]) => `${name} ${amountText(value, unit)} (${shareText(value, total)})`).join(', ')];
}

function rows({ unit, total }: ProfileSummary, hot: readonly HotFunction[]): readonly string[] {
  const cells = hot.map((each) => [amountText(each.self, unit), shareText(each.self, total), amountText(each.total, unit), shortened(safe(each.name)), safe(placeText(each)) || each.package]);
  const head = ['self', '', 'total', 'function', 'where'];
  const widths = head.map((name, column) => Math.max(name.length, ...cells.map((row) => (row[column] ?? '').length)));
  const line = (row: readonly string[]): string => row.map((cell, column) => (column < 3 ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0))).join('  ').trimEnd();
  return [head, ...cells].map(line);
}

function shortened(name: string): string {
  return name.length <= WIDEST_NAME ? name : `${name.slice(0, WIDEST_NAME - 1)}…`;
}

/** Nothing in a name moves the cursor, ends a line or turns the direction of writing. */
export function safe(text: string): string {
  return text.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, ' ');
}
