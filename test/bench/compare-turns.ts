import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { compareSides } from '../../src/profile/compare/compare-sides.js';
import type { Comparison } from '../../src/profile/compare/comparison.js';
import { verdictWord } from '../../src/profile/compare/comparison-words.js';
import { runsOf } from '../../src/profile/compare/run.js';
import { SideBuilder, type Side } from '../../src/profile/compare/side.js';
import { USUAL_RUNS } from '../../src/profile/compare/verdict.js';
import { readProfile } from '../../src/profile/formats/index.js';
import { takeTurns } from '../../src/runner/comparing/take-turns.js';
import { DEFAULT_MEASURE, type Command } from '../../src/runner/profile-request.js';

export interface Verdict {
  readonly word: string;
  readonly measure: string;
  /** A part of the runs before, with its interval. */
  readonly change: number;
  readonly low: number;
  readonly high: number;
  /** Functions that were called changed. */
  readonly functions: readonly string[];
}

/** Of a side, where nobody says. */
export const usualRuns = USUAL_RUNS;

/** Runs two programs of Node by turns, as `perf-review compare --revision` does, and says what came of it. */
export async function verdictOn(before: readonly string[], after: readonly string[], runs: number, preload: string): Promise<Verdict> {
  const outFolder = mkdtempSync(path.join(tmpdir(), 'perf-review-bench-'));
  const command = (args: readonly string[]): Command => ({ program: process.execPath, arguments: args, workingFolder: outFolder, environment: {} });
  try {
    const files = await takeTurns({ before: command(before), after: command(after), runs, measure: DEFAULT_MEASURE, outFolder }, { preload });
    return wordsOf(compareSides(sideOf(files.before), sideOf(files.after), { takingTurns: true }));
  } finally {
    rmSync(outFolder, { recursive: true, force: true });
  }
}

function sideOf(files: readonly string[]): Side {
  const side = new SideBuilder('cpu');
  for (const run of runsOf(files.map((name) => ({ name, set: readProfile(readFileSync(name), path.basename(name)) })))) side.add(run);
  return side.build();
}

function wordsOf({ whole, measure, functions }: Comparison): Verdict {
  const changed = functions.filter(({ verdict }) => verdict === 'less' || verdict === 'more');
  return { word: verdictWord(whole.verdict, measure), measure, change: whole.change, low: whole.low, high: whole.high, functions: changed.map(({ name, verdict }) => `${name} ${verdictWord(verdict, measure)}`) };
}
