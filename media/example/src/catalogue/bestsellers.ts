import { prisma, redis } from '../database';
import { ReviewRepository } from './review-repository';

const reviews = new ReviewRepository();

interface Bestseller {
  isbn: string;
  sold: number;
}

/** The bestsellers with the place where they stand and what readers said last. */
export async function bestsellers() {
  const counted = await soldThisWeek();
  return Promise.all(
    counted.map(async ({ isbn, sold }) => ({
      isbn,
      sold,
      shelf: await reviews.shelfOf(isbn),
      views: Number(await redis.get(`views:${isbn}`)),
    })),
  );
}

async function soldThisWeek(): Promise<Bestseller[]> {
  const since = new Date(Date.now() - 7 * 24 * 60 * 60 * 1000);
  const groups = await prisma.orderLine.groupBy({ by: ['isbn'], where: { order: { placedAt: { gt: since } } }, _sum: { quantity: true } });
  return groups.map((group) => ({ isbn: group.isbn, sold: group._sum.quantity ?? 0 }));
}
