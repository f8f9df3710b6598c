import assert from 'node:assert/strict';
import fc from 'fast-check';
import { ts } from 'ts-morph';
import type { Fix } from '../../src/core/finding.js';
import { applyEdits } from '../../src/engine/fix-check.js';
import { fixesOf, reviewProgram, ROOT } from '../support/review-program.js';
import { World } from '../support/small-world.js';

const SEED = 20_261_122;
const SAMPLES = 60;

/** What is acquired: `N` stands for a number of its own, so that no two do the same. */
const ACQUISITIONS = [
  'setInterval(() => note(N), 1000);',
  'setInterval(noteTick, 1000);',
  'setTimeout(() => note(N), 5000);',
  'const timer = setInterval(() => note(N), 1000);',
  "window.addEventListener('resize', () => note(N));",
  "window.addEventListener('resize', noteTick);",
  "document.addEventListener('keydown', (event) => { if (event.type === 'keydown') note(N); }, true);",
  "window.addEventListener('resize', () => { note(N); }, { passive: true });",
  "document.addEventListener('keydown', () => { setTimeout(() => note(N), 5000); });",
] as const;

const AROUND = ['DO', 'if (given) {\n  DO\n}', 'if (given) {\n  DO\n} else {\n  note(0);\n}', "// Whatever is given.\nDO // and no more\nnote(1);", 'if (!given) return;\nDO', 'if (given) {\n  DO\n  return;\n}\nnote(2);'] as const;

const effect = (body: string, cleanup: string): string => `
import { useEffect } from 'react';
import { note, noteTick } from './notes';

export function usePanel(given: boolean) {
  useEffect(() => {
    ${body}
    ${cleanup}
  }, [given]);
}
`;

const disposable = (body: string, ending: string): string => `
import { note, noteTick } from './notes';

export class Panel {
  constructor(given: boolean) {
    ${body}
  }

  /** Ends it. */
  dispose(): void {
    ${ending}
  }
}
`;

const factory = (body: string): string => `
import { note, noteTick } from './notes';

export function panel(given: boolean) {
  window.addEventListener('focus', noteTick);
  ${body}
  return () => window.removeEventListener('focus', noteTick);
}
`;

/** A timeout of a class is only reported where it touches the object. */
const LASTING = ACQUISITIONS.filter((each) => !each.includes('setTimeout'));

const acquiredOf = (all: readonly string[]) => fc.tuple(fc.constantFrom(...all), fc.constantFrom(...AROUND), fc.nat({ max: 90 })).map(([code, around, number]) => ({ text: around.replace('DO', code.replaceAll('N', String(number + 10))), leaves: around.includes('return') }));

const acquired = acquiredOf(ACQUISITIONS);
const lasting = acquiredOf(LASTING);

const PROGRAMS: fc.Arbitrary<string> = fc.oneof(
  acquired.chain(({ text, leaves }) => fc.constantFrom(...(leaves ? [''] : ['', "return () => note(5);", 'return noteTick;'])).map((cleanup) => effect(text, cleanup))),
  fc.tuple(lasting, fc.constantFrom('', 'note(6);', 'if (this.ended()) return;\n    note(7);')).map(([{ text }, ending]) => disposable(text, ending).replace('  /** Ends it. */', ending.includes('ended') ? '  ended(): boolean {\n    return false;\n  }\n\n  /** Ends it. */' : '  /** Ends it. */')),
  lasting.filter(({ leaves }) => !leaves).map(({ text }) => factory(text)),
);

interface Outcome {
  /** What was handled before the end. */
  readonly during: readonly number[];
  readonly after: readonly number[];
  /** What the program still holds after its end. */
  readonly left: number;
}

function run(text: string, given: boolean): Outcome {
  const world = new World();
  const notes: number[] = [];
  const effects: (() => unknown)[] = [];
  const modules: Readonly<Record<string, unknown>> = {
    react: { useEffect: (each: () => unknown) => effects.push(each) },
    './notes': { note: (number: number) => void notes.push(number), noteTick: () => void notes.push(-1) },
  };
  const exported = world.load(ts.transpileModule(text, { compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 } }).outputText, (name) => modules[name]);
  const { usePanel, Panel, panel } = exported as { usePanel?: (given: boolean) => void; Panel?: new (given: boolean) => { dispose(): void }; panel?: (given: boolean) => () => void };
  let end: () => void;
  if (usePanel) {
    usePanel(given);
    const cleanups = effects.map((each) => each());
    end = () => cleanups.forEach((each) => typeof each === 'function' && (each as () => void)());
  } else if (Panel) {
    const object = new Panel(given);
    end = () => object.dispose();
  } else end = panel?.(given) ?? assert.fail('nothing to run');
  const happen = (): void => {
    world.fire('window', 'resize');
    world.fire('document', 'keydown');
    world.tick();
    world.fire('window', 'resize');
  };
  happen();
  const during = [...notes];
  world.fire('document', 'keydown');
  end();
  notes.length = 0;
  const left = world.held;
  happen();
  return { during, after: notes, left };
}

function repaired(text: string): { readonly text: string; readonly fixes: readonly Fix[]; readonly findings: number } {
  const fixes: Fix[] = [];
  let now = text;
  for (let round = 0; round < 8; round++) {
    const program = reviewProgram({ 'panel.ts': now, 'notes.ts': 'export function note(value: number): void { globalThis.console.log(value); }\nexport function noteTick(): void { note(-1); }\n' }, { types: { enabled: false } });
    const found = (program.reviews.get(`${ROOT}/panel.ts`)?.findings ?? []).filter((each) => each.ruleId === 'missing-cleanup');
    const fix = found.map((each) => fixesOf(program, each)[0]).find((each) => each !== undefined);
    program.session.dispose();
    if (!fix) return { text: now, fixes, findings: found.length };
    const after = applyEdits(now, fix.edits);
    assert.ok(after !== undefined && after !== now, `edits of ${fix.title} in\n${now}`);
    fixes.push(fix);
    now = after;
  }
  return assert.fail(`repairs without end:\n${now}`);
}

describe('repairs of missing cleanup, run', function () {
  this.timeout(240_000);

  it('leave nothing behind after the end, and handle the same before it', () => {
    let leaking = 0;
    let fixed = 0;
    fc.assert(fc.property(PROGRAMS, (program) => {
      const after = repaired(program);
      if (after.fixes.length === 0) return;
      fixed++;
      const parsed: ts.SourceFile & { readonly parseDiagnostics?: readonly unknown[] } = ts.createSourceFile('panel.ts', after.text, ts.ScriptTarget.Latest, true);
      assert.deepEqual(parsed.parseDiagnostics, [], after.text);
      assert.deepEqual(repaired(after.text).fixes, [], `applied once more:\n${after.text}`);
      for (const given of [true, false]) {
        const [was, is] = [run(program, given), run(after.text, given)];
        const both = `given ${given}\n${program}\n${after.text}`;
        assert.deepEqual(is.during, was.during, both);
        if (after.findings === 0) {
          assert.equal(is.left, 0, both);
          assert.deepEqual(is.after, [], both);
        }
        if (was.left > 0) leaking++;
      }
    }), { seed: SEED, numRuns: SAMPLES });
    assert.ok(fixed > SAMPLES / 2 && leaking > SAMPLES / 3, `${fixed} of ${SAMPLES} programs are repaired; ${leaking} runs left something behind before`);
  });
});
