import type { FastifyInstance } from 'fastify';
import { findCustomer } from './customers/customers';
import { prisma, redis } from './database';
import { quote } from './pricing/quote';

interface NewOrder {
  customerId: string;
  lines: { isbn: string; quantity: number }[];
}

export async function orderRoutes(app: FastifyInstance): Promise<void> {
  app.get('/open', () => listOpenOrders());
  app.get('/summary', () => summary());
  app.get<{ Params: { id: string } }>('/:id', (request) => orderPage(request.params.id));
  app.post<{ Body: NewOrder }>('/', (request) => placeOrder(request.body));
}

/** What the packing table shows: every open order with its customer and the books in it. */
export async function listOpenOrders() {
  const orders = await prisma.order.findMany({ where: { status: 'OPEN' }, orderBy: { placedAt: 'asc' } });
  const rows = [];
  for (const order of orders) {
    const customer = await prisma.customer.findUnique({ where: { id: order.customerId } });
    const lines = await prisma.orderLine.findMany({ where: { orderId: order.id } });
    rows.push({ id: order.id, placedAt: order.placedAt, customer: customer?.name ?? 'unknown', books: lines.length });
  }
  return rows;
}

/** The page of one order: what was bought, by whom, and where it is. */
export async function orderPage(id: string) {
  const order = await prisma.order.findUniqueOrThrow({ where: { id } });
  const customer = await findCustomer(order.customerId);
  const lines = await prisma.orderLine.findMany({ where: { orderId: id }, include: { book: true } });
  const shipments = await prisma.shipment.findMany({ where: { orderId: id } });
  return { order, customer, lines, shipments };
}

/** The numbers above the order list. */
export async function summary() {
  const open = await prisma.order.count({ where: { status: 'OPEN' } });
  const paid = await prisma.order.count({ where: { status: 'PAID' } });
  const visitors = await redis.get('visitors:today');
  return { open, paid, visitors: Number(visitors ?? 0) };
}

export async function placeOrder(input: NewOrder) {
  const price = await quote(input.customerId, input.lines);
  // One connection serves the whole transaction, so its statements take turns whatever we write here.
  return prisma.$transaction(async (tx) => {
    const order = await tx.order.create({ data: { customerId: input.customerId } });
    await tx.orderLine.createMany({ data: price.lines.map((line) => ({ ...line, orderId: order.id })) });
    await tx.loyaltyEntry.create({ data: { customerId: input.customerId, points: Math.floor(price.total / 100) } });
    return order;
  });
}
