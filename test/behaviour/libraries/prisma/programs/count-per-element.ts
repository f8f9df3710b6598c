import type { PrismaClient } from '../generated/prisma/client.js';

export async function countBooks(prisma: PrismaClient, writers: { id: number; name: string }[]) {
  const counts = [];
  for (const writer of writers) {
    const count = await prisma.book.count({ where: { authorId: writer.id, inPrint: true } });
    counts.push({ name: writer.name, count });
  }
  return counts;
}
