import type { PrismaClient } from '../generated/prisma/client.js';

export async function countReviews(prisma: PrismaClient, minimumStars: number) {
  const found = await prisma.review.findMany({ where: { stars: { gte: minimumStars } }, orderBy: { id: 'asc' }, include: { book: true } });
  return { found: found.length };
}
