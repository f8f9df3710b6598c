import type { PrismaClient } from '../generated/prisma/client.js';

export async function published(prisma: PrismaClient, writers: { id: number; name: string }[]) {
  const names: string[] = [];
  for (const writer of writers) {
    const book = await prisma.book.findFirst({ where: { authorId: writer.id }, select: { id: true } });
    if (book) names.push(writer.name);
  }
  return names;
}
