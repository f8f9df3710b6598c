import { pool, prisma, redis } from '../database';
import { createLabel } from '../shipping/carrier';
import { trackAll } from '../shipping/tracking';
import { archive, type Invoice } from './invoices';

const PAGE = 200;

/** Runs at three in the morning. */
export async function nightly(): Promise<void> {
  await refreshShipments();
  await labelPaidOrders();
  await archive(await todaysInvoices());
  await forgetCarts();
}

/** Walks all shipments in pages: each round asks for what follows the last row of the one before. */
async function refreshShipments(): Promise<void> {
  let cursor: { id: string } | undefined;
  for (;;) {
    const shipments = await prisma.shipment.findMany({
      where: { state: { not: 'delivered' } },
      orderBy: { id: 'asc' },
      take: PAGE,
      ...(cursor ? { cursor, skip: 1 } : {}),
    });
    const states = await trackAll(shipments.map((shipment) => shipment.trackingNumber));
    for (const shipment of shipments) {
      const state = states.get(shipment.trackingNumber);
      if (state !== undefined && state !== shipment.state) {
        await prisma.shipment.update({ where: { id: shipment.id }, data: { state } });
      }
    }
    const last = shipments.at(-1);
    if (!last || shipments.length < PAGE) return;
    cursor = { id: last.id };
  }
}

async function labelPaidOrders(): Promise<void> {
  const orders = await prisma.order.findMany({ where: { status: 'PAID' } });
  for (const order of orders) {
    const trackingNumber = await createLabel(order.id);
    // perf-review-disable-next-line n-plus-one-query -- a label costs money: its parcel is on record before the next one is bought
    await prisma.shipment.create({ data: { orderId: order.id, trackingNumber } });
  }
}

async function todaysInvoices(): Promise<Invoice[]> {
  const midnight = new Date();
  midnight.setHours(0, 0, 0, 0);
  const orders = await prisma.order.findMany({ where: { placedAt: { gt: midnight } }, include: { lines: true } });
  return orders.map((order) => ({ orderId: order.id, html: `<h1>${order.id}</h1><p>${order.lines.length} books</p>` }));
}

async function forgetCarts(): Promise<void> {
  const abandoned = await redis.smembers('carts:abandoned');
  for (const cart of abandoned) {
    await redis.del(`cart:${cart}`);
  }
  await pool.query('DELETE FROM reservations WHERE expires_at < now()');
}
