import { MoreThanOrEqual, type DataSource } from 'typeorm';
import { Review } from '../schema.js';

export async function countReviews(dataSource: DataSource, minimumStars: number) {
  const found = await dataSource.getRepository(Review).find({ where: { stars: MoreThanOrEqual(minimumStars) }, order: { id: 'ASC' } });
  return { found: found.length };
}
