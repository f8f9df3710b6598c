import assert from 'node:assert/strict';
import fc from 'fast-check';
import { differences, minimal, reviewed, type Reviewed } from '../support/metamorphic/comparison.js';
import { extraction } from '../support/metamorphic/extraction.js';
import { addedComments, addedLines, addedParentheses, brokenLines, joinedLines, omittedSemicolons, otherQuotes, reindented, windowsLines } from '../support/metamorphic/layout-changes.js';
import { parseAlone, type ParsedFile } from '../support/metamorphic/parsed-file.js';
import { renamings } from '../support/metamorphic/renaming.js';
import { reorderings } from '../support/metamorphic/reordering.js';
import type { Change } from '../support/metamorphic/rewrite.js';
import { rulePrograms, type RuleProgram } from '../support/metamorphic/rule-programs.js';

/** Every run takes the same samples; a failure prints it, and a run with another one is a run with other samples. */
const SEED = 20_260_822;
const SAMPLES = 200;

const TRANSFORMATIONS: Readonly<Record<string, (file: ParsedFile) => readonly Change[]>> = {
  'names of locals': renamings,
  'the order of declarations': reorderings,
  'comments and blank lines between statements': addedLines,
  'comments within lines': addedComments,
  'lines that are broken': brokenLines,
  'lines that are joined': joinedLines,
  indentation: reindented,
  'line ends': windowsLines,
  quotes: otherQuotes,
  semicolons: omittedSemicolons,
  parentheses: addedParentheses,
};

function changesOf(program: RuleProgram, transform: (file: ParsedFile) => readonly Change[]): readonly Change[] {
  return Object.entries(program.files).flatMap(([path, text]) => {
    const file = /\.[cm]?[jt]sx?$/.test(path) ? parseAlone(path, text) : undefined;
    return file ? transform(file) : [];
  });
}

/** Fails with the fewest changes that make a difference, and the text around them. */
function assertSame(before: Reviewed, changes: readonly Change[], ignored: readonly string[] = []): void {
  if (changes.length === 0 || differences(before, changes, ignored).length === 0) return;
  const fewest = minimal(before, changes, ignored);
  const places = fewest.flatMap(({ path, replacements = [], moves = [] }) => {
    const text = before.program.files[path] ?? '';
    return [
      ...replacements.map((each) => `${path}: ${JSON.stringify(text.slice(Math.max(0, each.start - 60), each.start))} then ${JSON.stringify(each.text)} for ${JSON.stringify(text.slice(each.start, each.end))}`),
      ...moves.map((each) => `${path}: ${JSON.stringify(text.slice(each.start, each.end).slice(0, 160))} moved behind ${JSON.stringify(text.slice(Math.max(0, each.to - 60), each.to))}`),
    ];
  });
  assert.fail(`${before.program.name}\n${differences(before, fewest, ignored).join('\n')}\n${places.join('\n')}`);
}

describe('findings do not depend on', function () {
  this.timeout(120_000);
  const programs: Reviewed[] = [];
  before(() => programs.push(...rulePrograms().map(reviewed)));

  for (const [what, transform] of Object.entries(TRANSFORMATIONS)) {
    it(what, () => {
      for (const each of programs) assertSame(each, changesOf(each.program, transform));
    });
  }

  it('any part of that', () => {
    const cases = programs.flatMap((each) => Object.values(TRANSFORMATIONS).map((transform) => ({ each, changes: changesOf(each.program, transform) })).filter(({ changes }) => changes.length > 1));
    const sample = fc.constantFrom(...cases).chain(({ each, changes }) => fc.tuple(fc.constant(each), fc.subarray([...changes], { minLength: 1 })));
    fc.assert(fc.property(sample, ([each, changes]) => assertSame(each, changes)), { seed: SEED, numRuns: SAMPLES, endOnFailure: true });
  });

  // What is said of the query itself goes with it into the function, where nobody sees what becomes of its rows.
  it('whether a repeated call stands in a function of its own', () => {
    let extracted = 0;
    for (const each of programs) {
      for (const { ruleId, span } of each.findings) {
        if (ruleId !== 'n-plus-one-query' && ruleId !== 'n-plus-one-request') continue;
        const path = each.program.files[span.path.slice('/app/'.length)] === undefined ? undefined : span.path.slice('/app/'.length);
        const file = path === undefined ? undefined : parseAlone(path, each.program.files[path] ?? '');
        const change = file && extraction(file, span);
        if (!change) continue;
        extracted++;
        assertSame(each, [change], ['unbounded-query']);
      }
    }
    assert.ok(extracted > 100, `${extracted} calls could be taken out`);
  });
});
