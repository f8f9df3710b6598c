/**
 * How a bounded query is written, library by library: what the repairs put into the text. `{key}` stands for the primary
 * key, `{table}` for the table expression, `{alias}` for the alias a builder gave its root, `{size}` for a number of rows.
 */
export interface QueryWriting {
  /** Library and methods it is for. */
  readonly library: string;
  readonly methods: readonly string[];
  /** In the options object, where the operation's own bound is written. */
  readonly options?: OptionsWriting;
  /** At the end of the builder chain, before the calls that run it. */
  readonly chain?: ChainWriting;
  /** The method that takes options, for one that takes nothing but a filter: `findBy(filter)` is `find({ where: filter })`. */
  readonly widened?: { readonly method: string; readonly filter: string };
  /** Stages at the end of the pipeline in the first argument. */
  readonly pipeline?: { readonly bound: string; readonly order: string };
  /** A query that takes its parts as arguments of a function: `getDocs(query(source, limit(100)))`. */
  readonly parts?: { readonly query: string; readonly bound: string; readonly imports: readonly string[]; readonly from: readonly string[] };
  /** Rows come in a fixed order by themselves, by what these words name. */
  readonly ownOrder?: string;
  /** Ways to have the rows counted instead: the first that fits what is written is taken. */
  readonly counts?: readonly CountWriting[];
  /** At the end of the statement's text. */
  readonly statement?: string;
  /** How the rows behind a key are read, a batch at a time. */
  readonly batch?: BatchWriting;
  /** How rows are read one after the other: calls left out at the end of the chain, and what is called instead. */
  readonly stream?: { readonly drops: readonly string[]; readonly adds: string };
}

/** `{last}` stands for the variable with the last key that was read. */
export interface BatchWriting {
  readonly options?: {
    /** Property of the filter, which is the argument before the options where `filterArgument` says so. */
    readonly condition: string;
    readonly filterArgument?: boolean;
    readonly bound: string;
    readonly order: { readonly name: string; readonly value: string };
    /** Options that name columns. */
    readonly columns: readonly string[];
  };
  readonly chain?: {
    readonly bound: string;
    /** A second call of `where` would take the place of the first: both conditions are joined. */
    readonly joinWhere?: { readonly and: string; readonly condition: string };
  };
  readonly imports?: { readonly names: readonly string[]; readonly from: readonly string[] };
  /** Rows have no type that says what a key is. */
  readonly untyped?: boolean;
}

export interface OptionsWriting {
  readonly bound: string;
  /** How many rows are passed over. */
  readonly skip: string;
  readonly order: {
    readonly name: string;
    /** The whole value. */
    readonly value: string;
    /** What is added to an order that is an object. */
    readonly property?: string;
    /** What is added to an order that is a list; without `property`, an object becomes the first of a list. */
    readonly element?: string;
  };
}

export interface ChainWriting {
  readonly bound: string;
  /** Calls that pass over rows. */
  readonly skip?: string;
  readonly order?: string;
  /** A call behind the last one that orders; without it `order` is called again. */
  readonly tie?: string;
  /** A further argument of the last call that orders, where a second call would take its place. */
  readonly tieArgument?: string;
  /** A further property of the object that the last call that orders was given. */
  readonly tieProperty?: string;
}

/** How the number of rows is asked for with the same filter. */
export interface CountWriting {
  /** For messages. */
  readonly name: string;
  /** In place of the method that loads, or of the one at the end of the chain. */
  readonly method?: string;
  readonly replaces?: 'load' | 'end';
  /** A call on what the query begins with, in place of all of it. */
  readonly call?: CountCall;
  /** At the end of the chain, without what ran it. */
  readonly appends?: string;
  /** What a call of the chain is given: `text` in place of all its arguments, or behind the first, for which `first` stands where there is none. */
  readonly given?: { readonly call: string; readonly text: string; readonly first?: string };
  /** Options that change no count: they are left out. */
  readonly drops?: readonly string[];
  /** Whether the options stand in an argument of their own, behind the filter. */
  readonly dropsArgument?: boolean;
  /** Calls of the chain that change no count, left out as well. */
  readonly dropsCalls?: readonly string[];
  /** Calls of the chain that change no count, or mean the same to it, and stay; any when left out. */
  readonly keepsCalls?: readonly string[];
  /** What stands around the awaited call, where the answer is not the number itself. */
  readonly value?: { readonly before: string; readonly after: string };
  /** What reads the number of an answer that held the rows among other things; `missing` where it is null when there is none. */
  readonly answer?: { readonly reads: string; readonly missing?: boolean };
  /** Names the file has to import, and from where. */
  readonly imports?: { readonly names: readonly string[]; readonly from: readonly string[] };
  /** What is different of any count, in plain words. */
  readonly differs?: readonly string[];
  /** In a filter, these mean that the library refuses to count. */
  readonly refuses?: RegExp;
  /** In the file of the model: code that runs when rows are loaded, and does not when they are counted. */
  readonly loadHooks?: RegExp;
}

/** `db.$count(orders, open)` in place of `db.select().from(orders).where(open)`, or of `db.query.orders.findMany({ where: open })`. */
export interface CountCall {
  readonly method: string;
  /** The call of the chain that begins the query, and the one that is given the table. */
  readonly chain?: { readonly begins: string; readonly table: string };
  /** The property of the database whose properties are the tables. */
  readonly below?: string;
  /** The call of the chain, or the option, that is given the filter. */
  readonly filter: string;
}

/** Calls that run a chain: a bound has to stand before them. */
export const chainEnds: ReadonlySet<string> = new Set([
  'exec', 'execute', 'getMany', 'getManyAndCount', 'getRawMany', 'getRawAndEntities', 'getResultList', 'getResult', 'getResultAndCount', 'toArray', 'all', 'values', 'get', 'then', 'catch', 'finally',
  'returns', 'overrideTypes', 'throwOnError', 'csv', 'prepare', 'cursor',
]);

/** Calls and options that put rows in an order. */
export const orderWords: ReadonlySet<string> = new Set(['orderBy', 'orderByRaw', 'addOrderBy', 'order', 'sort']);

/** Calls and options beside which the bare name of a key may mean another table's, or nothing. */
export const mixingWords = /join|group|distinct|union|aggregate|include|intersect|except/i;

const PRISMA: OptionsWriting = { bound: 'take', skip: 'skip', order: { name: 'orderBy', value: "{ {key}: 'asc' }", element: "{ {key}: 'asc' }" } };
const TYPEORM: OptionsWriting = { bound: 'take', skip: 'skip', order: { name: 'order', value: "{ {key}: 'ASC' }", property: "{key}: 'ASC'" } };
const SEQUELIZE: OptionsWriting = { bound: 'limit', skip: 'offset', order: { name: 'order', value: "[['{key}', 'ASC']]", element: "['{key}', 'ASC']" } };
const MIKRO: OptionsWriting = { bound: 'limit', skip: 'offset', order: { name: 'orderBy', value: "{ {key}: 'asc' }", property: "{key}: 'asc'", element: "{ {key}: 'asc' }" } };
const DRIZZLE: OptionsWriting = { bound: 'limit', skip: 'offset', order: { name: 'orderBy', value: '(table, { asc }) => asc(table.{key})' } };
const SQL_CHAIN: ChainWriting = { bound: '.limit({size})', skip: 'offset', order: ".orderBy('{key}')" };

const PRISMA_BATCH: BatchWriting = { options: { condition: '{key}: { gt: {last} }', bound: 'take', order: PRISMA.order, columns: ['select'] } };
const TYPEORM_BATCH: BatchWriting = { options: { condition: '{key}: MoreThan({last})', bound: 'take', order: TYPEORM.order, columns: ['select'] }, imports: { names: ['MoreThan'], from: ['typeorm'] } };
const SEQUELIZE_BATCH: BatchWriting = { options: { condition: '{key}: { [Op.gt]: {last} }', bound: 'limit', order: SEQUELIZE.order, columns: ['attributes'] }, imports: { names: ['Op'], from: ['sequelize'] } };
const MIKRO_FIND_BATCH: BatchWriting = { options: { condition: '{key}: { $gt: {last} }', filterArgument: true, bound: 'limit', order: MIKRO.order, columns: ['fields'] } };
const MIKRO_FIND_ALL_BATCH: BatchWriting = { options: { condition: '{key}: { $gt: {last} }', bound: 'limit', order: MIKRO.order, columns: ['fields'] } };
const DRIZZLE_BATCH: BatchWriting = {
  chain: { bound: '.orderBy({table}.{key}).limit({size})', joinWhere: { and: 'and', condition: '{last} === undefined ? undefined : gt({table}.{key}, {last})' } },
  imports: { names: ['and', 'gt'], from: ['drizzle-orm'] },
};
const KNEX_BATCH: BatchWriting = { chain: { bound: ".modify((query) => { if ({last} !== undefined) query.where('{key}', '>', {last}); }).orderBy('{key}').limit({size})" }, untyped: true };

const TYPEORM_COUNT = ['order', 'select', 'relations', 'cache'];
const MIKRO_DROPS = ['orderBy', 'populate', 'fields', 'exclude', 'strategy', 'cache'];
const SQL_WORDS = ['where', 'andWhere', 'orWhere', 'whereIn', 'whereNotIn', 'whereNull', 'whereNotNull', 'whereNot', 'whereBetween', 'whereRaw', 'whereLike', 'whereILike', 'from', 'selectFrom', 'join', 'innerJoin', 'leftJoin', 'whereRef'];
const AFTER_LOAD = /@AfterLoad\b|\bafterLoad\s*\(/;
const AFTER_FIND = /\b(?:before|after)Find|@(?:Before|After)Find/;
const FIND_HOOKS = /\.(?:pre|post)\(\s*(?:\[[^\]]*)?['"`/]\^?(?:find|init)/;
const DRIZZLE_COUNT: CountWriting = { name: '$count', call: { method: '$count', chain: { begins: 'select', table: 'from' }, filter: 'where' }, keepsCalls: ['select', 'from', 'where', 'orderBy', 'execute'] };
/** A count of joined rows, for which `$count` has no place. */
const DRIZZLE_JOINED: CountWriting = {
  name: 'count()', given: { call: 'select', text: '{ count: count() }' }, value: { before: '', after: '[0]?.count ?? 0' },
  dropsCalls: ['orderBy'], keepsCalls: ['select', 'from', 'where', 'innerJoin', 'leftJoin', 'rightJoin', 'fullJoin', 'crossJoin', 'execute'], imports: { names: ['count'], from: ['drizzle-orm'] },
};
const DRIZZLE_RELATIONAL: CountWriting = {
  name: '$count', call: { method: '$count', below: 'query', filter: 'where' }, drops: ['columns', 'with', 'orderBy'],
  differs: ['the table that this file calls `{table}` is taken to be what `query.{table}` reads'],
};
const WEB_PARTS: NonNullable<QueryWriting['parts']> = { query: 'query', bound: 'limit({size})', imports: ['query', 'limit'], from: ['firebase/firestore', 'firebase/firestore/lite', '@firebase/firestore', '@react-native-firebase/firestore'] };
/** Filters of PostgREST, and what says nothing of the rows. */
const SUPABASE_WORDS = 'from schema select eq neq gt gte lt lte like likeAllOf likeAnyOf ilike ilikeAllOf ilikeAnyOf is isDistinct in notIn contains containedBy rangeGt rangeGte rangeLt rangeLte rangeAdjacent overlaps textSearch match not or filter abortSignal returns overrideTypes throwOnError'.split(' ');
const SUPABASE_COUNT: CountWriting = {
  name: "{ count: 'exact', head: true }", given: { call: 'select', text: "{ count: 'exact', head: true }", first: "'*'" }, answer: { reads: '.count', missing: true }, dropsCalls: ['order'], keepsCalls: SUPABASE_WORDS,
  // An answer to HEAD has no body, from which postgrest-js takes the error (PostgrestBuilder.ts, `processResponse`).
  differs: ['rows beyond the most that the server sends at once (1,000 unless it is set otherwise) are counted too', 'an `error` comes without a message, and a table that does not exist brings none at all: `count` is null then'],
};
const FIRESTORE_WORDS = ['collection', 'collectionGroup', 'doc', 'where', 'orderBy', 'startAt', 'startAfter', 'endAt', 'endBefore', 'withConverter'];
/** https://firebase.google.com/docs/firestore/query-data/aggregation-queries#limitations */
const SLOW_COUNT = 'a count that takes the server longer than 60 seconds fails (`DEADLINE_EXCEEDED`)';
const UNSENT = 'changes that have not reached the server are not counted';
const NOT_LITE = ['firebase/firestore', '@firebase/firestore', '@react-native-firebase/firestore'];
const FIRESTORE_COUNT: CountWriting = { name: 'count()', replaces: 'end', method: 'get', appends: '.count()', answer: { reads: '.data().count' }, dropsCalls: ['select'], keepsCalls: FIRESTORE_WORDS, differs: [SLOW_COUNT] };
const WEB_COUNT = { name: 'getCountFromServer', method: 'getCountFromServer', answer: { reads: '.data().count' }, imports: { names: ['getCountFromServer'], from: NOT_LITE } } as const;
/** The lite SDK has neither a cache nor changes under way. */
const LITE_COUNT: CountWriting = { ...WEB_COUNT, name: 'getCount', method: 'getCount', imports: { names: ['getCount'], from: ['firebase/firestore/lite'] }, differs: [SLOW_COUNT] };
const GEO = /\$(?:near|where|geoNear|nearSphere|text)/;

export const queryWritings: readonly QueryWriting[] = [
  { library: 'prisma', methods: ['findMany'], batch: PRISMA_BATCH, options: PRISMA, counts: [{ name: 'count', method: 'count', drops: ['orderBy', 'select', 'include', 'omit'] }] },
  { library: 'typeorm', methods: ['find'], batch: TYPEORM_BATCH, options: TYPEORM, counts: [{ name: 'count', method: 'count', drops: TYPEORM_COUNT, loadHooks: AFTER_LOAD }] },
  { library: 'typeorm', methods: ['findAndCount'], options: TYPEORM },
  { library: 'typeorm', methods: ['findBy'], options: TYPEORM, widened: { method: 'find', filter: 'where' }, counts: [{ name: 'countBy', method: 'countBy', loadHooks: AFTER_LOAD }] },
  { library: 'typeorm', methods: ['findAndCountBy'], options: TYPEORM, widened: { method: 'findAndCount', filter: 'where' } },
  { library: 'typeorm', methods: ['getMany'], chain: { bound: '.take({size})', skip: 'skip', order: ".orderBy('{alias}.{key}', 'ASC')", tie: ".addOrderBy('{alias}.{key}', 'ASC')" }, counts: [{ name: 'getCount', method: 'getCount', replaces: 'end', dropsCalls: ['orderBy', 'addOrderBy'], keepsCalls: ['createQueryBuilder', 'where', 'andWhere', 'orWhere', 'setParameter', 'setParameters', 'innerJoin', 'leftJoin', 'innerJoinAndSelect', 'leftJoinAndSelect', 'getRepository', 'withDeleted'], loadHooks: AFTER_LOAD }] },
  { library: 'typeorm', methods: ['getManyAndCount', 'getRawAndEntities'], chain: { bound: '.take({size})', skip: 'skip', order: ".orderBy('{alias}.{key}', 'ASC')", tie: ".addOrderBy('{alias}.{key}', 'ASC')" } },
  // `take` counts entities, which raw rows are not.
  { library: 'typeorm', methods: ['getRawMany'], chain: { bound: '.limit({size})', skip: 'offset', order: ".orderBy('{alias}.{key}', 'ASC')", tie: ".addOrderBy('{alias}.{key}', 'ASC')" } },
  { library: 'sequelize', methods: ['findAll'], batch: SEQUELIZE_BATCH, options: SEQUELIZE, counts: [{ name: 'count', method: 'count', drops: ['order', 'attributes', 'raw', 'nest'], loadHooks: AFTER_FIND }] },
  { library: 'sequelize', methods: ['findAndCountAll'], options: SEQUELIZE },
  { library: 'mongoose', methods: ['find'], stream: { drops: ['exec'], adds: '.cursor()' }, chain: { bound: '.limit({size})', skip: 'skip', order: '.sort({ {key}: 1 })', tie: '.sort({ {key}: 1 })' }, counts: [{ name: 'countDocuments', method: 'countDocuments', dropsCalls: ['lean', 'sort', 'select', 'populate'], keepsCalls: ['exec', 'session', 'collation'], refuses: GEO, loadHooks: FIND_HOOKS }] },
  { library: 'mongoose', methods: ['aggregate'], pipeline: { bound: '{ $limit: {size} }', order: '{ $sort: { {key}: 1 } }' } },
  { library: 'mongodb', methods: ['find'], stream: { drops: ['toArray'], adds: '' }, chain: { bound: '.limit({size})', skip: 'skip', order: '.sort({ {key}: 1 })', tieProperty: '{key}: 1' }, counts: [{ name: 'countDocuments', method: 'countDocuments', dropsCalls: ['sort', 'project', 'toArray', 'batchSize'], keepsCalls: ['collection', 'db'], refuses: GEO }] },
  { library: 'mongodb', methods: ['aggregate'], pipeline: { bound: '{ $limit: {size} }', order: '{ $sort: { {key}: 1 } }' } },
  { library: 'mikro-orm', methods: ['findAll'], batch: MIKRO_FIND_ALL_BATCH, options: MIKRO, counts: [{ name: 'count', method: 'count', drops: MIKRO_DROPS }] },
  { library: 'mikro-orm', methods: ['find'], batch: MIKRO_FIND_BATCH, options: MIKRO, counts: [{ name: 'count', method: 'count', drops: MIKRO_DROPS, dropsArgument: true }] },
  { library: 'mikro-orm', methods: ['findAndCount'], options: MIKRO },
  { library: 'mikro-orm', methods: ['getResultList', 'getResult', 'getResultAndCount', 'execute'], chain: { bound: '.limit({size})', skip: 'offset', order: ".orderBy({ {key}: 'asc' })", tie: ".andOrderBy({ {key}: 'asc' })" } },
  { library: 'drizzle', methods: ['findMany'], options: DRIZZLE, counts: [DRIZZLE_RELATIONAL] },
  { library: 'drizzle', methods: ['*'], batch: DRIZZLE_BATCH, chain: { bound: '.limit({size})', skip: 'offset', order: '.orderBy({table}.{key})', tieArgument: '{table}.{key}' }, counts: [DRIZZLE_COUNT, DRIZZLE_JOINED] },
  { library: 'knex', methods: ['*'], batch: KNEX_BATCH, chain: SQL_CHAIN, counts: [{ name: 'count', appends: ".count({ count: '*' })", dropsCalls: ['select', 'column', 'columns', 'orderBy', 'orderByRaw'], keepsCalls: SQL_WORDS, value: { before: 'Number(', after: '[0]?.count)' } }] },
  { library: 'objection', methods: ['*'], chain: SQL_CHAIN, counts: [{ name: 'resultSize', appends: '.resultSize()', dropsCalls: ['orderBy', 'withGraphFetched'], keepsCalls: [...SQL_WORDS, 'query', 'joinRelated', 'innerJoinRelated', 'leftJoinRelated', 'select', 'groupBy', 'having', 'distinct'], loadHooks: AFTER_FIND }] },
  { library: 'kysely', methods: ['execute'], chain: SQL_CHAIN, counts: [{ name: 'countAll', method: 'executeTakeFirstOrThrow', replaces: 'end', appends: ".select(({ fn }) => fn.countAll().as('count'))", dropsCalls: ['select', 'selectAll', 'orderBy'], keepsCalls: SQL_WORDS, value: { before: 'Number(', after: '.count)' } }] },
  { library: 'supabase', methods: ['*'], chain: { bound: '.limit({size})', skip: 'range', order: ".order('{key}')" }, counts: [SUPABASE_COUNT] },
  ...['pg', 'postgres', 'slonik', 'mysql2', 'better-sqlite3', 'node-sqlite'].map((library) => ({ library, methods: ['*'], statement: 'LIMIT {size}' })),
  { library: 'firestore', methods: ['get'], chain: { bound: '.limit({size})', skip: 'offset' }, ownOrder: 'the names of the documents', counts: [FIRESTORE_COUNT] },
  { library: 'firestore-web', methods: ['getDocs'], parts: WEB_PARTS, ownOrder: 'the names of the documents', counts: [{ ...WEB_COUNT, differs: ['without a connection it fails, where documents would have come from the cache', UNSENT, SLOW_COUNT] }, LITE_COUNT] },
  { library: 'firestore-web', methods: ['getDocsFromServer'], parts: WEB_PARTS, ownOrder: 'the names of the documents', counts: [{ ...WEB_COUNT, differs: [UNSENT, SLOW_COUNT] }] },
];

/** Where relations are asked for in the options of a read, and how their own bound is written. */
export const nestedReads: Readonly<Record<string, { readonly options: readonly string[]; readonly bounds: readonly string[]; readonly writing: OptionsWriting }>> = {
  prisma: { options: ['include', 'select'], bounds: ['take'], writing: PRISMA },
};

/** The key a row has by convention, where no definition of its model was found. */
export const customaryKeys: Readonly<Record<string, string>> = { mongoose: '_id', mongodb: '_id', objection: 'id' };

/** The name most keys have. Rows are ordered by it only where the code shows that the table has such a column. */
export const COMMON_KEY = 'id';

export function writingFor(library: string, methods: readonly string[]): QueryWriting | undefined {
  return queryWritings.find((each) => each.library === library && methods.some((method) => each.methods.includes(method))) ?? queryWritings.find((each) => each.library === library && each.methods.includes('*'));
}
