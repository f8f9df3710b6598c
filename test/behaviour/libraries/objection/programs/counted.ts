import { Review } from '../schema.js';

export async function countReviews(minimumStars: number) {
  const found = await Review.query().where('stars', '>=', minimumStars).orderBy('id');
  return { found: found.length };
}
