import type { PrismaClient } from '../generated/prisma/client.js';

export async function stockShelves(prisma: PrismaClient, shelves: { label: string; bookIds: number[] }[]) {
  const stocked = [];
  for (const shelf of shelves) {
    const titles: (string | null)[] = [];
    for (const id of shelf.bookIds) {
      const book = await prisma.book.findUnique({ where: { id } });
      titles.push(book ? book.title : null);
    }
    stocked.push({ label: shelf.label, titles });
  }
  return stocked;
}
