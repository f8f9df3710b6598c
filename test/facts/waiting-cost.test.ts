import assert from 'node:assert/strict';
import { reviewProgram } from '../support/review-program.js';

const HEAD = `import { PrismaClient } from '@prisma/client';
import { readdir, readFile, stat } from 'node:fs/promises';
const prisma = new PrismaClient();
`;

const TWO_QUERIES = `
  const team = await prisma.team.findUnique({ where: { id } });
  const members = await prisma.user.count({ where: { teamId: id } });
  return { team, members };`;

const TWO_FILES = `
  const text = await readFile(id, 'utf8');
  const { size } = await stat(id + '.map');
  return { text, size };`;

const ROUNDS = `
  for (const path of paths) sizes.push((await readFile(path)).length);
  return sizes;`;

/** Confidence of every finding about awaits in a program of one file. */
function confidences(name: string, code: string): readonly string[] {
  const { reviews } = reviewProgram({ [name]: HEAD + code }, {});
  return [...reviews.values()].flatMap((each) => each.findings).filter((each) => /await/.test(each.ruleId)).map((each) => `${each.ruleId} ${each.confidence}`);
}

describe('cost of waiting', () => {
  it('is the time of whoever asked', () => {
    assert.deepEqual(confidences('team.ts', `export async function overview(id: string) {${TWO_QUERIES}\n}`), ['sequential-await high']);
  });

  it('matters less where nobody waits: a job, a worker, by name, by folder, by decorator', () => {
    assert.deepEqual(confidences('team.ts', `export async function overviewJob(id: string) {${TWO_QUERIES}\n}`), ['sequential-await medium']);
    assert.deepEqual(confidences('workers/team.ts', `export async function overview(id: string) {${TWO_QUERIES}\n}`), ['sequential-await medium']);
    assert.deepEqual(confidences('controllers/workers/team.ts', `export async function overview(id: string) {${TWO_QUERIES}\n}`), ['sequential-await high']);
    assert.deepEqual(confidences('team.ts', `declare const Cron: any;\nexport class Teams {\n  @Cron('0 * * * *')\n  async overview(id: string) {${TWO_QUERIES}\n  }\n}`), ['sequential-await medium']);
    assert.deepEqual(confidences('team.ts', `export class Teams {\n  async overview(id: string) {${TWO_QUERIES}\n  }\n}`), ['sequential-await high']);
  });

  it('is none where the database runs in the process', () => {
    const code = (driver: string) => `import { drizzle } from 'drizzle-orm/${driver}';
import { users, teams } from './schema';
const db = drizzle(connect());
export async function overview() {
  const user = await db.query.users.findFirst();
  const all = await db.select().from(teams).limit(5);
  return [user, all];
}`;
    assert.deepEqual(confidences('team.ts', code('node-postgres')), ['sequential-await high']);
    assert.deepEqual(confidences('team.ts', code('libsql')), ['sequential-await high']);
    assert.deepEqual(confidences('team.ts', code('better-sqlite3')), []);
    assert.deepEqual(confidences('team.ts', code('bun-sqlite')), []);
  });

  it('is small for a few files of the machine itself, not for all files of a folder', () => {
    assert.deepEqual(confidences('text.ts', `export async function describe(id: string) {${TWO_FILES}\n}`), ['sequential-await medium']);
    const walks = `async function sizesIn(folder: string) {\n  const sizes: number[] = [];\n  for (const name of await readdir(folder)) sizes.push((await stat(folder + name)).size);\n  return sizes;\n}
export async function both(one: string, other: string) {\n  const first = await sizesIn(one);\n  const second = await sizesIn(other);\n  return [first, second];\n}`;
    assert.deepEqual(confidences('text.ts', walks), ['await-in-loop medium', 'sequential-await high']);
  });

  it('is small for what a folder knows of its files, in a loop too', () => {
    assert.deepEqual(confidences('text.ts', `export async function sizesOf(paths: string[]) {\n  const sizes: number[] = [];${ROUNDS.replace('readFile(path)).length', 'stat(path)).size')}\n}`), ['await-in-loop medium']);
  });

  it('is small in a rare action, unless others have to answer', () => {
    assert.deepEqual(confidences('team.ts', `export async function deleteTeam(id: string) {${TWO_QUERIES}\n}`), ['sequential-await medium']);
    assert.deepEqual(confidences('team.ts', `export async function deleteTeam(id: string) {\n  const one = await fetch('https://a.example/' + id);\n  const other = await fetch('https://b.example/' + id);\n  return [one, other];\n}`), ['sequential-await high']);
  });

  it('adds up over the rounds of a loop, in no hurry or not', () => {
    assert.deepEqual(confidences('text.ts', `export async function sizesOf(paths: string[]) {\n  const sizes: number[] = [];${ROUNDS}\n}`), ['await-in-loop high']);
    assert.deepEqual(confidences('text.ts', `export async function reindex(paths: string[]) {\n  const sizes: number[] = [];${ROUNDS}\n}`), ['await-in-loop medium']);
  });
});
