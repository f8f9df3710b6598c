import Fastify from 'fastify';
import { catalogueRoutes } from './catalogue/routes';
import { pool, prisma, redis } from './database';
import { orderRoutes } from './orders';
import { shippingRoutes } from './shipping/routes';

const app = Fastify({ logger: true });

await app.register(orderRoutes, { prefix: '/orders' });
await app.register(catalogueRoutes, { prefix: '/books' });
await app.register(shippingRoutes, { prefix: '/shipments' });

// Each plugin may rely on what the one before has registered: these three stay in order.

process.once('SIGTERM', async () => {
  await app.close();
  await Promise.all([prisma.$disconnect(), pool.end(), redis.quit()]);
});

await app.listen({ port: 3000 });
