import { prisma } from '../database';

/** List price in cents. */
export async function listPrice(isbn: string): Promise<number> {
  const book = await prisma.book.findUniqueOrThrow({ where: { isbn }, select: { price: true } });
  return book.price;
}
