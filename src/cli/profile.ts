import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { mergedByUnit } from '../profile/merge.js';
import { placesOf } from '../profile/places.js';
import type { Profile } from '../profile/profile.js';
import { summaryOf, type ProfileSummary } from '../profile/summary.js';
import { toCollapsed } from '../profile/write/collapsed.js';
import { toJson } from '../profile/write/json.js';
import { toMarkdown } from '../profile/write/markdown.js';
import { toPprof } from '../profile/write/pprof.js';
import { toSpeedscope } from '../profile/write/speedscope.js';
import { toText } from '../profile/write/text.js';
import { readTokens } from './argument-tokens.js';
import { optionRows } from './option-rows.js';
import type { Option } from './options.js';
import { readProfileFile } from './read-profile-file.js';
import type { Subcommand } from './subcommands.js';
import type { Surroundings } from './surroundings.js';
import { UsageError } from './usage-error.js';

const FORMATS = ['text', 'json', 'markdown', 'speedscope', 'pprof', 'collapsed'] as const;
const DEFAULT_TOP = 20;

const OPTIONS = [
  { name: 'format', value: FORMATS.join('|'), help: 'What to make of the profiles (default: text)' },
  { name: 'out', value: 'FILE', help: 'Write to a file instead of standard output' },
  { name: 'top', value: 'N', help: `How many functions to name (default: ${String(DEFAULT_TOP)})` },
  { name: 'root', value: 'DIR', help: 'Folder of the program, in which sources and their maps are read (default: the working folder); may be given several times' },
  { name: 'apart', help: 'Each thread and process for itself, not their sum' },
  { name: 'help', short: 'h', help: 'Print this' },
] as const satisfies readonly Option[];

type OptionName = (typeof OPTIONS)[number]['name'];

export interface ProfileArguments {
  /** As typed; never empty. */
  readonly files: readonly string[];
  readonly format: (typeof FORMATS)[number];
  readonly out: string | undefined;
  readonly top: number;
  /** Folders as typed. */
  readonly roots: readonly string[];
  readonly apart: boolean;
}

export const profileCommand: Subcommand = {
  name: 'profile',
  usage: '[options] FILE ...',
  help: 'Say what is hot in profiles, or write them in another format',
  run: profile,
};

async function profile(args: readonly string[], surroundings: Surroundings): Promise<number> {
  const parsed = parseProfileArguments(args);
  if (parsed === undefined) {
    surroundings.stdout.write(profileHelp());
    return 0;
  }
  const profiles: Profile[] = [];
  const folders = parsed.roots.map((root) => path.resolve(surroundings.cwd, root));
  for (const file of parsed.files) profiles.push(...(await readProfileFile(file, path.resolve(surroundings.cwd, file), folders)).set.profiles);
  write(written(profiles, folders, parsed, surroundings), parsed, surroundings);
  return 0;
}

/**
 * @param args behind `profile`
 * @returns undefined when help is asked for
 * @throws UsageError
 */
export function parseProfileArguments(args: readonly string[]): ProfileArguments | undefined {
  const { given, operands } = readTokens<OptionName>(args, OPTIONS);
  if (given.has('help')) return undefined;
  if (operands.length === 0) throw new UsageError('no profile named: perf-review profile FILE');
  const value = (name: OptionName): string | undefined => given.get(name)?.at(-1);
  const wanted = value('format') ?? 'text';
  const format = FORMATS.find((each) => each === wanted);
  if (format === undefined) throw new UsageError(`unknown format '${wanted}'; there are ${FORMATS.join(', ')}`);
  const top = value('top') ?? String(DEFAULT_TOP);
  if (!/^\d{1,6}$/.test(top)) throw new UsageError(`--top must be a whole number, not '${top}'`);
  const out = value('out');
  if (format === 'pprof' && out === undefined) throw new UsageError('--format pprof writes bytes: name a file with --out FILE');
  return { files: operands, format, out, top: Number(top), roots: given.get('root') ?? ['.'], apart: given.has('apart') };
}

type Pieces = Iterable<string | Uint8Array>;

function written(profiles: readonly Profile[], folders: readonly string[], { format, top, apart, files }: ProfileArguments, { version }: Surroundings): Pieces {
  const title = files.map((file) => path.basename(file)).join(', ');
  const shown = apart || format === 'speedscope' || format === 'collapsed' || format === 'pprof' ? profiles : mergedByUnit(profiles);
  const summary = (profile: Profile): ProfileSummary => summaryOf(profile, placesOf(profile.frames, folders), top);
  switch (format) {
    case 'speedscope':
      return toSpeedscope(profiles, title, `perf-review ${version}`);
    case 'collapsed':
      return toCollapsed(profiles);
    case 'pprof':
      return [gzipSync(toPprof(ofOneUnit(profiles)))];
    case 'markdown':
      return [toMarkdown(shown.map((each) => ({ profile: each, summary: summary(each) })), title)];
    case 'json': {
      const [first] = shown;
      return first === undefined ? [] : [toJson(summary(first), profiles.map(summary), version)];
    }
    case 'text':
      return [toText(shown.map((each) => ({ title: shown.length === 1 && files.length === 1 ? title : each.name, summary: summary(each) })))];
  }
}

function ofOneUnit(profiles: readonly Profile[]): readonly Profile[] {
  const unit = profiles[0]?.unit;
  if (profiles.some((each) => each.unit !== unit)) throw new UsageError('--format pprof takes profiles of time or of allocations, not both');
  return profiles;
}

function write(pieces: Pieces, { out }: ProfileArguments, { cwd, stdout }: Surroundings): void {
  if (out !== undefined) {
    const target = path.resolve(cwd, out);
    try {
      writeFileSync(target, '');
      for (const piece of pieces) writeFileSync(target, piece, { flag: 'a' });
    } catch (error) {
      if (error instanceof UsageError) throw error;
      throw new UsageError(`--out: '${out}' cannot be written: ${error instanceof Error ? error.message : String(error)}`);
    }
    return;
  }
  for (const piece of pieces) if (typeof piece === 'string') stdout.write(piece);
}

function profileHelp(): string {
  return `Usage: perf-review profile ${profileCommand.usage}

${profileCommand.help}. Reads CPU and allocation profiles of V8, Chrome traces,
speedscope files, pprof, collapsed stacks and Python's pstats.

${optionRows(OPTIONS)}
`;
}
