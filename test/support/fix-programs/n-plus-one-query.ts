import fc from 'fast-check';
import type { FixProgram, FixPrograms } from './fix-program.js';

const SCHEMA = [
  'model User {\n  id    Int    @id @default(autoincrement())\n  email String @unique\n  posts Post[]\n}',
  'model Post {\n  id       Int    @id @default(autoincrement())\n  authorId Int\n  title    String\n  author   User   @relation(fields: [authorId], references: [id])\n}\n',
].join('\n\n');

/** How each library asks for the one row of a key, for the rows of a parent, for how many there are, and how it writes one. */
interface Library {
  readonly head: string;
  readonly one: (key: string) => string;
  readonly many: (key: string) => string;
  readonly count?: (key: string) => string;
  readonly write?: (key: string) => string;
}

const LIBRARIES: Readonly<Record<string, Library>> = {
  prisma: {
    head: `import { PrismaClient } from '@prisma/client';\nconst prisma = new PrismaClient();`,
    one: (key) => `prisma.user.findUnique({ where: { id: ${key} } })`,
    many: (key) => `prisma.post.findMany({ where: { authorId: ${key} }, orderBy: { id: 'asc' } })`,
    count: (key) => `prisma.post.count({ where: { authorId: ${key} } })`,
    write: (key) => `prisma.post.create({ data: { authorId: ${key}, title: 'new' } })`,
  },
  typeorm: {
    head: [
      `import { Column, DataSource, Entity, PrimaryGeneratedColumn } from 'typeorm';`, 'declare const source: DataSource;',
      '@Entity()\nclass User {\n  @PrimaryGeneratedColumn() id!: number;\n}', '@Entity()\nclass Post {\n  @PrimaryGeneratedColumn() id!: number;\n  @Column() authorId!: number;\n}',
      'const users = source.getRepository(User);\nconst posts = source.getRepository(Post);',
    ].join('\n'),
    one: (key) => `users.findOne({ where: { id: ${key} } })`,
    many: (key) => `posts.find({ where: { authorId: ${key} }, order: { id: 'ASC' } })`,
    count: (key) => `posts.count({ where: { authorId: ${key} } })`,
    write: (key) => `posts.insert({ authorId: ${key} })`,
  },
  sequelize: {
    head: [
      `import { DataTypes, Model, Sequelize } from 'sequelize';`, `const sequelize = new Sequelize('postgres://localhost');`,
      'class User extends Model {\n  declare id: number;\n}', 'class Post extends Model {\n  declare id: number;\n  declare authorId: number;\n}',
      'User.init({ id: { type: DataTypes.INTEGER, primaryKey: true } }, { sequelize });\nPost.init({ authorId: DataTypes.INTEGER }, { sequelize });',
    ].join('\n'),
    one: (key) => `User.findByPk(${key})`,
    many: (key) => `Post.findAll({ where: { authorId: ${key} } })`,
    count: (key) => `Post.count({ where: { authorId: ${key} } })`,
    write: (key) => `Post.create({ authorId: ${key} })`,
  },
  mongoose: {
    head: `import mongoose, { Schema } from 'mongoose';\nconst User = mongoose.model('User', new Schema({ email: String }));\nconst Post = mongoose.model('Post', new Schema({ authorId: Number }));`,
    one: (key) => `User.findById(${key})`,
    many: (key) => `Post.find({ authorId: ${key} })`,
    count: (key) => `Post.countDocuments({ authorId: ${key} })`,
    write: (key) => `Post.create({ authorId: ${key} })`,
  },
  drizzle: {
    head: [
      `import { eq } from 'drizzle-orm';`, `import { drizzle } from 'drizzle-orm/node-postgres';`, `import { integer, pgTable, serial } from 'drizzle-orm/pg-core';`,
      `const users = pgTable('users', { id: serial('id').primaryKey() });\nconst posts = pgTable('posts', { id: serial('id').primaryKey(), authorId: integer('author_id').notNull() });`, `const db = drizzle('postgres://localhost');`,
    ].join('\n'),
    one: (key) => `db.select().from(users).where(eq(users.id, ${key}))`,
    many: (key) => `db.select().from(posts).where(eq(posts.authorId, ${key}))`,
    write: (key) => `db.insert(posts).values({ authorId: ${key} })`,
  },
  knex: {
    head: `import { knex } from 'knex';\nconst db = knex({ client: 'pg' });`,
    one: (key) => `db('users').where({ id: ${key} }).first()`,
    many: (key) => `db('posts').where('author_id', ${key}).select('id', 'author_id')`,
    write: (key) => `db('posts').insert({ author_id: ${key} })`,
  },
  kysely: {
    head: `import { Kysely } from 'kysely';\ninterface Tables { users: { id: number; email: string }; posts: { id: number; author_id: number } }\ndeclare const db: Kysely<Tables>;`,
    one: (key) => `db.selectFrom('users').selectAll().where('id', '=', ${key}).executeTakeFirst()`,
    many: (key) => `db.selectFrom('posts').selectAll().where('author_id', '=', ${key}).execute()`,
    write: (key) => `db.insertInto('posts').values({ author_id: ${key} }).execute()`,
  },
  objection: {
    head: `import { Model } from 'objection';\nclass User extends Model {\n  static tableName = 'users';\n  id!: number;\n}\nclass Post extends Model {\n  static tableName = 'posts';\n  id!: number;\n  author_id!: number;\n}`,
    one: (key) => `User.query().findById(${key})`,
    many: (key) => `Post.query().where('author_id', ${key})`,
  },
  'mikro-orm': {
    head: `import { Entity, EntityManager, PrimaryKey, Property } from '@mikro-orm/core';\ndeclare const em: EntityManager;\n@Entity()\nclass User {\n  @PrimaryKey() id!: number;\n}\n@Entity()\nclass Post {\n  @PrimaryKey() id!: number;\n  @Property() authorId!: number;\n}`,
    one: (key) => `em.findOne(User, { id: ${key} })`,
    many: (key) => `em.find(Post, { authorId: ${key} })`,
    count: (key) => `em.count(Post, { authorId: ${key} })`,
  },
  pg: {
    head: `import { Pool } from 'pg';\nconst pool = new Pool();`,
    one: (key) => `pool.query('SELECT id, email FROM users WHERE id = $1', [${key}])`,
    many: (key) => `pool.query('SELECT id, author_id FROM posts WHERE author_id = $1', [${key}])`,
  },
};

/** Loops around the query; `e` is what a round has in hand, with an `id`. */
const LOOPS: Readonly<Record<string, (body: readonly string[]) => readonly string[]>> = {
  'for of': (body) => ['for (const e of list) {', ...indented(body), '}'],
  'for of set': (body) => ['for (const e of new Set(list)) {', ...indented(body), '}'],
  indexed: (body) => ['for (let i = 0; i < list.length; i++) {', '  const e = list[i]!;', ...indented(body), '}'],
  entries: (body) => ['for (const [at, e] of list.entries()) {', '  if (at > 1000) break;', ...indented(body), '}'],
  filtered: (body) => ['for (const e of list.filter((each) => each.id > 0)) {', ...indented(body), '}'],
  all: (body) => ['await Promise.all(', '  list.map(async (e) => {', ...indented(indented(body)), '  }),', ');'],
};

/** What a round does with the answer `q`. */
const USES: Readonly<Record<string, (query: string) => readonly string[]>> = {
  pushed: (query) => [`const found = await ${query};`, '// Kept with its key.', 'out.push({ id: e.id, found });'],
  'pushed at once': (query) => [`out.push(await ${query});`],
  guarded: (query) => ['if (e.id < 0) {', '  throw new Error("negative");', '}', `const found = await ${query};`, 'out.push(found); // As it was.'],
  mapped: (query) => [`const found = await ${query};`, 'if (!found) return;', 'map.set(e.id, found);'],
  compared: (query) => [`map.set(e.id, await ${query});`],
  named: (query) => ['const { id } = e;', `const found = await ${query.replaceAll('e.id', 'id')};`, 'out.push(found, id);'],
};

function indented(lines: readonly string[]): readonly string[] {
  return lines.map((each) => `  ${each}`);
}

const programs = fc.record({
  library: fc.constantFrom(...Object.keys(LIBRARIES)),
  loop: fc.constantFrom(...Object.keys(LOOPS)),
  use: fc.constantFrom(...Object.keys(USES)),
  kind: fc.constantFrom('one' as const, 'many' as const, 'many' as const, 'count' as const, 'write' as const),
}).map(({ library, loop, use, kind }): FixProgram => {
  const asked = LIBRARIES[library] ?? { head: '', one: () => '', many: () => '' };
  const query = (asked[kind] ?? asked.many)('e.id');
  const written = kind === 'write' && asked.write !== undefined;
  const body = written ? ['// One row each.', `await ${query};`] : (USES[use]?.(query) ?? []);
  // In a callback `return` ends a round; in a loop `continue` does.
  const rounds = loop === 'all' ? body : body.map((each) => each.replace('return;', 'continue;'));
  const text = [
    asked.head, '', 'export async function work(list: { id: number }[]) {',
    ...indented(['const out: unknown[] = [];', 'const map = new Map<number, unknown>();', ...(LOOPS[loop]?.(rounds) ?? []), 'return { out, map };']),
    '}', '',
  ].join('\n');
  return { files: { 'main.ts': text, 'schema.prisma': SCHEMA }, main: 'main.ts' };
});

/** What these programs do before and after is asked of real libraries on a real database, in `test/behaviour/`. */
export const nPlusOneQuery: FixPrograms = { ruleId: 'n-plus-one-query', programs, repaired: 0.7 };
