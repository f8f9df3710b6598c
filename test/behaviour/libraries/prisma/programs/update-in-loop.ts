import type { PrismaClient } from '../generated/prisma/client.js';

export async function withdraw(prisma: PrismaClient, bookIds: number[]) {
  for (const id of bookIds) {
    await prisma.book.update({ where: { id }, data: { inPrint: false } });
  }
}
