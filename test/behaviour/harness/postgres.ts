import { readFileSync } from 'node:fs';
import { installedPackages } from './packages.js';
import { QueryLog } from './query-log.js';
import type { Tables } from './dataset.js';

/** What of `@electric-sql/pglite` and its socket server is used here. */
interface PGlite {
  exec(sql: string): Promise<unknown>;
  query(sql: string): Promise<{ readonly rows: readonly unknown[] }>;
  execProtocolRawStream(message: Uint8Array, options: unknown): Promise<unknown>;
  close(): Promise<void>;
}
interface SocketServer {
  start(): Promise<void>;
  stop(): Promise<void>;
  getServerConn(): string;
}

/** Where drivers connect to. There is one connection at a time to be had: pools must be as small. */
export interface Address {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
  readonly database: string;
}

const TABLES = ['countries', 'authors', 'books', 'reviews'] as const;
const COLUMNS: Readonly<Record<(typeof TABLES)[number], readonly string[]>> = {
  countries: ['id', 'code', 'name'],
  authors: ['id', 'name', 'email', 'country_id'],
  books: ['id', 'author_id', 'title', 'pages', 'in_print'],
  reviews: ['id', 'book_id', 'stars', 'note'],
};

/** PostgreSQL in this process, spoken to over a local port as any other server, with a record of what it is asked. */
export class Postgres {
  readonly queries: QueryLog;
  readonly address: Address;

  private constructor(private readonly database: PGlite, private readonly server: SocketServer, queries: QueryLog) {
    this.queries = queries;
    this.address = { host: '127.0.0.1', port: Number(server.getServerConn().split(':').pop()), user: 'postgres', password: 'postgres', database: 'postgres' };
  }

  /** An empty database with the tables of schema.sql. */
  static async start(): Promise<Postgres> {
    const load = installedPackages();
    const { PGlite } = load('@electric-sql/pglite') as { PGlite: { create(): Promise<PGlite> } };
    const { PGLiteSocketServer } = load('@electric-sql/pglite-socket') as { PGLiteSocketServer: new (options: object) => SocketServer };
    const database = await PGlite.create();
    await database.exec(readFileSync('test/behaviour/schema.sql', 'utf8'));
    const queries = new QueryLog();
    const execute = database.execProtocolRawStream.bind(database);
    database.execProtocolRawStream = (message, options) => {
      queries.record(message);
      return execute(message, options);
    };
    const server = new PGLiteSocketServer({ db: database, host: '127.0.0.1', port: 0 });
    await server.start();
    return new Postgres(database, server, queries);
  }

  /** Replaces everything there is. Keys given out later follow on those of the rows. */
  async fill(tables: Tables): Promise<void> {
    const statements = [...TABLES].reverse().map((table) => `delete from ${table};`);
    for (const table of TABLES) {
      const rows = tables[table].map((row) => `(${COLUMNS[table].map((column) => literal((row as unknown as Record<string, unknown>)[camelCase(column)])).join(', ')})`);
      if (rows.length > 0) statements.push(`insert into ${table} (${COLUMNS[table].join(', ')}) values ${rows.join(', ')};`);
      statements.push(`select setval('${table}_id_seq', ${rows.length + 1}, false);`);
    }
    await this.database.exec(statements.join('\n'));
  }

  /** Every row of every table, by key. */
  async contents(): Promise<unknown> {
    const all: Record<string, unknown> = {};
    for (const table of TABLES) all[table] = (await this.database.query(`select * from ${table} order by id`)).rows;
    return all;
  }

  async stop(): Promise<void> {
    await this.server.stop();
    await this.database.close();
  }
}

function camelCase(column: string): string {
  return column.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
}

function literal(value: unknown): string {
  if (typeof value === 'string') return `'${value.replaceAll("'", "''")}'`;
  return value === undefined ? 'null' : String(value);
}
