import fc from 'fast-check';
import type { FixProgram } from './fix-program.js';
import { hash, type Calls } from './recorded-calls.js';

interface Store {
  readonly head: string;
  readonly read: string;
  readonly module: string;
  readonly standIn: (calls: Calls) => Readonly<Record<string, unknown>>;
  /** What becomes of the answer. */
  readonly uses: readonly ((read: string) => readonly string[])[];
}

/** Stores that answer with rows among other things, and what is written to count them. */
const STORES: Readonly<Record<string, Store>> = {
  supabase: {
    head: `import { createClient } from '@supabase/supabase-js';\nconst supabase = createClient('https://localhost', 'key');`,
    read: "supabase.from('messages').select('id').eq('room_id', roomId).order('id')",
    module: '@supabase/supabase-js',
    standIn: (calls) => ({ createClient: () => ({ from: (table: string) => new SupabaseQuery(calls, [table]) }) }),
    uses: [
      (read) => [`const { data, error } = await ${read}; // All of them.`, "if (error) return 'failed';", 'return data.length;'],
      (read) => [`const { data } = await ${read};`, '// None is none.', 'return 2 * (data?.length ?? 0);'],
      (read) => [`const answer = await ${read};`, 'return [(answer.data ?? []).length, answer.error !== null];'],
      (read) => [`return (await ${read}).data?.length;`],
      (read) => [`const { error, data: rows } = await ${read};`, "if (error || !rows) return 'none';", "return rows.length + ' rows';"],
    ],
  },
  firestore: {
    head: `import { getFirestore } from 'firebase-admin/firestore';\nconst db = getFirestore();`,
    read: "db.collection('messages').where('roomId', '==', roomId).orderBy('createdAt').get()",
    module: 'firebase-admin/firestore',
    standIn: (calls) => ({ getFirestore: () => ({ collection: (name: string) => new FirestoreQuery(calls, [name]) }) }),
    uses: [
      (read) => [`const snapshot = await ${read};`, '// How many there are.', 'return snapshot.size;'],
      (read) => [`const snapshot = await ${read};`, "if (snapshot.empty) return 'none'; // None.", 'return snapshot.docs.length;'],
      (read) => [`return 1 + (await ${read}).size;`],
      (read) => [`const snapshot = await ${read};`, 'return [snapshot.size, !snapshot.empty, snapshot.empty ? 0 : 1];'],
    ],
  },
};

const rowsOf = (key: string): readonly { readonly id: number }[] => Array.from({ length: hash(key) % 4 }, (_, id) => ({ id }));

/** As the client answers: what fails is told, not thrown; an answer to HEAD brings neither rows nor words. */
class SupabaseQuery {
  private head = false;

  constructor(private readonly calls: Calls, private readonly given: unknown[]) {}

  select(_columns?: string, options?: { readonly head?: boolean }): this {
    this.head = options?.head === true;
    return this;
  }

  eq(...condition: readonly unknown[]): this {
    this.given.push(condition);
    return this;
  }

  order(): this {
    return this;
  }

  then(resolve: (answer: unknown) => void): void {
    const { head } = this;
    void this.calls.ask('from', this.given, rowsOf).then(
      (rows) => resolve({ data: head ? null : rows, error: null, count: head ? rows.length : null }),
      (error: unknown) => resolve({ data: null, error: { message: head ? '' : String(error) }, count: null }),
    );
  }
}

class FirestoreQuery {
  private counts = false;

  constructor(private readonly calls: Calls, private readonly given: unknown[]) {}

  where(...condition: readonly unknown[]): this {
    this.given.push(condition);
    return this;
  }

  /** What has no such field is not among the documents, counted or not. */
  orderBy(field: string): this {
    this.given.push(field);
    return this;
  }

  count(): this {
    this.counts = true;
    return this;
  }

  async get(): Promise<unknown> {
    const docs = await this.calls.ask('collection', this.given, rowsOf);
    return this.counts ? { data: () => ({ count: docs.length }) } : { docs, size: docs.length, empty: docs.length === 0 };
  }
}

/** Programs that count the rows of an answer; they can be run. */
export const countedAnswers: fc.Arbitrary<FixProgram> = fc.constantFrom(...Object.values(STORES)).chain(({ head, read, module, standIn, uses }) =>
  fc.constantFrom(...uses).map((use): FixProgram => ({
    files: { 'main.ts': `${head}\nexport async function work(roomId: string) {\n${use(read).map((each) => `  ${each}\n`).join('')}}\n` },
    main: 'main.ts',
    run: { modules: (calls) => ({ [module]: standIn(calls) }), arguments: () => ['hall'], sameWhateverFails: true },
  })),
);
