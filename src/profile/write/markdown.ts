import { amountText, countWords, countText, shareText } from '../amount.js';
import type { Profile } from '../profile.js';
import type { HotFunction, ProfileSummary } from '../summary.js';
import { wordsOf } from './stacks.js';

/** A profile with its summary and how its frames' files are called. */
export interface SummarisedProfile {
  readonly profile: Profile;
  readonly summary: ProfileSummary;
}

/** What no profile of this kind can show, in a sentence: so that nobody takes it for the whole truth. */
export function blindSpotOf({ kind, unit, notes }: Pick<Profile, 'kind' | 'unit' | 'notes'>): string {
  if (kind === 'heap') return 'It counts what was allocated and still alive at the end: what came and went in between is not in it.';
  if (unit === 'samples' || notes.some((note) => note.includes('waiting included'))) return '';
  return 'A CPU profile sees the processor working: time in which the program waits for a database, the network, a disk or a timer is not in it.';
}

/** A summary in Markdown, for people and for agents: facts first, each amount with its unit and its share. */
export function toMarkdown(profiles: readonly SummarisedProfile[], title: string): string {
  return [`# Profile: ${plain(title)}`, ...profiles.map((each) => section(each, profiles.length > 1))].join('\n\n') + '\n';
}

function section({ profile, summary }: SummarisedProfile, named: boolean): string {
  const { unit, total, hot, hotStacks, owners, notes } = summary;
  const amount = (value: number): string => amountText(value, unit);
  const share = (value: number): string => shareText(value, total);
  const blocks = [
    ...(named ? [`## ${plain(summary.name)}`] : []),
    facts(summary),
    ['### Hot functions', table(['self', 'share', 'total', 'function', 'where'], hot.map((each) => [amount(each.self), share(each.self), amount(each.total), code(each.name), code(placeText(each))]))].join('\n\n'),
    ['### Hot stacks', ...hotStacks.slice(0, STACKS).map(({ self, frames }) => stack(profile, `${amount(self)} (${share(self)})`, frames))].join('\n\n'),
    ['### By package', table(['self', 'share', 'package'], owners.slice(0, PACKAGES).map(({ name, self }) => [amount(self), share(self), name === '' ? 'own code' : code(name)]))].join('\n\n'),
    ...([...notes, blindSpotOf(summary)].some((note) => note !== '') ? [['### Notes', ...[...notes, blindSpotOf(summary)].filter((note) => note !== '').map((note) => `- ${plain(note)}`)].join('\n')] : []),
  ];
  return blocks.join('\n\n');
}

const STACKS = 5;
const PACKAGES = 10;
const STACK_DEPTH = 30;

function facts({ unit, total, samples, nodes, functions, idle, program, collector, kind }: ProfileSummary): string {
  const quiet = [['idle', idle], ['program (V8 and native code)', program], ['garbage collector', collector]] as const;
  return [
    `- ${kind === 'heap' ? 'allocated' : 'duration'}: ${amountText(total, unit)}`,
    ...(samples === undefined ? [] : [`- samples: ${countText(samples)}`]),
    `- functions: ${countText(functions)}, calls by different paths: ${countText(nodes)}`,
    ...quiet.filter(([, value]) => value > 0).map(([name, value]) => `- ${name}: ${amountText(value, unit)} (${shareText(value, total)})`),
  ].join('\n');
}

function stack(profile: Profile, head: string, frames: readonly number[]): string {
  const line = (frame: number): string => {
    const { name, url, line: at } = wordsOf(profile, frame);
    return `${name}${url === '' ? '' : ` (${url}${at > 0 ? `:${String(at)}` : ''})`}`.replace(/\s+/g, ' ');
  };
  const shown = frames.slice(0, STACK_DEPTH).map(line);
  const rest = frames.length > STACK_DEPTH ? [`… ${countWords(frames.length - STACK_DEPTH, 'more caller', 'more callers')}`] : [];
  return [`${head}:`, '', ...indented([...shown, ...rest])].join('\n');
}

/** As a block of code by indentation, which no text inside it can end. */
function indented(lines: readonly string[]): readonly string[] {
  return lines.map((line) => `    ${line}`);
}

export function placeText({ shown, line }: Pick<HotFunction, 'shown' | 'line'>): string {
  return shown !== '' && line > 0 ? `${shown}:${String(line)}` : shown;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map((name) => (name === 'function' || name === 'where' || name === 'package' ? '---' : '---:'))), ...rows.map(line)].join('\n');
}

/** Text of a profile is never Markdown or HTML. */
function plain(text: string): string {
  return oneLine(text).replace(/[\\`*_[\]<>#|&]/g, '\\$&');
}

/** In a table a bar ends the cell even in code, and a run of backticks only a longer one. */
function code(text: string): string {
  const inside = oneLine(text).replaceAll('|', '\\|');
  if (inside === '') return '';
  const longest = Math.max(0, ...(inside.match(/`+/g) ?? []).map((run) => run.length));
  const fence = '`'.repeat(longest + 1);
  const space = longest > 0 ? ' ' : '';
  return `${fence}${space}${inside}${space}${fence}`;
}

function oneLine(text: string): string {
  return text.replace(/[\s\u0000-\u001f\u007f]+/g, ' ').trim();
}
