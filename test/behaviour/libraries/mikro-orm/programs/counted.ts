import type { EntityManager } from '@mikro-orm/postgresql';
import { Review } from '../schema.js';

export async function countReviews(em: EntityManager, minimumStars: number) {
  const found = await em.find(Review, { stars: { $gte: minimumStars } }, { orderBy: { id: 'asc' } });
  return { found: found.length };
}
