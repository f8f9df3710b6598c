import fc from 'fast-check';
import { countedAnswers } from './counted-answers.js';
import type { FixProgram, FixPrograms } from './fix-program.js';

const SCHEMA = 'model Message {\n  id     Int @id @default(autoincrement())\n  teamId String\n  text   String\n}\n';

/** How a read is begun in each library, and its options or chain. */
const READS: Readonly<Record<string, { readonly head: string; readonly read: (ordered: boolean) => string }>> = {
  prisma: {
    head: `import { PrismaClient } from '@prisma/client';\nconst prisma = new PrismaClient();`,
    read: (ordered) => `prisma.message.findMany({ where: { teamId }${ordered ? ", orderBy: { id: 'asc' }" : ''} })`,
  },
  typeorm: {
    head: `import { DataSource, Entity, PrimaryGeneratedColumn } from 'typeorm';\ndeclare const source: DataSource;\n@Entity()\nclass Message {\n  @PrimaryGeneratedColumn() id!: number;\n}`,
    read: (ordered) => `source.getRepository(Message).find({ where: { teamId }${ordered ? ", order: { id: 'ASC' }" : ''} })`,
  },
  sequelize: {
    head: `import { Model, Op } from 'sequelize';\nconsole.log(Op);\nclass Message extends Model {\n  declare id: number;\n}`,
    read: (ordered) => `Message.findAll({ where: { teamId }${ordered ? ", order: [['id', 'ASC']]" : ''} })`,
  },
  mongoose: {
    head: `import mongoose, { Schema } from 'mongoose';\nconst Message = mongoose.model('Message', new Schema({ teamId: String }));`,
    read: (ordered) => `Message.find({ teamId })${ordered ? '.sort({ _id: 1 })' : ''}`,
  },
  drizzle: {
    head: `import { and, eq } from 'drizzle-orm';\nimport { drizzle } from 'drizzle-orm/node-postgres';\nimport { integer, pgTable, text } from 'drizzle-orm/pg-core';\nconst messages = pgTable('messages', { id: integer('id').primaryKey(), teamId: text('team_id') });\nconst db = drizzle('postgres://localhost');\nconsole.log(and);`,
    read: (ordered) => `db.select().from(messages).where(eq(messages.teamId, teamId))${ordered ? '.orderBy(messages.id)' : ''}`,
  },
  knex: {
    head: `import { knex } from 'knex';\nconst db = knex({ client: 'pg' });`,
    read: (ordered) => `db('messages').where('team_id', teamId).select('id', 'text')${ordered ? ".orderBy('id')" : ''}`,
  },
  pg: {
    head: `import { Pool } from 'pg';\nconst pool = new Pool();`,
    read: (ordered) => `pool.query('SELECT id, text FROM messages WHERE team_id = $1${ordered ? ' ORDER BY id' : ''}', [teamId])`,
  },
};

/** What becomes of the rows. */
const USES: Readonly<Record<string, (read: string) => readonly string[]>> = {
  counted: (read) => [`const rows = await ${read};`, '// How many there are.', 'return rows.length;'],
  'counted at once': (read) => [`return (await ${read}).length;`],
  tested: (read) => [`const rows = await ${read};`, 'if (rows.length === 0) return undefined; // None.', 'return rows.length > 0;'],
  first: (read) => [`const rows = await ${read};`, 'return rows[0];'],
  cut: (read) => [`const rows = await ${read};`, 'return rows.slice(0, 10);'],
  shown: (read) => [`const rows = await ${read};`, 'return { rows };'],
  returned: (read) => [`return ${read};`],
  worked: (read) => [`const rows = await ${read};`, '// One after the other.', 'let sent = 0;', 'for (const row of rows) {', '  await mail(row);', '  sent++;', '}', 'return sent;'],
  'worked at once': (read) => [`for (const row of await ${read}) {`, '  await mail(row);', '}'],
  kept: (read) => [`const rows = await ${read};`, 'return new Map(rows.map((row) => [row.id, row]));'],
  told: (read) => [`const rows = await ${read};`, 'await mail(rows);'],
};

const lists = fc.record({
  library: fc.constantFrom(...Object.keys(READS)),
  use: fc.constantFrom(...Object.keys(USES)),
  ordered: fc.boolean(),
  limit: fc.boolean(),
}).map(({ library, use, ordered, limit }): FixProgram => {
  const { head, read } = READS[library] ?? { head: '', read: () => '' };
  const lines = USES[use]?.(read(ordered)) ?? [];
  const text = [head, `import { mail } from './mail';`, `export async function work(teamId: string${limit ? ', limit: number' : ''}) {`, ...lines.map((each) => `  ${each}`), '}', ''].join('\n');
  return { files: { 'main.ts': text, 'schema.prisma': SCHEMA }, main: 'main.ts' };
});

const programs = fc.oneof({ weight: 3, arbitrary: lists }, { weight: 1, arbitrary: countedAnswers });

export const unboundedQuery: FixPrograms = { ruleId: 'unbounded-query', programs, repaired: 0.5 };
