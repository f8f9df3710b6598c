import assert from 'node:assert/strict';
import fc from 'fast-check';
import { ts } from 'ts-morph';
import { fixPrograms } from '../support/fix-programs/index.js';
import type { FixProgram } from '../support/fix-programs/fix-program.js';
import { hash, type Schedule } from '../support/fix-programs/recorded-calls.js';
import { findingsIn, repaired, type Repaired } from '../support/fix-programs/repair.js';
import { runProgram } from '../support/fix-programs/run-program.js';

/** Every run takes the same samples; a failure prints the smallest one it finds. */
const SEED = 20_261_122;
const SAMPLES = 150;

for (const { ruleId, programs, repaired: share } of fixPrograms) {
  describe(`repairs of ${ruleId}`, function () {
    this.timeout(240_000);

    it('parse, end the finding, keep every comment, and are made once', () => {
      let fixed = 0;
      let seen = 0;
      fc.assert(fc.property(programs, (program) => {
        const { text, fixes } = repaired(program, ruleId);
        if (findingsIn(program.files, program.main, ruleId) > 0) seen++;
        if (fixes.length === 0) return;
        fixed++;
        assert.equal(syntaxErrors(text), 0, text);
        assert.deepEqual(commentsOf(text), commentsOf(program.files[program.main] ?? ''), text);
        assert.equal(repaired({ ...program, files: { ...program.files, [program.main]: text } }, ruleId).text, text);
      }), { seed: SEED, numRuns: SAMPLES });
      assert.ok(fixed >= share * SAMPLES, `${fixed} of ${SAMPLES} samples are repaired, ${seen} have a finding`);
    });

    it('give the same results', async () => {
      await fc.assert(fc.asyncProperty(programs, fc.nat(1_000), fc.constantFrom(0, 0, 1, 2), async (program, seed, failures) => {
        const after = repaired(program, ruleId);
        if (program.run && after.fixes.length > 0) await assertSame(program, after, seed, failures);
      }), { seed: SEED, numRuns: SAMPLES });
    });
  });
}

/** Runs a program before and after its repair, with `failures` of the calls it makes failing. */
async function assertSame(program: FixProgram, { text, fixes }: Repaired, seed: number, failures: number): Promise<void> {
  const original = program.files[program.main] ?? '';
  const smooth = await runProgram(program, original, { seed, fails: () => false });
  const doomed = new Set([...new Set(smooth.calls)].sort((a, b) => hash(`${seed} ${a}`) - hash(`${seed} ${b}`)).slice(0, failures));
  const schedule: Schedule = { seed, fails: (key) => doomed.has(key) };
  const before = await runProgram(program, original, schedule);
  const after = await runProgram(program, text, schedule);
  const safe = fixes.every((each) => each.safety === 'safe');
  const both = `${original}\n${text}\nfailing: ${[...doomed].join(' ')}`;
  assert.deepEqual(after.unseen, [], `nobody sees a rejection\n${both}`);
  if (program.run?.atOnce !== undefined) assert.ok(after.mostAtOnce <= program.run.atOnce, `${after.mostAtOnce} calls at once\n${both}`);
  const fulfilled = doomed.size === 0 || before.calls.every((each) => !doomed.has(each));
  if (fulfilled || program.run?.sameWhateverFails) assert.deepEqual(after.calls, before.calls, both);
  // Where several fail, which of them is heard of first is a matter of time.
  if (program.run?.sameWhateverFails ?? (safe && doomed.size <= 1)) {
    assert.equal(after.failed, before.failed, both);
    assert.equal(after.text, before.text, both);
  } else if (fulfilled) assert.equal(sorted(after.text), sorted(before.text), both);
  // Nothing is asked for that was not asked for before, but for what a failure would have kept from being asked.
  assert.deepEqual(after.calls.filter((each) => !smooth.calls.includes(each) && !before.calls.includes(each)), [], both);
}

/** Without the order of keys, which a repair that asks for a review may change. */
function sorted(text: string): string {
  return text.split(/[\s,]+/).sort().join(' ');
}

function syntaxErrors(text: string): number {
  const file: ts.SourceFile & { readonly parseDiagnostics?: readonly unknown[] } = ts.createSourceFile('main.ts', text, ts.ScriptTarget.Latest, true);
  return file.parseDiagnostics?.length ?? 0;
}

function commentsOf(text: string): readonly string[] {
  return (text.match(/\/\/[^\n]*/g) ?? []).map((each) => each.trim()).sort();
}
