import assert from 'node:assert/strict';
import { factsOf } from '../support/facts-of.js';

/** What the argument of each `use(…)` is: `library.type (proof)`, or the kind. */
function values(files: string | Readonly<Record<string, string>>): string[] {
  const { facts, uses } = factsOf(files);
  return uses.map((use) => {
    const value = use.arguments[0] ? facts.valueOf(use.arguments[0]) : undefined;
    return value?.kind === 'api' ? `${value.library.id}.${value.type} (${value.proof})` : (value?.kind ?? 'unknown');
  });
}

describe('values', () => {
  it('come from imports, constructors and annotations', () => {
    assert.deepEqual(values("import { Pool, type PoolClient } from 'pg'; const pool = new Pool(); function f(client: PoolClient) { use(pool); use(client); }"), ['pg.pool (flow)', 'pg.pooledClient (declaration)']);
  });

  it('come through functions, destructuring and other files', () => {
    assert.deepEqual(values({
      'a.ts': "import { db, open } from './b'; const { pool } = db; use(pool); use(open()); use(db.pool);",
      'b.ts': "import { Pool } from 'pg'; export const db = { pool: new Pool() }; export const open = () => new Pool();",
    }), ['pg.pool (flow)', 'pg.pool (flow)', 'pg.pool (flow)']);
  });

  it('come through members of classes', () => {
    assert.deepEqual(values("import { Pool } from 'pg'; class A { own = new Pool(); constructor(private readonly given: Pool) { use(this.own); use(this.given); } }"), ['pg.pool (flow)', 'pg.pool (declaration)']);
  });

  it('are not invented', () => {
    assert.deepEqual(values('function f(pool, a = 1) { use(pool); use(a); use(missing); }'), ['unknown', 'unknown', 'unknown']);
  });
});
