import assert from 'node:assert/strict';
import { createSession } from '../../src/engine/session.js';
import { memoryHost } from '../support/memory-host.js';

const CODE = `import { PrismaClient } from '@prisma/client';
const prisma = new PrismaClient();
export async function titles() {
  const orders = await prisma.order.findMany();
  return orders.map((order) => order.title.trim());
}
`;

describe('what becomes of rows', function () {
  this.timeout(20_000);

  it('is the same whether types are known or not: an array that is mapped is no cursor that is read on', () => {
    const host = memoryHost({
      '/app/package.json': '{ "name": "app" }',
      '/app/a.ts': CODE,
      '/app/node_modules/@prisma/client/package.json': '{ "name": "@prisma/client", "types": "index.d.ts" }',
      '/app/node_modules/@prisma/client/index.d.ts': 'export declare class PrismaClient { order: { findMany(): Promise<{ title: string }[]> } }\n',
    });
    const session = createSession({ root: '/app', host });
    const found = [false, true].map((types) => session.reviewFile('/app/a.ts', { types }).findings.map((each) => each.ruleId));
    session.dispose();
    assert.deepEqual(found, [['unbounded-query'], ['unbounded-query']]);
  });
});
