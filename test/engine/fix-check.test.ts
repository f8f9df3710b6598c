import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Fix } from '../../src/core/finding.js';
import { applyEdits } from '../../src/engine/fix-check.js';
import { createSession } from '../../src/engine/session.js';
import type { ReviewSession } from '../../src/engine/session-contract.js';
import type { FixProposal, Rule } from '../../src/rules/rule.js';
import { memoryHost } from '../support/memory-host.js';

const PATH = '/app/a.ts';
const OTHER = '/app/b.ts';
const TEXT = 'export const a = slow(1);\nexport function slow(x: number) { return x; }\n';

type Edit = readonly [start: number, end: number, newText: string];

/** Reports every call of `slow`, a second rule every call of `bad`; the repairs are the test's own. */
function sessionWith(fixes: () => readonly FixProposal[], files: Readonly<Record<string, string>> = { [PATH]: TEXT, [OTHER]: 'export const b = 1;\n' }): ReviewSession {
  const rule = (id: string, name: string): Rule => ({
    id, summary: '', category: 'async', since: '0', severity: 'warning', options: {}, visits: ['CallExpression'],
    detect: (node) => (node.getText().startsWith(`${name}(`) ? { at: node, data: {} } : undefined),
    message: () => `${name} is called`, evidence: () => [], fixes,
  });
  return createSession({ root: '/app', host: memoryHost(files), rules: [rule('slow', 'slow'), rule('bad', 'bad')] });
}

function offered(edits: readonly Edit[], path = PATH): { readonly titles: readonly string[]; readonly log: readonly string[] } {
  const session = sessionWith(() => [{ title: 'fix', differs: [], edits: edits.map(([start, end, newText]) => ({ path, start, end, newText })) }]);
  const before = session.reviewFile(PATH, { types: true });
  const log: string[] = [];
  const fixes = session.fixesFor(PATH, before.findings[0]?.fingerprint ?? '', (message) => log.push(message));
  // Whatever came of it, the session is as it was.
  assert.equal(session.textOf(PATH), TEXT);
  assert.equal(session.textOf(OTHER), 'export const b = 1;\n');
  const after = session.reviewFile(PATH, { types: true });
  assert.deepEqual([after.findings, after.errors, after.skipped], [before.findings, before.errors, before.skipped]);
  session.dispose();
  return { titles: fixes.map((each) => each.title), log };
}

const CALL = TEXT.indexOf('slow(1)');

describe('a repair', function () {
  this.timeout(20_000);
  it('is offered when its finding ends and nothing else begins', () => {
    assert.deepEqual(offered([[CALL, CALL + 7, '1']]), { titles: ['fix'], log: [] });
  });

  const refusals: readonly (readonly [why: string, edits: readonly Edit[], reason: RegExp])[] = [
    ['does not parse', [[CALL, CALL + 7, '(1']], /does not parse/],
    ['leaves the finding', [[CALL + 5, CALL + 6, '2']], /still be there/],
    ['brings another finding', [[CALL, CALL + 7, 'bad(1)']], /a finding of bad/],
    ['brings a name that does not exist', [[CALL, CALL + 7, 'nowhere']], /type error: TS2304/],
    ['brings a type error', [[CALL, CALL + 7, '"x".length.length']], /type error: TS2339/],
    ['touches characters twice', [[CALL, CALL + 7, '1'], [CALL + 3, CALL + 5, '2']], /overlap/],
    ['lies outside the text', [[TEXT.length, TEXT.length + 5, '']], /overlap/],
    ['lies before the text', [[-3, 2, '']], /overlap/],
    ['changes nothing', [[CALL, CALL + 7, 'slow(1)']], /changes nothing/],
    ['has no edits', [], /changes nothing/],
    ['nests too deeply to be reviewed', [[CALL, CALL + 7, `${'[\n'.repeat(3_000)}${']'.repeat(3_000)}`]], /does not parse/],
  ];
  for (const [why, edits, reason] of refusals) {
    it(`is refused when it ${why}, and says so`, () => {
      const { titles, log } = offered(edits);
      assert.deepEqual(titles, []);
      assert.match(log.join('\n'), reason);
    });
  }

  describe('beyond its own lines', () => {
    const judged = (files: Readonly<Record<string, string>>, edits: FixProposal['edits']): { readonly titles: readonly string[]; readonly fixes: readonly Fix[]; readonly log: string } => {
      const session = sessionWith(() => [{ title: 'fix', differs: [], edits }], files);
      const [finding] = session.reviewFile(PATH, { types: true }).findings;
      const log: string[] = [];
      const fixes = session.fixesFor(PATH, finding?.fingerprint ?? '', (message) => log.push(message));
      session.dispose();
      return { titles: fixes.map(({ title }) => title), fixes, log: log.join('\n') };
    };
    const replace = (text: string, old: string, newText: string, path = PATH) => ({ path, start: text.indexOf(old), end: text.indexOf(old) + old.length, newText });

    it('is refused when a comment would be lost, inside of an edit or not', () => {
      const text = 'export const a = /* of old */ slow(/* one */ 1); // why\nexport function slow(x: number) { return x; }\n';
      assert.match(judged({ [PATH]: text }, [replace(text, 'slow(/* one */ 1)', '1')]).log, /a comment would be lost: \/\* one \*\//);
      assert.match(judged({ [PATH]: text }, [replace(text, 'slow(/* one */ 1); // why', '/* one */ 1;')]).log, /a comment would be lost: \/\/ why/);
      assert.deepEqual(judged({ [PATH]: text }, [replace(text, 'slow(/* one */ 1)', '/* one */\n  1')]).titles, ['fix']);
    });

    it('takes the words for a comment that only look like one', () => {
      const text = 'export const a = slow("// no" + `/* nor */`);\nexport function slow(x: string) { return x; }\n';
      assert.deepEqual(judged({ [PATH]: text }, [replace(text, 'slow("// no" + `/* nor */`)', '""')]).titles, ['fix']);
    });

    it('may take away what only allowed an await in a loop', () => {
      const text = 'export const a = [\n  // eslint-disable-next-line no-await-in-loop -- one by one\n  slow(1),\n];\nexport function slow(x: number) { return x; }\n';
      assert.deepEqual(judged({ [PATH]: text }, [replace(text, '\n  // eslint-disable-next-line no-await-in-loop -- one by one\n  slow(1)', '1')]).titles, ['fix']);
    });

    it('is refused when a file that imports what it changes no longer fits', () => {
      const text = 'export function load() { return slow(1); }\nexport function slow(x: number) { return x; }\n';
      const files = { [PATH]: text, '/app/barrel.ts': 'export * from "./a";\n', '/app/c.ts': 'import { load } from "./barrel";\nexport const half: number = load() / 2;\n' };
      const session = { ...files, '/app/other.ts': 'export const wrong: number = "";\n' };
      assert.match(judged(session, [replace(text, 'slow(1)', '"1"')]).log, /type error: TS2362 .*, in \/app\/c\.ts/);
      assert.deepEqual(judged(session, [replace(text, 'slow(1)', '2')]).titles, ['fix']);
    });

    it('is not refused for an error that was there and now names another type', () => {
      const text = 'interface Wide { a: number; b: number }\nconst a = { a: slow(1) };\nexport const wide: Wide = a;\nexport function slow(x: number) { return x; }\n';
      assert.deepEqual(judged({ [PATH]: text }, [replace(text, '{ a: slow(1) }', '{ a: 1, c: 2 }')]).titles, ['fix']);
      assert.match(judged({ [PATH]: text }, [replace(text, '{ a: slow(1) }', '{ c: 2 }')]).log, /TS2739 .* a, b/);
      assert.match(judged({ [PATH]: text }, [replace(text, '{ a: slow(1) }', '{ b: 2 }')]).log, /TS2741 Property 'a'/);
    });

    const unread: Readonly<Record<string, readonly [text: string, old: string, newText: string, reason: RegExp | undefined]>> = {
      'an import': ['import { x } from "./b";\nexport const a = slow(x);\nexport function slow(n: unknown) { return n; }\n', 'slow(x)', '1', /nobody would read x/],
      'a local': ['export function a() { const x = 1; return slow(x); }\nexport function slow(n: unknown) { return n; }\n', 'slow(x)', '1', /nobody would read x/],
      'a parameter': ['export const a = (x: number) => slow(x);\nexport function slow(n: unknown) { return n; }\n', 'slow(x)', '1', /nobody would read x/],
      'what is only written': ['export function a() { let x = 1; x = 2; return slow(x); }\nexport function slow(n: unknown) { return n; }\n', 'slow(x)', '1', /nobody would read x/],
      'a name it brings itself': ['export function a() { return slow(1); }\nexport function slow(n: unknown) { return n; }\n', 'return slow(1)', 'const y = 1; return 1', /nobody would read y/],
      'nothing that was unread before': ['import { x } from "./b";\nexport const a = (y: number) => slow(1);\nexport function slow(n: unknown) { return n; }\n', 'slow(1)', '1', undefined],
      'nothing where it is still exported': ['const x = 1;\nexport const a = slow(x);\nexport { x };\nexport function slow(n: unknown) { return n; }\n', 'slow(x)', '1', undefined],
      'no element left out of the rest': ['export const a = ({ x, ...rest }: { x: number }) => [rest, slow(x)];\nexport function slow(n: unknown) { return n; }\n', 'slow(x)', '1', undefined],
    };
    for (const [what, [text, old, newText, reason]] of Object.entries(unread)) {
      it(`${reason ? 'is refused when it leaves' : 'is offered when it leaves'} unread ${what}`, () => {
        const kept = `${text}export const user = slow;\n`;
        const { titles, log } = judged({ [PATH]: kept, [OTHER]: 'export const x = 1;\n' }, [replace(kept, old, newText)]);
        if (reason) assert.match(log, reason);
        else assert.deepEqual([titles, log], [['fix'], '']);
      });
    }

    const imports: Readonly<Record<string, readonly [declared: string, read: string, left: string | undefined]>> = {
      'in a row': ['import { w, x, y } from "./b";', '[w, y]', 'import { w, y } from "./b";'],
      'in front': ['import {x, w} from "./b"', 'w', 'import {w} from "./b"'],
      'at the end': ['import d, { w, x } from "./b";', '[d, w]', 'import d, { w } from "./b";'],
      'under another name': ['import { w, y as x } from "./b";', 'w', 'import { w } from "./b";'],
      'in lines': ['import {\n  w,\n  x,\n} from "./b";', 'w', 'import {\n  w,\n} from "./b";'],
      'unless there is a comment': ['import { w, /* of old */ x } from "./b";', 'w', undefined],
      'unless it is the last': ['import { x } from "./b";', '1', undefined],
    };
    for (const [where, [declared, read, left]] of Object.entries(imports)) {
      it(`takes out an imported name that nobody reads any more, ${where}`, () => {
        const rest = `\nexport const a = slow(x);\nexport const b = ${read};\nexport function slow(n: unknown) { return n; }\n`;
        const text = declared + rest;
        const { fixes, log } = judged({ [PATH]: text, [OTHER]: 'export const w = 1, x = 1, y = 1;\nexport default 1;\n' }, [replace(text, 'slow(x)', '1')]);
        assert.equal(fixes[0] && applyEdits(text, fixes[0].edits), left && left + rest.replace('slow(x)', '1'), log);
      });
    }

    it('is refused when another file would get a finding', () => {
      const other = 'export const b = 1;\nexport function bad(x: number) { return x; }\n';
      const edits = [replace(TEXT, 'slow(1)', '1'), replace(other, '1', 'bad(1)', OTHER)];
      assert.match(judged({ [PATH]: TEXT, [OTHER]: other }, edits).log, /a finding of bad/);
    });
  });

  it('is refused when it touches a file that cannot be read', () => {
    assert.match(offered([[0, 0, 'x']], '/app/gone.ts').log.join(), /cannot be read/);
  });

  it('that cannot be computed is not offered, and the reason is logged', () => {
    const session = sessionWith(() => { throw new Error('no idea'); });
    const log: string[] = [];
    assert.deepEqual(session.fixesFor(PATH, session.reviewFile(PATH, { types: false }).findings[0]?.fingerprint ?? '', (message) => log.push(message)), []);
    assert.match(log.join(), /slow: computing a fix failed: Error: no idea/);
    assert.deepEqual(session.fixesFor(PATH, 'no such finding'), []);
    assert.deepEqual(session.fixesFor('/app/gone.ts', 'no such finding'), []);
  });

  it('leaves an unsaved buffer as it was, and a file without one on disk', () => {
    const session = sessionWith(() => [{ title: 'fix', differs: [], edits: [{ path: PATH, start: 17, end: 24, newText: '1' }, { path: OTHER, start: 0, end: 0, newText: '// x\n' }] }]);
    const buffer = `${TEXT}// unsaved\n`;
    session.setBuffer(PATH, buffer);
    const [finding] = session.reviewFile(PATH, { types: false }).findings;
    assert.equal(session.fixesFor(PATH, finding?.fingerprint ?? '').length, 1);
    assert.equal(session.textOf(PATH), buffer);
    session.setBuffer(PATH, undefined);
    assert.equal(session.textOf(PATH), TEXT);
    assert.equal(session.textOf(OTHER), 'export const b = 1;\n');
  });

  it('is offered for one finding after the other, however often one asks', () => {
    const text = 'slow(1);\nslow(2);\nslow(3);\nexport function slow(x: number) { return x; }\n';
    const rule: Rule<{ readonly start: number; readonly end: number; readonly path: string }> = {
      id: 'slow', summary: '', category: 'async', since: '0', severity: 'warning', options: {}, visits: ['CallExpression'],
      // As rules do that ask for types: without them there is nothing to see.
      detect: (node, { facts, path }) => (facts.oracle && node.getText().startsWith('slow(') ? { at: node, data: { start: node.getStart(), end: node.end, path } } : undefined),
      message: () => '', evidence: () => [],
      fixes: ({ start, end, path }) => [{ title: `fix ${text.slice(start, end)}`, differs: [], edits: [{ path, start, end, newText: 'void 0' }] }],
    };
    const session = createSession({ root: '/app', host: memoryHost({ [PATH]: text }), rules: [rule] });
    const { findings } = session.reviewFile(PATH, { types: true });
    const ask = () => findings.flatMap((each) => session.fixesFor(PATH, each.fingerprint).map((fix) => fix.title));
    assert.deepEqual(ask(), ['fix slow(1)', 'fix slow(2)', 'fix slow(3)']);
    assert.deepEqual(ask(), ['fix slow(1)', 'fix slow(2)', 'fix slow(3)']);
    session.dispose();
  });
});

describe('edits', () => {
  /** Edits that do not touch each other, with the text between them. */
  const apart = fc.array(fc.record({ keep: fc.string({ minLength: 1, maxLength: 5 }), drop: fc.string({ maxLength: 5 }), put: fc.string({ maxLength: 5 }) }), { maxLength: 6 }).map((parts) => {
    let text = '';
    let expected = '';
    const edits = parts.map(({ keep, drop, put }) => {
      const start = text.length + keep.length;
      text += keep + drop;
      expected += keep + put;
      return { start, end: start + drop.length, newText: put };
    });
    return { text: `${text}end`, expected: `${expected}end`, edits };
  });

  it('give one text in whichever order they come, and leave the rest alone', () => {
    fc.assert(fc.property(apart.chain((each) => fc.record({ each: fc.constant(each), order: fc.shuffledSubarray(each.edits, { minLength: each.edits.length }) })), ({ each, order }) => {
      assert.equal(applyEdits(each.text, order), each.expected);
    }));
  });

  it('that overlap or leave the text are refused', () => {
    fc.assert(fc.property(fc.string({ maxLength: 20 }), fc.array(fc.record({ start: fc.integer({ min: -3, max: 25 }), end: fc.integer({ min: -3, max: 25 }), newText: fc.string({ maxLength: 3 }) }), { maxLength: 4 }), (text, edits) => {
      const inside = edits.every(({ start, end }) => 0 <= start && start <= end && end <= text.length);
      const overlapping = edits.some((a, i) => edits.some((b, j) => i < j && Math.max(a.start, b.start) < Math.min(a.end, b.end)));
      const result = applyEdits(text, edits);
      if (!inside || overlapping) assert.equal(result, undefined);
      else if (result !== undefined) assert.equal(result.length, text.length + edits.reduce((sum, { start, end, newText }) => sum + newText.length - (end - start), 0));
    }));
  });

  it('at one place keep their order', () => {
    assert.equal(applyEdits('ab', [{ start: 1, end: 1, newText: '1' }, { start: 1, end: 1, newText: '2' }, { start: 1, end: 2, newText: 'B' }]), 'a12B');
    assert.equal(applyEdits('', []), '');
  });
});
