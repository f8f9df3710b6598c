import type { FastifyInstance } from 'fastify';
import { bestsellers } from './bestsellers';
import { ReviewRepository } from './review-repository';

export async function catalogueRoutes(app: FastifyInstance): Promise<void> {
  const reviews = new ReviewRepository();
  app.get('/bestsellers', () => bestsellers());
  app.get<{ Params: { isbn: string } }>('/:isbn/reviews', (request) => reviews.latestOf(request.params.isbn));
}
