import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import fc from 'fast-check';
import { AWAITING } from './awaiting.js';
import { dataset, large, type Dataset, type Tables } from './harness/dataset.js';
import { LibraryProject, type Program } from './harness/library.js';
import { outcomeOf, type Outcome } from './harness/outcome.js';
import { Postgres } from './harness/postgres.js';
import type { Repaired } from './harness/repair.js';
import { shapesOf } from './harness/shapes.js';

const MOST_QUERIES = 3;
const RUNS = 12;
/** More than one statement takes: PostgreSQL counts the parameters of a message in 16 bits. */
const MANY = 70_000;
/** Rows of three parameters each that make as many. */
const MANY_ROWS = 25_000;
/** Brings a number instead of rows. */
const countsRows = (statement: string): boolean => /^select\b[^,]*\bcount\(/i.test(statement);
const libraries = readdirSync('test/behaviour/libraries');

/** A run on one set of data. */
interface Run {
  readonly outcome: Outcome;
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
    const all = libraries.flatMap((library) => shapesOf(library)).length;
    console.log(`    ${all - waiting.length} of ${all} programs repaired; awaiting ${waiting.length}: ${waiting.join(' ')}`);
    assert.deepEqual(waiting.filter((name) => !libraries.includes(name.slice(0, name.indexOf('/')))), []);
  });
});

function programsOf(library: string, postgres: () => Postgres): void {
  const shapes = shapesOf(library);
  let project: LibraryProject;
  let repaired: ReadonlyMap<string, Repaired>;
  before(async () => {
    project = new LibraryProject(library, shapes);
    repaired = project.repaired();
    await project.build();
    await project.connect(postgres().address);
  });
  after(() => project.close());

  for (const shape of shapes) {
    const run = async (program: Program, data: Dataset): Promise<Run> => {
      await postgres().fill(data.tables);
      postgres().queries.take();
      // A program may alter what it is given.
      const outcome = await outcomeOf(() => program(structuredClone(data.inputs[shape.input])));
      return { outcome, queries: postgres().queries.take(), left: await postgres().contents() };
    };

    /** Fails when the repaired program has an error of types, does anything else than the original, on any data, or still asks per element. */
    const holds = async (original: Program): Promise<{ readonly queries: number }> => {
      const { taken, refused } = repaired.get(shape.name) as Repaired;
      assert.notDeepEqual(taken, [], `no repair was offered${refused.map((each) => `\n  ${each}`).join('')}`);
      assert.deepEqual(project.typeErrors('fixed', shape.name), []);
      const fixed = await project.program('fixed', shape.name);
      let queries = 0;
      await fc.assert(fc.asyncProperty(dataset, async (data) => {
        const [before, after] = [await run(original, data), await run(fixed, data)];
        assert.deepStrictEqual(after.outcome, before.outcome);
        assert.deepStrictEqual(after.left, before.left);
        if (shape.counts) assert.ok(after.queries.every(countsRows), after.queries.join('\n'));
        assert.ok(after.queries.length <= MOST_QUERIES, `${after.queries.length} queries:\n${after.queries.join('\n')}`);
        queries = Math.max(queries, after.queries.length);
      }), { numRuns: RUNS, examples: [[large]] });
      return { queries };
    };

    const waits = AWAITING[library]?.includes(shape.name) === true;
    it(waits ? `${shape.name}: awaits a repair` : shape.name, async () => {
      assert.deepEqual(project.typeErrors('programs', shape.name), []);
      const original = await project.program('programs', shape.name);
      // Libraries ask for a version and the like when they first connect.
      await run(original, large);
      const { outcome, queries } = await run(original, large);
      assert.ok(!('thrown' in outcome), 'thrown' in outcome ? outcome.thrown : '');
      if (shape.counts) assert.ok(!queries.some(countsRows), queries.join('\n'));
      else assert.ok(queries.length > MOST_QUERIES, `the program makes but ${queries.length} queries`);
      if (waits) return assert.rejects(holds(original), 'repaired now: take it off the list of those awaited');
      const after = await holds(original);
      console.log(`      ${library} ${shape.name}: ${queries.length} → ${after.queries} queries`);
      return undefined;
    });
  }

  /** Runs a repaired program on an input that the original would take minutes for. */
  const runLong = async (shape: string, tables: Tables, input: unknown): Promise<Run> => {
    const fixed = await project.program('fixed', shape);
    await postgres().fill(tables);
    postgres().queries.take();
    const outcome = await outcomeOf(() => fixed(input));
    assert.ok(!('thrown' in outcome), 'thrown' in outcome ? outcome.thrown : '');
    const queries = postgres().queries.take();
    console.log(`      ${library} ${shape}, a list longer than a statement takes: ${queries.length} queries`);
    return { outcome, queries, left: await postgres().contents() };
  };
  const keys = Array.from({ length: MANY }, (_, at) => at + 1);

  it(`reads by ${MANY} keys what is read by each of them`, async () => {
    const original = await project.program('programs', 'read-by-key');
    await postgres().fill(large.tables);
    const { length: known } = large.tables.authors;
    const { result: few } = await outcomeOf(() => original(keys.slice(0, known + 1))) as { result: readonly unknown[] };
    const { outcome } = await runLong('read-by-key', large.tables, keys);
    assert.deepStrictEqual(outcome, { result: keys.map((_, at) => few[Math.min(at, known)]) });
  });

  it(`writes ${MANY_ROWS} rows`, async () => {
    const manuscripts = keys.slice(0, MANY_ROWS).map((at) => ({ title: `Title ${at}`, pages: at % 3 === 0 ? null : at, authorId: at % 4 === 0 ? null : (at % 9) + 1 }));
    const { left } = await runLong('create-in-loop', { ...large.tables, books: [], reviews: [] }, manuscripts);
    const wanted = manuscripts.map(({ title, pages, authorId }, at) => ({ id: at + 1, author_id: authorId, title, pages, in_print: true }));
    assert.deepStrictEqual((left as { books: unknown }).books, wanted);
  });

  it(`removes by ${MANY} keys`, async () => {
    const { left } = await runLong('delete-in-loop', large.tables, keys.slice(5));
    assert.deepStrictEqual((left as { books: readonly { id: number }[] }).books.map(({ id }) => id), keys.slice(0, 5));
  });
}
