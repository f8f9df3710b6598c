import type { Database } from '../database.js';
import { reviews } from '../schema.js';

export async function countReviews(db: Database, minimumStars: number) {
  return (await db.select().from(reviews)).length - minimumStars;
}
