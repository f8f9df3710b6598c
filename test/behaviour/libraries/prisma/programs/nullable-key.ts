import type { PrismaClient } from '../generated/prisma/client.js';

export async function describeLoans(prisma: PrismaClient, loans: { reader: string; authorId: number | null }[]) {
  const described = [];
  for (const loan of loans) {
    const author = loan.authorId === null ? null : await prisma.author.findUnique({ where: { id: loan.authorId } });
    described.push({ reader: loan.reader, author: author?.name ?? null });
  }
  return described;
}
