import assert from 'node:assert/strict';
import { fixesOf, reviewProgram } from '../support/review-program.js';

const PRISMA = "import { PrismaClient } from '@prisma/client';\nconst prisma = new PrismaClient();\n";

function read(model: string, absent: string): string {
  return `async function ${model}(id: string) {\n  const found = await prisma.${model}.findUnique({ where: { id } });\n  if (!found) ${absent};\n  return found;\n}\n`;
}

function loading(calls: readonly string[]): string {
  return `export async function load(id: string) {\n${calls.map((call, index) => `  const x${index} = await ${call};\n`).join('')}  return [${calls.map((_, index) => `x${index}`).join(', ')}];\n}\n`;
}

const TYPEORM = "import { Entity, PrimaryGeneratedColumn, type Repository } from 'typeorm';\n@Entity()\nclass Note {\n  @PrimaryGeneratedColumn() id!: number;\n}\n";

function paging(...calls: readonly string[]): string {
  return `${TYPEORM}export async function page(notes: Repository<Note>) {\n  const query = notes.createQueryBuilder('note');\n${calls.map((call, index) => `  const x${index} = await query.${call};\n`).join('')}  return [${calls.map((_, index) => `x${index}`).join(', ')}];\n}\n`;
}

/** Of the first finding's first repair: what it says may differ. */
function differs(text: string): readonly string[] {
  const program = reviewProgram({ 'a.ts': text }, {});
  const [finding] = [...program.reviews.values()].flatMap((each) => each.findings.filter(({ ruleId }) => ruleId === 'sequential-await'));
  assert.ok(finding, 'something is found');
  const [fix] = fixesOf(program, finding);
  assert.ok(fix, 'something is offered');
  assert.equal(fix.safety, fix.differs.length === 0 ? 'safe' : 'review');
  return fix.differs;
}

describe('what may differ when awaits are started together', () => {
  const throws = "throw new Error('absent')";
  const several = ['if several fail, another of their errors may be the one that is seen'];

  it('is nothing for reads that fail only where the database does', () => {
    assert.deepEqual(differs(PRISMA + loading(['prisma.user.count()', 'prisma.team.count()'])), []);
    assert.deepEqual(differs(PRISMA + read('user', throws) + loading(['user(id)', 'prisma.team.count()'])), []);
    assert.deepEqual(differs(PRISMA + read('user', 'return null') + read('team', 'return null') + loading(['user(id)', 'team(id)'])), []);
  });

  it('is which error is seen where several fail for what they find', () => {
    assert.deepEqual(differs(PRISMA + read('user', throws) + read('team', throws) + loading(['user(id)', 'team(id)'])), several);
    assert.deepEqual(differs(PRISMA + loading(['prisma.user.findUniqueOrThrow({ where: { id } })', 'prisma.team.findFirstOrThrow()'])), several);
  });

  it('is the state of a builder that is asked for two things, unless the first counts on a copy of it', () => {
    assert.deepEqual(differs(paging('getCount()', 'take(10).getMany()')), []);
    assert.deepEqual(differs(paging('take(10).getMany()', 'getCount()')), ['the builder they share runs two queries at a time']);
  });
});
