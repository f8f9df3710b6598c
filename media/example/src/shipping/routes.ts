import type { FastifyInstance } from 'fastify';
import { trackOrder, waitingParcels } from './tracking';

export async function shippingRoutes(app: FastifyInstance): Promise<void> {
  app.get('/waiting', () => waitingParcels());
  app.get<{ Params: { orderId: string } }>('/:orderId', (request) => trackOrder(request.params.orderId));
}
