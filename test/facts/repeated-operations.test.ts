import assert from 'node:assert/strict';
import type { Confidence } from '../../src/core/finding.js';
import { reviewProgram } from '../support/review-program.js';

const CLIENT = "import { PrismaClient } from '@prisma/client';\nconst prisma = new PrismaClient();\n";

/** Confidence of the one n-plus-one-query finding of a program. */
function confidenceOf(body: string): Confidence | undefined {
  const { reviews } = reviewProgram({ 'a.ts': CLIENT + body }, {});
  const found = [...reviews.values()].flatMap((review) => review.findings).filter((each) => each.ruleId === 'n-plus-one-query');
  assert.equal(found.length, 1, body);
  return found[0]?.confidence;
}

const loop = 'export async function all(ids: string[]) {\n  for (const id of ids) await one(id);\n}\n';

describe('confidence of a repeated operation', () => {
  it('is high when every link is proven, through a helper too', () => {
    assert.equal(confidenceOf(`async function one(id: string) { return prisma.user.findFirst({ where: { id } }); }\n${loop}`), 'high');
  });

  it('is medium when the helper is a unit of work of which the query is only a part', () => {
    const steps = ['order', 'line', 'stock', 'mail'].map((model) => `  await prisma.${model}.findFirst({ where: { id } });`).join('\n');
    assert.equal(confidenceOf(`async function one(id: string) {\n${steps}\n  await prisma.order.update({ where: { id }, data: { done: true } });\n}\n${loop}`), 'medium');
  });

  it('is medium when the helper of a write does more than write', () => {
    assert.equal(confidenceOf(`async function one(id: string) {\n  await fetch('https://example.com/files/' + id, { method: 'PUT' });\n  await prisma.file.create({ data: { id } });\n}\n${loop}`), 'medium');
  });

  it('is low when the loop runs a few times at most', () => {
    assert.equal(confidenceOf("export async function few(ids: string[]) {\n  for (const id of ids.slice(0, 3)) await prisma.user.findFirst({ where: { id } });\n}\n"), 'low');
  });

  it('is medium when the client is known by name only', () => {
    const { reviews } = reviewProgram({ 'a.ts': 'export async function all(ids: string[], prisma: any) {\n  for (const id of ids) await prisma.user.findFirst({ where: { id } });\n}\n' }, {});
    const found = [...reviews.values()].flatMap((review) => review.findings).find((each) => each.ruleId === 'n-plus-one-query');
    assert.equal(found?.confidence, 'medium');
  });
});
