import assert from 'node:assert/strict';
import fc from 'fast-check';
import { ts } from 'ts-morph';
import { missingCleanup } from '../support/fix-programs/missing-cleanup.js';
import { findingsIn, repaired } from '../support/fix-programs/repair.js';
import { World } from '../support/small-world.js';

const SEED = 20_261_122;
const SAMPLES = 60;

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

describe('repairs of missing cleanup, run', function () {
  this.timeout(240_000);

  it('leave nothing behind after the end, and handle the same before it', () => {
    let leaking = 0;
    let fixed = 0;
    fc.assert(fc.property(missingCleanup.programs, (program) => {
      const { text, fixes } = repaired(program, 'missing-cleanup');
      if (fixes.length === 0) return;
      fixed++;
      const original = program.files[program.main] ?? '';
      const isClean = findingsIn({ ...program.files, [program.main]: text }, program.main, 'missing-cleanup') === 0;
      for (const given of [true, false]) {
        const [was, is] = [run(original, given), run(text, given)];
        const both = `given ${given}\n${original}\n${text}`;
        assert.deepEqual(is.during, was.during, both);
        if (isClean) {
          assert.equal(is.left, 0, both);
          assert.deepEqual(is.after, [], both);
        }
        if (was.left > 0) leaking++;
      }
    }), { seed: SEED, numRuns: SAMPLES });
    assert.ok(fixed > SAMPLES / 2 && leaking > SAMPLES / 3, `${fixed} of ${SAMPLES} programs are repaired; ${leaking} runs left something behind before`);
  });
});
