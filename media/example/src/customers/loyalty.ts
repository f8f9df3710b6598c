import { prisma } from '../database';

const YEAR = 365 * 24 * 60 * 60 * 1000;

/** Points of the last year; older ones expire. */
export async function pointsOf(customerId: string): Promise<number> {
  const { _sum } = await prisma.loyaltyEntry.aggregate({
    where: { customerId, createdAt: { gt: new Date(Date.now() - YEAR) } },
    _sum: { points: true },
  });
  return _sum.points ?? 0;
}

/** What the loyalty card shows. Written to ask both at once, but the inner awaits take turns. */
export async function loyaltyCard(customerId: string) {
  const [points, orders] = await Promise.all([
    await pointsOf(customerId),
    await prisma.order.count({ where: { customerId } }),
  ]);
  return { points, orders };
}
