import type { PrismaClient } from '../generated/prisma/client.js';

export async function listBooks(prisma: PrismaClient, writers: { id: number; name: string }[]) {
  const lists = [];
  for (const writer of writers) {
    const written = await prisma.book.findMany({ where: { authorId: writer.id }, orderBy: { id: 'asc' } });
    lists.push({ writer: writer.name, titles: written.map((book) => book.title), written });
  }
  return lists;
}
