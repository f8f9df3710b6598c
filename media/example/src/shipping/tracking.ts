import { prisma } from '../database';
import { track, trackMany, type TrackingState } from './carrier';

/** States of the parcels of one order, for its page. */
export async function trackOrder(orderId: string): Promise<TrackingState[]> {
  const shipments = await prisma.shipment.findMany({ where: { orderId } });
  const states: TrackingState[] = [];
  for (const shipment of shipments) {
    states.push(await track(shipment.trackingNumber));
  }
  return states;
}

/** All parcels on their way, a hundred per request: the loop goes over slices, not over parcels. */
export async function trackAll(trackingNumbers: string[]): Promise<Map<string, string>> {
  const states = new Map<string, string>();
  for (let start = 0; start < trackingNumbers.length; start += 100) {
    for (const { trackingNumber, state } of await trackMany(trackingNumbers.slice(start, start + 100))) {
      states.set(trackingNumber, state);
    }
  }
  return states;
}

/** How many parcels wait in each of our three warehouses. The list is as long as it is written here. */
export async function waitingParcels(): Promise<Record<string, number>> {
  const waiting: Record<string, number> = {};
  for (const warehouse of ['berlin', 'leipzig', 'graz']) {
    waiting[warehouse] = await prisma.shipment.count({ where: { state: `waiting-${warehouse}` } });
  }
  return waiting;
}
