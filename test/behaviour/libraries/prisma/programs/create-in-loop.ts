import type { PrismaClient } from '../generated/prisma/client.js';

export async function accept(prisma: PrismaClient, manuscripts: { title: string; pages: number | null; authorId: number | null }[]) {
  for (const manuscript of manuscripts) {
    await prisma.book.create({ data: { title: manuscript.title, pages: manuscript.pages, authorId: manuscript.authorId } });
  }
}
