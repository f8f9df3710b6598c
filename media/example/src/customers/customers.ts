import { prisma } from '../database';

export function findCustomer(id: string) {
  return prisma.customer.findUnique({ where: { id } });
}

/**
 * Names for a handful of ids. Prisma collects the `findUnique` calls of one tick into a single query,
 * so this is one round trip although it does not look like one.
 */
export async function customerNames(ids: string[]): Promise<string[]> {
  const customers = await Promise.all(ids.map((id) => prisma.customer.findUnique({ where: { id } })));
  return customers.map((customer) => customer?.name ?? 'unknown');
}

/** Everyone who may get the newsletter. */
export async function newsletterRecipients(): Promise<string[]> {
  const customers = await prisma.customer.findMany({ select: { email: true } });
  return customers.map((customer) => customer.email);
}

/** The page of the customer list the shop owner looks at. */
export function customerPage(page: number) {
  return prisma.customer.findMany({ orderBy: { name: 'asc' }, take: 50, skip: page * 50 });
}
