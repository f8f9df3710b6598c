import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import fc from 'fast-check';
import { AWAITING } from './awaiting.js';
import { dataset, large, type Dataset } from './harness/dataset.js';
import { LibraryProject, type Program } from './harness/library.js';
import { outcomeOf } from './harness/outcome.js';
import { Postgres } from './harness/postgres.js';
import type { Repaired } from './harness/repair.js';
import { SHAPES } from './harness/shapes.js';

const MOST_QUERIES = 3;
const RUNS = 12;
const libraries = readdirSync('test/behaviour/libraries');

/** A run on one set of data. */
interface Run {
  readonly outcome: unknown;
  readonly left: unknown;
  readonly queries: readonly string[];
}

describe('repaired programs on PostgreSQL', function () {
  this.timeout(600_000);
  this.slow(60_000);
  let postgres: Postgres;
  before(async () => { postgres = await Postgres.start(); });
  after(() => postgres.stop());

  for (const library of libraries) describe(library, () => programsOf(library, () => postgres));

  it('are all of them', () => {
    const waiting = Object.entries(AWAITING).flatMap(([library, shapes]) => shapes.map((shape) => `${library}/${shape}`));
    const all = libraries.length * SHAPES.length;
    console.log(`    ${all - waiting.length} of ${all} programs repaired; awaiting ${waiting.length}: ${waiting.join(' ')}`);
    assert.deepEqual(waiting.filter((name) => !libraries.includes(name.slice(0, name.indexOf('/')))), []);
  });
});

function programsOf(library: string, postgres: () => Postgres): void {
  let project: LibraryProject;
  let repaired: ReadonlyMap<string, Repaired>;
  before(async () => {
    project = new LibraryProject(library);
    repaired = project.repaired(SHAPES.map(({ name }) => name));
    await project.build();
    await project.connect(postgres().address);
  });
  after(() => project.close());

  for (const shape of SHAPES) {
    const waits = AWAITING[library]?.includes(shape.name) === true;
    it(waits ? `${shape.name}: awaits a repair` : shape.name, async () => {
      const { taken, refused } = repaired.get(shape.name) as Repaired;
      if (!waits) assert.notDeepEqual(taken, [], `no repair was offered${refused.map((each) => `\n  ${each}`).join('')}`);
      const before = await project.program('programs', shape.name);
      const after = await project.program('fixed', shape.name);
      const most = { before: 0, after: 0 };
      const run = async (program: Program, data: Dataset): Promise<Run> => {
        await postgres().fill(data.tables);
        postgres().queries.take();
        // A program may alter what it is given.
        const outcome = await outcomeOf(() => program(structuredClone(data.inputs[shape.input])));
        return { outcome, queries: postgres().queries.take(), left: await postgres().contents() };
      };
      const same = async (data: Dataset): Promise<void> => {
        const [old, now] = [await run(before, data), await run(after, data)];
        assert.deepStrictEqual(now.outcome, old.outcome);
        assert.deepStrictEqual(now.left, old.left);
        if (!waits) assert.ok(now.queries.length <= MOST_QUERIES, `${now.queries.length} queries:\n${now.queries.join('\n')}`);
        most.before = Math.max(most.before, old.queries.length);
        most.after = Math.max(most.after, now.queries.length);
      };
      await fc.assert(fc.asyncProperty(dataset, same), { numRuns: RUNS, examples: [[large]] });
      assert.ok(most.before > MOST_QUERIES, `the program never made more than ${most.before} queries`);
      assert.equal(most.after > MOST_QUERIES, waits, 'repaired now: take it off the list of those awaited');
      console.log(`      ${library} ${shape.name}: ${most.before} → ${most.after} queries`);
    });
  }
}
