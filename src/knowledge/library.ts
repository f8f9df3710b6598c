/**
 * The vocabulary in which a library is described. A table is data: which exports lead to which API types, what each
 * member of such a type does to the outside world, how a bound is written, what the batch form is, what it acquires.
 * The engine walks a value's origin (import, constructor, annotation, checker) through these types member by member.
 */

/** Where a call goes. `memory` marks look-alikes that stay in the process. */
export type Channel =
  | 'database' | 'cache' | 'http' | 'search' | 'storage' | 'queue'
  | 'fs' | 'process' | 'network' | 'timer' | 'event' | 'memory' | 'editor';

/**
 * How many rows may come back.
 * one: at most one by construction · many: as many as match unless a bound is written · count: a number or boolean ·
 * page: bounded by the library, by a cursor that streams, by the keys it was given, or by the one row whose relation it reads ·
 * none: nothing comes back ·
 * sql: the statement's text decides: the first argument, its `text` or `sql` property, the tagged template itself, or
 * the argument of the call that prepared it.
 */
export type Rows = 'one' | 'many' | 'count' | 'page' | 'none' | 'sql';

/** How a bound on `rows: 'many'` is written for this operation. All that apply are tried. */
export interface Bound {
  /**
   * Property of an options object, or of one object in an array for pipelines (`[{ $limit: 20 }]`): `{ take: 20 }`.
   * `argument` is its 0-based place; every argument when left out.
   */
  readonly options?: readonly string[];
  readonly argument?: number;
  /** Call in the same builder chain: `.limit(20)`. */
  readonly chain?: readonly string[];
  /** Call among the arguments, at any depth, or in what made an argument: `getDocs(query(ref, limit(20)))`. */
  readonly nested?: readonly string[];
  /** 0-based place of an argument that is the bound itself when given: `getJobs(types, 0, 99)`. */
  readonly positional?: number;
}

/** An answer that holds rows among other things: `{ data, error }`, a snapshot with `docs`. Names of its properties. */
export interface Answer {
  readonly rows: string;
  /** Their number, and whether there are none. */
  readonly size?: string;
  readonly empty?: string;
  /** What says nothing of the rows, and is there as well when they are counted. */
  readonly beside: readonly string[];
}

/** What one call does. */
export interface Operation {
  readonly channel: Channel;
  /** `read-write` for find-or-create and the like. */
  readonly effect: 'read' | 'write' | 'read-write';
  readonly rows: Rows;
  /** In which argument the filter is written, when it is an options object (`where`) or the argument itself (`''`). */
  readonly filter?: { readonly argument: number; readonly property?: string };
  /** Calls in the same builder chain that filter: `.where(…)`. */
  readonly filterChain?: readonly string[];
  readonly bound?: Bound;
  /** Where the rows are in an answer that is no list of them. */
  readonly answer?: Answer;
  /** Name of the batch form as a user would search for it, e.g. "findMany with `in`", for advice. */
  readonly batch?: string;
  /**
   * Where the values are written that the batch form gives to every row alike: rows whose values differ need a statement
   * each. `argument` with `properties` of an options object, or all of it; `chain` for calls of a builder; `receiver` where
   * the row itself was given them before.
   */
  readonly sameValues?: { readonly argument?: number; readonly properties?: readonly string[]; readonly chain?: readonly string[]; readonly receiver?: boolean };
  /** Properties within the values that the batch form does not take: rows of other tables written along with the row. */
  readonly plainRows?: readonly string[];
  /** Hooks of the model that run for each row this writes, and that the batch form does not run: `afterDestroy`. */
  readonly rowHooks?: readonly string[];
  /** Changes what tables there are: a statement per table or column is how it is done. */
  readonly definition?: boolean;
  /** Calls in one tick are coalesced by the library (Prisma findUnique, DataLoader.load, node-redis). */
  readonly autoBatched?: boolean;
  /** Runs on the calling thread and in the process: a round trip costs microseconds (SQLite), and the call blocks. */
  readonly synchronous?: boolean;
  /** Takes an array of keys or rows already: not "once per element" when it is given one. */
  readonly acceptsMany?: boolean;
  /** Largest number of items one call takes, where it is the call's own limit (DynamoDB BatchGet: 100). */
  readonly maxItems?: number;
  /** Reads what belongs to the one row it is called on; the method is named after the relation. */
  readonly relation?: boolean;
  /** Fills relations of one row that is there already. */
  readonly loads?: RelationLoad;
  /** Options in which a read is told which relations to bring along: a list of their names. */
  readonly brings?: readonly string[];
  /** Only starts when awaited, returned or `.then`ed: a builder. */
  readonly lazy?: boolean;
  /** The call stands for work that must keep its order with other calls on the same receiver. */
  readonly ordered?: boolean;
  /**
   * An options property names the HTTP verb, and the verb decides the effect: absent, GET, HEAD or OPTIONS is a read, any
   * other literal a write, anything that is not a literal `effect` as it stands. `argument` as in `Bound`.
   */
  readonly verb?: { readonly property: string; readonly argument?: number };
  /** As the library's `contention`, for this call, when it does something else with the connection than the others: raw SQL of an ORM. */
  readonly contention?: Contention;
  /** The call waits until this much time has passed: a sleep, never work that could be joined with other work. */
  readonly delay?: boolean;
}

/** A call that fills relations of a row in place, and what fills those of many rows. */
export interface RelationLoad {
  /**
   * Where the row is. receiver: what the call is made on · holder: what the relation belongs to that it is made on
   * (`author.books.init()`) · wrapped: the argument of the call that it is made on (`wrap(author).populate(…)`) · a number: that
   * argument, 0-based.
   */
  readonly row: 'receiver' | 'holder' | 'wrapped' | number;
  /** Place of the argument that names the relations, as a text or a list of texts. Left out where the row's own property is the relation: of a holder, and of what is wrapped (`wrap(book.author).init()`). */
  readonly relations?: number;
  /** Nothing is asked for where the relation is loaded already. */
  readonly once?: boolean;
  /** Member of what it is made on that says whether it is loaded: under that condition nothing is asked for either. */
  readonly told?: string;
  /** What may have calls of one tick sent as one query, in words: it is set up elsewhere. */
  readonly gathered?: string;
  /** What does the same for a list of rows. Left out where the call itself takes a list in the row's place. */
  readonly many?: {
    /** Member of what the rows were read through, or of their class: `em.populate`, `Person.fetchGraph`. */
    readonly method: string;
    /** API type of which every value has it for all rows, whatever they were read through. */
    readonly through?: string;
    /** Code of its arguments after the rows, with `$relation` for the name; left out where they are those of the call. */
    readonly arguments?: string;
    /** Most arguments of the call that it takes after the rows. */
    readonly most?: number;
  };
  /** Code of what the call gives, once it is loaded, with `$row` and `$relation`. Left out: the call has to stay, and asks for nothing. */
  readonly gives?: string;
}

/** How what a call acquired is given back. Any one of these releases it; the first name of a list is the one a repair writes. */
export interface Release {
  /** Method on the acquired value: `timer.unref()`, `client.release()`, `subscription.unsubscribe()`. */
  readonly methods?: readonly string[];
  /** Function that takes the acquired value, called bare or on whatever owns it: `clearInterval(handle)`, `window.clearInterval(handle)`. */
  readonly functions?: readonly string[];
  /** Method on the same receiver, with the same leading arguments: `target.removeEventListener(event, listener)`. */
  readonly receiver?: readonly string[];
  /**
   * How many leading arguments must match for `receiver` (2: event and listener). A release with fewer arguments gives back
   * all that its arguments name: `removeAllListeners('data')`, `destroy()`.
   */
  readonly matching?: number;
  /** The acquired value is itself a function that releases: `const stop = watch(...)`. */
  readonly call?: boolean;
  /** The first method gives a promise, which a repair waits for. */
  readonly promised?: boolean;
  /** The acquired value may be declared so, and is released at the end of its block then. */
  readonly using?: 'using' | 'await using';
}

/** A resource that lives until it is released. */
export interface Acquisition {
  /** Noun a user recognises: 'event listener', 'interval', 'database connection'. */
  readonly resource: string;
  /** Shape of what goes unreleased, for the fixes: which repair to write. */
  readonly kind:
    | 'listener' | 'interval' | 'timeout' | 'animation-frame' | 'observer' | 'subscription' | 'connection'
    | 'stream' | 'object-url' | 'socket' | 'disposable' | 'worker' | 'child-process' | 'watcher' | 'cleanup-function' | 'file-handle';
  readonly release: Release;
  /** Options that end it by themselves: `{ once: true }`, `{ signal }`. Checked in every argument that is an object. */
  readonly selfEndingOptions?: readonly string[];
  /** Earlier calls in the chain, or operators given to a call of the chain, that end it: `takeUntil`, `first`, `take`. */
  readonly selfEndingChain?: readonly string[];
  /** Must be released on every path of the function that acquires it (pooled client, query runner, file handle). */
  readonly everyPath?: boolean;
  /** The acquired value is delivered to this argument's callback or by await; `value` (default) is the call's result. */
  readonly heldBy?: 'value' | 'receiver';
  /** Given a callback, the library itself releases what it acquired: `sequelize.transaction(async t => …)`. */
  readonly unlessCallback?: boolean;
  /** Without a callback the call only reads: `form.watch('name')`. */
  readonly onlyWithCallback?: boolean;
  /**
   * Ends when its work is done: a timeout that fires, a child that exits, a file read to its end. It leaks only when that
   * never comes, or comes after the end of its owner's life.
   */
  readonly endsItself?: boolean;
  /** Argument that, when given, takes over what was acquired: the array of disposables of a VS Code event. */
  readonly owner?: number;
  /** Not the result is what was acquired but this property of it: the `Body` of an answer, which somebody has to read or destroy. */
  readonly property?: string;
  /**
   * Events whose listener is meant to live as long as the process, so that nothing is reported for them
   * (`process.on('SIGTERM', …)`). The event is the first argument, a string literal.
   */
  readonly lifelong?: readonly string[];
}

/** What a callback argument is given and when it runs. */
export interface Callback {
  /** 0-based place of the callback among the arguments; -1 for the last one. */
  readonly argument: number;
  /** API type of each parameter, `undefined` where unknown. */
  readonly parameters?: readonly (string | undefined)[];
  /** once: during the call · each: once per element · later: after the call has returned (listener, timer). */
  readonly runs: 'once' | 'each' | 'later';
  /** Everything inside shares one connection: a transaction. */
  readonly transaction?: boolean;
  /** For `each`: where the elements come from, the receiver (default) or an argument. */
  readonly over?: 'receiver' | number;
  /** For `each`: which parameter of the callback is the element; 0 when left out. */
  readonly element?: number;
  /**
   * For `each`, when the callback is asynchronous. unbounded: all are started at once · bounded: the library or an option
   * limits how many run · serial: each waits for the one before. Left out: nobody waits, as in `forEach` and `map`.
   */
  readonly concurrency?: 'unbounded' | 'bounded' | 'serial';
  /** The function the callback returns is the cleanup: it runs before the next run and at the end of the owner's life. */
  readonly cleanup?: 'returned';
  /** Place of a function given to the callback that registers a cleanup: `onCleanup` of Vue's `watchEffect`. */
  readonly cleanupParameter?: number;
  /** When in its owner's life a `later` callback runs: what it acquires belongs to the owner, or it releases for the owner. */
  readonly phase?: 'setup' | 'teardown';
}

/** A property of an API type. Reading it gives `type`; calling it does `operation` and gives `returns`. */
export interface Member {
  readonly type?: string;
  /** API type of the (awaited) result of a call; 'self' for the receiver's own type. */
  readonly returns?: string;
  /** The awaited result is an array whose elements have this API type. */
  readonly returnsEach?: string;
  readonly operation?: Operation;
  /** Runs what the chain before it has built; the operation is the chain's (see `ApiType.awaited`): `.exec()`. */
  readonly executes?: boolean;
  /** Runs the value given in this argument; the operation is its type's `performed`: `client.send(new GetCommand(…))`. */
  readonly performs?: number;
  /** This argument is an array of operations not started yet, sent together by this call: `$transaction([a, b])`. */
  readonly batches?: number;
  readonly acquires?: Acquisition;
  readonly callbacks?: readonly Callback[];
  /** `each` callbacks apart: the call takes an array of promises and waits for them. */
  readonly combines?: 'all' | 'settled' | 'any' | 'race';
}

/** A type of the library, as far as performance needs it. */
export interface ApiType {
  readonly members?: Readonly<Record<string, Member>>;
  /** Every property that `members` does not name: `prisma.<model>`. */
  readonly anyMember?: Member;
  /** Members known by the form of their name, tried before `anyMember`: association getters. A user's own method wins. */
  readonly patterns?: readonly { readonly name: RegExp; readonly member: Member }[];
  /** Calling a value of this type: `knex('users')`, `axios(config)`, a tagged template of `postgres`. */
  readonly call?: Member;
  /** `new` on a value of this type. */
  readonly construct?: Member;
  /**
   * A promise-like builder: awaiting a value of this type runs the query. A chain does the operation of its last member
   * that has one of its own (`knex('t').insert(rows).returning('id')` inserts), and this one when none has.
   */
  readonly awaited?: Member;
  /** Calls on a value of this type change it and give it back; what runs it reads it then. One with `awaited` is so anyway. */
  readonly stateful?: boolean;
  /** What a member with `performs` does with a value of this type. `filter` and `bound` speak of the arguments of its `new`. */
  readonly performed?: Operation;
  /** What is acquired with the result then. */
  readonly acquires?: Acquisition;
  /** Members are looked up here when this type has none of that name. */
  readonly extends?: string;
  /** A value of this type lives as long as the page or the process, so whatever is registered with it outlives its owner. */
  readonly lifelong?: boolean;
  /**
   * A value of this type, and all that is reached through it, is one connection, transaction or session: no two calls run side
   * by side. `false`: reached through one, it is none of it (the pool behind it, a fork).
   */
  readonly serial?: boolean;
  /** A value of this type is made for one operation and dropped with it: what is registered with it is dropped as well. */
  readonly brief?: boolean;
  /** As the library's `contention`, for connections of this type. */
  readonly contention?: Contention;
  /** Where this type is written, a client that is no transaction is accepted as well: it has all of its members. */
  readonly lent?: boolean;
  /** The user's classes may extend or be decorated into this type: `class User extends Model`. */
  readonly userClass?: boolean;
  /** Property of a value of this type or argument that names the entity: 'member' for prisma.<user>, 'argument' for repo(User). */
  readonly entity?: 'member' | 'argument' | 'class';
}

/** A last resort: what names and shape alone say. Findings that rest on it are never `high`. */
export interface ShapeHint {
  /** Names the root identifier or last property of the receiver may have: `prisma`, `db`, `trx`. */
  readonly receiver: RegExp;
  /** API type assumed for it. */
  readonly type: string;
  /** Members that must follow for the guess to hold; distinctive ones only (`findMany`, never `find`). */
  readonly members: readonly string[];
}

/**
 * What a library does with calls that are started together on one connection. queued: they run one after the other ·
 * deprecated: so they do today, and a coming version refuses them · undefined: the library promises nothing · supported: they
 * are sent at once, or run in the process.
 */
export interface Contention {
  readonly outcome: 'queued' | 'deprecated' | 'undefined' | 'supported';
  /** Where the library, or one of its maintainers, says so. */
  readonly source: string;
  /** Who does it, where it is the driver below the library. */
  readonly driver?: string;
  /**
   * A branch that goes on after another one has failed reaches a transaction that was rolled back. committed: its write runs
   * outside of any transaction, and stays · refused: the library knows that the transaction has ended. Left out: not known.
   */
  readonly afterRollback?: 'committed' | 'refused';
  /** Option of the constructor with which they are sent at once, and supported: `new Pool({ pipeline: true })`. */
  readonly unless?: string;
}

/** All that is known about one library. */
export interface Library {
  readonly id: string;
  /** Name in messages: "Prisma". */
  readonly label: string;
  /** Module specifiers (package name, or with subpath). A RegExp is tried against the whole specifier. Empty for globals. */
  readonly packages: readonly (string | RegExp)[];
  /** npm package that carries the typings this table was checked against, with the version. Absent for platform globals. */
  readonly typings?: { readonly package: string; readonly version: string };
  /** Exported value -> how using it starts. `default` for the default export, `*` for the whole module (`import * as x`, `require`). */
  readonly exports?: Readonly<Record<string, Member>>;
  /** Exports that mean something else when they are imported from this specifier. */
  readonly exportsOf?: Readonly<Record<string, Readonly<Record<string, Member>>>>;
  /** Type names as written in annotations and in the library's typings -> API type. */
  readonly declared?: Readonly<Record<string, string>>;
  /** Global values: `setInterval`, `window`, `fetch`. */
  readonly globals?: Readonly<Record<string, Member>>;
  readonly types: Readonly<Record<string, ApiType>>;
  /** Decorators whose parameter is injected with an API type: `@InjectRepository(User) repo` -> 'repository'. */
  readonly decorators?: Readonly<Record<string, string>>;
  readonly shapes?: readonly ShapeHint[];
  /** Answers are parsed by their content type, unless an option asks for them as they came: axios. */
  readonly parsesAnswers?: boolean;
  /** Options that put a call on one connection, so that it is serial with all calls given the same value: `{ transaction }`. */
  readonly serialOptions?: readonly string[];
  /** Calls of a chain that do the same with one of their arguments, and its 0-based place: `.transacting(trx)`. */
  readonly serialCalls?: Readonly<Record<string, number>>;
  /** What becomes of calls on one connection that are started together, unless its type says otherwise; left out where it is not known. */
  readonly contention?: Contention;
  /** Its models are declared in files of their own with this ending, not in code. */
  readonly modelFiles?: '.prisma';
  /** Largest number of bind parameters or list items one statement takes, with its source in a comment beside it. */
  readonly maxParameters?: number;
}

/** Checks at compile time that every API type a table names exists in it. */
export function defineLibrary(library: Library): Library {
  return library;
}
