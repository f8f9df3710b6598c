import { rename, stat } from 'node:fs/promises';
import path from 'node:path';
import { exitStatus, startProfiledRun } from '../runner/profiled-run.js';
import { DEFAULT_MEASURE, type Measure } from '../runner/profile-request.js';
import { readTokens } from './argument-tokens.js';
import { hottestOf } from './hottest.js';
import { optionRows } from './option-rows.js';
import type { Option } from './options.js';
import type { Subcommand } from './subcommands.js';
import type { Surroundings } from './surroundings.js';
import { UsageError } from './usage-error.js';

const OPTIONS = [
  { name: 'out', value: 'FILE', help: 'The profile of the main program; those of other threads and processes beside it (default: named after the program, in the working folder)' },
  { name: 'cpu', help: 'Sample the stack (the default)' },
  { name: 'heap', help: 'Sample allocations' },
  { name: 'interval', value: 'US', help: 'Microseconds between two samples of the stack (default: 1000)' },
  { name: 'duration', value: 'S', help: 'Seconds after which the program is ended' },
  { name: 'no-reach', help: 'Do not keep which functions ran at all' },
  { name: 'help', short: 'h', help: 'Print this' },
] as const satisfies readonly Option[];

type OptionName = (typeof OPTIONS)[number]['name'];

export interface RecordArguments {
  readonly out: string | undefined;
  readonly measure: Measure;
  /** Program and arguments; never empty. */
  readonly command: readonly [string, ...string[]];
}

export const recordCommand: Subcommand = {
  name: 'record',
  usage: '[options] -- COMMAND [ARGUMENT ...]',
  help: 'Run a program and write a profile of it',
  run: record,
};

async function record(args: readonly string[], surroundings: Surroundings): Promise<number> {
  const parsed = parseRecordArguments(args);
  if (parsed === undefined) {
    surroundings.stdout.write(recordHelp());
    return 0;
  }
  const { out, measure, command: [program, ...rest] } = parsed;
  const { cwd, stderr, preload } = surroundings;
  const target = out === undefined ? undefined : path.resolve(cwd, out);
  // Said before the program runs, not after.
  if (target !== undefined && (await isFolder(target))) throw new UsageError(`--out: '${String(out)}' is a folder; name a file in it`);
  const outFolder = target === undefined ? cwd : path.dirname(target);
  const running = await startProfiledRun({ command: { program, arguments: rest, workingFolder: cwd, environment: {} }, measure, outFolder }, { preload, streams: 'terminal' }).catch((error: unknown) => {
    throw new UsageError(`${out === undefined ? 'the working folder' : `--out: '${out}'`} cannot be written: ${error instanceof Error ? error.message : String(error)}`);
  });
  const run = await running.finished;
  const files = target === undefined ? run.files : await named(run.files, target);
  for (const note of run.notes) stderr.write(`perf-review: ${note}\n`);
  for (const file of files) stderr.write(`perf-review: profile: ${path.relative(cwd, file)}\n`);
  // What the program came to stands, whatever becomes of what is said about it.
  const hottest = await hottestOf(files, cwd).catch((error: unknown) => [error instanceof Error ? error.message : String(error)]);
  for (const line of hottest) stderr.write(`perf-review: ${line}\n`);
  return exitStatus(run);
}

async function isFolder(file: string): Promise<boolean> {
  return stat(file).then((stats) => stats.isDirectory(), () => false);
}

/** @returns the files under their new names: the first of each kind is `target`, with its own ending where it is of another kind */
async function named(files: readonly string[], target: string): Promise<readonly string[]> {
  const { dir, name, ext } = path.parse(target);
  const taken = new Set<string>();
  const result: string[] = [];
  for (const file of files) {
    const ending = path.extname(file);
    const plain = taken.size === 0 || ending === ext ? target : path.join(dir, `${name}${ending}`);
    const wanted = taken.has(plain) ? path.join(dir, `${name}.${path.basename(file)}`) : plain;
    taken.add(wanted);
    await rename(file, wanted);
    result.push(wanted);
  }
  return result;
}

/**
 * @param args behind `record`
 * @returns undefined when help is asked for
 * @throws UsageError
 */
export function parseRecordArguments(args: readonly string[]): RecordArguments | undefined {
  const end = args.indexOf('--');
  const { given, operands } = readTokens<OptionName>(end === -1 ? args : args.slice(0, end), OPTIONS);
  if (given.has('help')) return undefined;
  const [program, ...rest] = end === -1 ? [] : args.slice(end + 1);
  if (operands[0] !== undefined) throw new UsageError(`the command to record stands behind '--': perf-review record -- ${operands.join(' ')}`);
  if (program === undefined || program === '') throw new UsageError('nothing to record: perf-review record -- COMMAND');
  const value = (name: OptionName): string | undefined => given.get(name)?.at(-1);
  const heap = given.has('heap');
  const interval = value('interval');
  const duration = value('duration');
  return {
    out: value('out'),
    command: [program, ...rest],
    measure: {
      ...DEFAULT_MEASURE,
      cpu: given.has('cpu') || !heap,
      heap,
      reach: !given.has('no-reach'),
      ...(interval === undefined ? {} : { cpuInterval: Math.max(1, Math.round(positive('interval', interval, 10_000_000))) }),
      ...(duration === undefined ? {} : { duration: Math.round(positive('duration', duration, 86_400) * 1000) }),
    },
  };
}

function positive(name: OptionName, text: string, limit: number): number {
  const number = Number(text);
  if (!/^\d+(?:\.\d+)?$/.test(text) || number <= 0 || number > limit) throw new UsageError(`--${name} must be a number above 0 and up to ${String(limit)}, not '${text}'`);
  return number;
}

function recordHelp(): string {
  return `Usage: perf-review record ${recordCommand.usage}

${recordCommand.help}. The exit code is the program's.

${optionRows(OPTIONS)}
`;
}
