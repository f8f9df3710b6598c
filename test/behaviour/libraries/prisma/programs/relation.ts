import type { PrismaClient } from '../generated/prisma/client.js';

export async function reviewedBooks(prisma: PrismaClient, minimumStars: number) {
  const reviews = await prisma.review.findMany({ where: { stars: { gte: minimumStars } }, orderBy: { id: 'asc' } });
  const lines = [];
  for (const review of reviews) {
    const book = await prisma.book.findUnique({ where: { id: review.bookId } });
    lines.push(`${review.stars} for ${book?.title ?? 'nothing'}`);
  }
  return lines;
}
