import type { PrismaClient } from '../generated/prisma/client.js';

async function findAuthor(prisma: PrismaClient, id: number) {
  return prisma.author.findUnique({ where: { id } });
}

export async function addresses(prisma: PrismaClient, authorIds: number[]) {
  const emails: string[] = [];
  for (const authorId of authorIds) {
    const author = await findAuthor(prisma, authorId);
    emails.push(author?.email ?? 'none');
  }
  return emails;
}
