import assert from 'node:assert/strict';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { rules } from '../../src/rules/index.js';
import { readMarkers } from '../support/markers.js';
import { newRuleFiles, PAGE_HEADINGS, ruleIds, withRule } from '../support/new-rule.js';
import { readPage } from '../support/rule-page.js';
import { filesBelow } from '../support/source-files.js';

const index = readFileSync('src/rules/index.ts', 'utf8');

describe('rules', () => {
  const folders = readdirSync('src/rules', { withFileTypes: true }).filter((each) => each.isDirectory()).map((each) => each.name).sort();

  it('are listed one by one in alphabetical order', () => {
    assert.deepEqual(rules.map((each) => each.id), folders);
    assert.deepEqual(ruleIds(index), folders);
  });

  for (const folder of folders) {
    describe(folder, () => {
      const page = `src/rules/${folder}/README.md`;
      const text = existsSync(page) ? readFileSync(page, 'utf8') : '';

      it('has a page with the headings of a page', () => {
        assert.match(text, /^# \S/);
        const headings = [...text.matchAll(/^## (.*)$/gm)].map((match) => match[1]);
        assert.deepEqual(headings.filter((each) => PAGE_HEADINGS.some((wanted) => wanted === each)), PAGE_HEADINGS);
        assert.ok(text.includes('<!-- generated: options -->'), 'the options stand between markers');
      });

      it('has words under every heading', () => {
        const sections = text.split(/^#{1,6} .*$/m).slice(2);
        assert.ok(sections.length >= PAGE_HEADINGS.length && sections.every((each) => each.trim() !== ''), `${page} has an empty section`);
      });

      it('has examples of both kinds', () => {
        assert.deepEqual(new Set(readPage(text).map((each) => each.kind)), new Set(['bad', 'good']));
      });

      it('has fixtures that report and code in them that does not', () => {
        const texts = existsSync(`test/fixtures/${folder}`) ? filesBelow(`test/fixtures/${folder}`).filter((each) => !each.includes('.fixed.')).map((each) => readFileSync(each, 'utf8')) : [];
        assert.ok(texts.some((each) => readMarkers(each).some((marker) => marker.ruleId === folder)), 'a fixture has a marker of the rule');
        assert.ok(texts.some((each) => isPartlyQuiet(each)), 'a fixture holds code that stays quiet');
      });

      it('says what it finds in one line', () => {
        const rule = rules.find((each) => each.id === folder);
        assert.match(rule?.summary ?? '', /^[A-Z][^\n]{10,90}[^.\n]$/);
        assert.match(rule?.since ?? '', /^\d+\.\d+\.\d+$/);
      });
    });
  }

  it('have no fixtures without a rule', () => {
    assert.deepEqual(readdirSync('test/fixtures').filter((each) => !folders.includes(each)), []);
  });
});

/** More top-level functions, classes or constants than markers stand in. */
function isPartlyQuiet(text: string): boolean {
  const starts = [...text.matchAll(/^(?:export |async |default )*(?:function|class|const|let|interface) /gm)].map((match) => match.index);
  const marked = new Set(readMarkers(text).map((marker) => starts.findLast((start) => start <= marker.start)));
  return starts.length > marked.size;
}

describe('new-rule', () => {
  it('adds a rule at its place', () => {
    const text = withRule(index, 'blocking-read');
    assert.deepEqual(ruleIds(text), [...rules.map((each) => each.id), 'blocking-read'].sort());
    assert.match(text, /import blockingRead from '\.\/blocking-read\/rule\.js';/);
    assert.match(text, /= \[\n(?: {2}\w+,\n)* {2}blockingRead,\n(?: {2}\w+,\n)*\];\n$/);
  });

  it('writes the index as people write it', () => {
    const ids = ruleIds(index);
    const without = index.split('\n').filter((line) => !line.includes(`/${ids[0]}/`) && line.trim() !== `${(ids[0] ?? '').replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase())},`).join('\n');
    assert.equal(withRule(without, ids[0] ?? ''), index);
  });

  it('refuses what is no id or is taken', () => {
    assert.throws(() => newRuleFiles('SyncIO', '0.1.0', index), /no rule id/);
    assert.throws(() => newRuleFiles(rules[0]?.id ?? '', '0.1.0', index), /already/);
  });

  it('writes a page with the headings of a page', () => {
    const page = newRuleFiles('blocking-read', '0.1.0', index)['src/rules/blocking-read/README.md'] ?? '';
    assert.deepEqual([...page.matchAll(/^## (.*)$/gm)].map((match) => match[1]).filter((each) => each !== 'Options'), PAGE_HEADINGS);
    assert.deepEqual(readPage(page).map((each) => each.kind), ['bad', 'good']);
  });
});
