import { gte } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import type { Database } from '../database.js';
import { reviews } from '../schema.js';

const others = alias(reviews, 'others');

export async function countReviews(db: Database, minimumStars: number) {
  const found = await db.select().from(others).where(gte(others.stars, minimumStars));
  return { found: found.length };
}
