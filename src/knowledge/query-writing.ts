/**
 * How a bounded query is written, library by library: what the repairs put into the text. `{key}` stands for the primary
 * key, `{table}` for the table expression, `{alias}` for the alias a builder gave its root.
 */
export interface QueryWriting {
  /** Library and methods it is for. */
  readonly library: string;
  readonly methods: readonly string[];
  /** In the options object at this place, added as properties. */
  readonly options?: { readonly argument: number; readonly bound: string; readonly order: readonly [name: string, value: string] };
  /** At the end of the builder chain, before the call that runs it. */
  readonly chain?: { readonly bound: string; readonly order: string };
  /** The method that answers how many rows there are for the same filter; options that change no count are dropped. */
  readonly count?: { readonly method: string; readonly drops?: readonly string[]; readonly dropsCalls?: readonly string[] };
}

/** Calls that end a chain: a bound has to stand before them. */
export const chainEnds: ReadonlySet<string> = new Set(['exec', 'execute', 'getMany', 'getManyAndCount', 'getRawMany', 'getRawAndEntities', 'toArray', 'all', 'values', 'then', 'catch', 'finally']);

/** Calls and options that put rows in an order. */
export const orderWords: ReadonlySet<string> = new Set(['orderBy', 'orderByRaw', 'addOrderBy', 'order', 'sort']);

export const queryWritings: readonly QueryWriting[] = [
  { library: 'prisma', methods: ['findMany'], options: { argument: 0, bound: 'take', order: ['orderBy', "{ {key}: 'asc' }"] }, count: { method: 'count', drops: ['orderBy', 'select', 'include', 'omit'] } },
  { library: 'typeorm', methods: ['find', 'findAndCount'], options: { argument: 0, bound: 'take', order: ['order', "{ {key}: 'ASC' }"] }, count: { method: 'count', drops: ['order', 'select'] } },
  { library: 'typeorm', methods: ['findBy'], count: { method: 'countBy' } },
  { library: 'typeorm', methods: ['getMany', 'getManyAndCount', 'getRawMany', 'getRawAndEntities'], chain: { bound: '.take({size})', order: ".orderBy('{alias}.{key}', 'ASC')" } },
  { library: 'sequelize', methods: ['findAll', 'findAndCountAll'], options: { argument: 0, bound: 'limit', order: ['order', "[['{key}', 'ASC']]"] }, count: { method: 'count', drops: ['order', 'attributes', 'raw'] } },
  { library: 'mongoose', methods: ['find'], chain: { bound: '.limit({size})', order: '.sort({ {key}: 1 })' }, count: { method: 'countDocuments', dropsCalls: ['lean', 'sort', 'select', 'exec', 'populate'] } },
  { library: 'mongodb', methods: ['find'], chain: { bound: '.limit({size})', order: '.sort({ {key}: 1 })' } },
  { library: 'mikro-orm', methods: ['findAll'], options: { argument: 0, bound: 'limit', order: ['orderBy', "{ {key}: 'asc' }"] } },
  { library: 'mikro-orm', methods: ['find'], options: { argument: 1, bound: 'limit', order: ['orderBy', "{ {key}: 'asc' }"] } },
  { library: 'drizzle', methods: ['findMany'], options: { argument: 0, bound: 'limit', order: ['orderBy', '(table, { asc }) => asc(table.{key})'] } },
  { library: 'drizzle', methods: ['*'], chain: { bound: '.limit({size})', order: '.orderBy({table}.{key})' } },
  { library: 'knex', methods: ['*'], chain: { bound: '.limit({size})', order: ".orderBy('{key}')" } },
  { library: 'kysely', methods: ['execute'], chain: { bound: '.limit({size})', order: ".orderBy('{key}')" } },
];

/** Where relations are asked for in the options of a read, and how their own bound is written. */
export const nestedReads: Readonly<Record<string, { readonly options: readonly string[]; readonly bounds: readonly string[] }>> = {
  prisma: { options: ['include', 'select'], bounds: ['take'] },
};

/** The key a row has by convention, where no definition of its model was found. */
export const customaryKeys: Readonly<Record<string, string>> = { mongoose: '_id', mongodb: '_id' };

export function writingFor(library: string, methods: readonly string[]): QueryWriting | undefined {
  return queryWritings.find((each) => each.library === library && methods.some((method) => each.methods.includes(method))) ?? queryWritings.find((each) => each.library === library && each.methods.includes('*'));
}
