import type { PrismaClient } from '../generated/prisma/client.js';

export async function discard(prisma: PrismaClient, bookIds: number[]) {
  for (const id of bookIds) {
    await prisma.book.deleteMany({ where: { id } });
  }
}
