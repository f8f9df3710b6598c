import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Finding } from '../src/core/finding.js';
import { applyEdits } from '../src/engine/fix-check.js';
import { rules } from '../src/rules/index.js';
import { checkMarkers } from './support/check-markers.js';
import { FIXTURES, fixturesOf, readFixture } from './support/fixture.js';
import { readPage, type PageExample } from './support/rule-page.js';
import { fixesOf, reviewProgram, ROOT, type ReviewedProgram } from './support/review-program.js';

/** Applies the first offered fix of each finding of a rule, again and again until none is offered. Markers are comments, which no fix may drop. */
function applyAll(files: Readonly<Record<string, string>>, ruleId: string): Record<string, string> {
  const texts = Object.fromEntries(Object.entries(files).map(([name, text]) => [name, withoutMarkers(text)]));
  for (let round = 0; round < 20; round++) {
    const program = reviewProgram(texts, {});
    const next = firstFix(program, ruleId);
    if (!next) return texts;
    for (const path of new Set(next.map((edit) => edit.path))) {
      const name = path.slice(ROOT.length + 1);
      const after = applyEdits(texts[name] ?? '', next.filter((edit) => edit.path === path));
      assert.ok(after !== undefined, 'edits must not overlap');
      texts[name] = after;
    }
  }
  assert.fail('fixing does not come to an end');
}

function firstFix(program: ReviewedProgram, ruleId: string) {
  for (const review of program.reviews.values()) {
    for (const finding of review.findings) {
      const fix = finding.ruleId === ruleId ? fixesOf(program, finding)[0] : undefined;
      if (fix) return fix.edits;
    }
  }
  return undefined;
}

const withoutMarkers = (text: string): string => text.split('\n').filter((line) => !/^\s*(?:\{\/\*|\/\/)[^^]*\^+\s*(?:\||todo\s|[\w-]+(?:\/\w+)?:)/.test(line)).map((line) => line.replace(/\s*\/\/\s*want\s+[\w-]+\s*$/, '')).join('\n');

function checkProgram(name: string, files: Readonly<Record<string, string>>, ruleId: string, overrides: Readonly<Record<string, unknown>>): void {
  const program = reviewProgram(files, overrides);
  for (const [path, review] of program.reviews) {
    assert.deepEqual(review.errors, [], `${name}: no rule may fail`);
    assert.equal(review.skipped, undefined, `${name}: ${path} is skipped`);
    for (const finding of review.findings) checkChain(`${name} ${path}: ${finding.message}`, finding);
    checkMarkers(`${name} ${path}`, files[path.slice(ROOT.length + 1)] ?? '', review.findings.filter((each) => each.ruleId === ruleId));
  }
}

/** What keeps a finding from high is told, once, in words that can follow "inferred:". */
function checkChain(name: string, { confidence, evidence }: Finding): void {
  const doubts = evidence.filter((each) => each.certainty !== 'proven').map((each) => each.text);
  assert.equal(confidence === 'high', doubts.length === 0, `${name}: ${confidence}, ${doubts.join('; ')}`);
  assert.deepEqual(doubts.filter((text, index) => doubts.indexOf(text) !== index || /^\W|^inferred|\.$/.test(text)), [], name);
}

function checkExample(ruleId: string, example: PageExample): void {
  const overrides = example.options ? { rules: { [ruleId]: example.options } } : {};
  const findings = [...reviewProgram(example.files, overrides).reviews.values()].flatMap((review) => review.findings.filter((each) => each.ruleId === ruleId));
  if (example.kind === 'good') assert.deepEqual(findings.map((each) => each.message), [], 'a good example must stay quiet');
  else {
    assert.ok(findings.length > 0, 'a bad example must be reported');
    checkProgram(`${ruleId} README.md:${example.line}`, example.files, ruleId, overrides);
  }
  if (example.fixed !== undefined) assert.equal(withoutMarkers(applyAll(example.files, ruleId)[example.main] ?? '').trim(), example.fixed.trim());
}

for (const rule of rules) {
  describe(`rule ${rule.id}`, () => {
    describe('page', () => {
      const page = `src/rules/${rule.id}/README.md`;
      it('exists', () => assert.ok(existsSync(page)));
      for (const example of existsSync(page) ? readPage(readFileSync(page, 'utf8')) : []) {
        it(`${example.kind} example at line ${example.line}`, () => checkExample(rule.id, example));
      }
    });
    describe('fixtures', () => {
      const folder = join(FIXTURES, rule.id);
      it('exist', () => assert.ok(existsSync(folder)));
      for (const name of existsSync(folder) ? fixturesOf(rule.id) : []) {
        it(name, () => {
          const { files, fixed } = readFixture(join(folder, name));
          checkProgram(name, files, rule.id, {});
          if (Object.keys(fixed).length === 0) return;
          const after = applyAll(files, rule.id);
          for (const [file, text] of Object.entries(fixed)) assert.equal(withoutMarkers(after[file] ?? ''), text, `${file} after all fixes`);
        });
      }
    });
  });
}
