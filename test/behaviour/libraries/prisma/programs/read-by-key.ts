import type { PrismaClient } from '../generated/prisma/client.js';

export async function findAuthors(prisma: PrismaClient, authorIds: number[]) {
  const found = [];
  for (const id of authorIds) {
    const author = await prisma.author.findUnique({ where: { id } });
    found.push(author);
  }
  return found;
}
