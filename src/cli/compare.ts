import { compareSides } from '../profile/compare/compare-sides.js';
import type { Comparison } from '../profile/compare/comparison.js';
import { Incomparable } from '../profile/compare/side.js';
import { CannotCompare } from '../runner/comparing/git.js';
import { COMPARE_OPTIONS, parseCompareArguments, type CompareArguments, type CompareFormat } from './compare-arguments.js';
import { compareWithRevision } from './compare-with-revision.js';
import { comparisonJson, comparisonMarkdown, comparisonText } from './comparison-report.js';
import { Interrupted } from './interruption.js';
import { optionRows } from './option-rows.js';
import { readSide } from './read-side.js';
import type { Subcommand } from './subcommands.js';
import type { Surroundings } from './surroundings.js';
import { UsageError } from './usage-error.js';

const EXIT = { notSlower: 0, slower: 1, failure: 2 } as const;

export const compareCommand: Subcommand = {
  name: 'compare',
  usage: 'BEFORE ... --with AFTER ... | --revision REF -- COMMAND [ARGUMENT ...]',
  help: 'Say whether runs of a program got faster',
  run: compare,
};

async function compare(args: readonly string[], surroundings: Surroundings): Promise<number> {
  const parsed = parseCompareArguments(args);
  const { stdout, stderr } = surroundings;
  if (parsed === undefined) {
    stdout.write(compareHelp());
    return EXIT.notSlower;
  }
  try {
    const comparison = await comparisonOf(parsed, surroundings);
    stdout.write(written(comparison, parsed.format, stdout.colours));
    if (comparison.whole.verdict === 'more') return EXIT.slower;
    if (comparison.whole.verdict !== 'too-few-runs' || !parsed.requireVerdict) return EXIT.notSlower;
    stderr.write('perf-review: there is no verdict, and --require-verdict asks for one\n');
    return EXIT.failure;
  } catch (error) {
    if (error instanceof Interrupted) return error.exitCode;
    if (error instanceof Incomparable || error instanceof CannotCompare) throw new UsageError(error.message);
    throw error;
  }
}

async function comparisonOf({ sides, heap, threshold }: CompareArguments, surroundings: Surroundings): Promise<Comparison> {
  const options = threshold === undefined ? {} : { threshold };
  const kind = heap ? 'heap' : 'cpu';
  if (sides.from === 'revision') return compareWithRevision(sides, kind, options, surroundings);
  const before = await readSide(sides.before, surroundings.cwd, kind);
  return compareSides(before, await readSide(sides.after, surroundings.cwd, kind), options);
}

function written(comparison: Comparison, format: CompareFormat, colours: boolean): string {
  switch (format) {
    case 'json': return comparisonJson(comparison);
    case 'markdown': return comparisonMarkdown(comparison);
    case 'text': return comparisonText(comparison, colours);
  }
}

function compareHelp(): string {
  return `Usage: perf-review compare [options] BEFORE ... --with AFTER ...
       perf-review compare [options] --revision REF -- COMMAND [ARGUMENT ...]

Compares the profiles of runs before a change with those of runs after it: each
file is a run, files that were recorded together are one, and a folder stands
for the profiles in it. With --revision it makes the runs itself, by turns.

${optionRows(COMPARE_OPTIONS)}

Exit codes: 0 not slower, 1 slower, 2 wrong usage or unreadable profiles.
`;
}
