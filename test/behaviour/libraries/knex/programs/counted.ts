import type { Knex } from 'knex';

export async function countReviews(knex: Knex, minimumStars: number) {
  const found = await knex('reviews').where('stars', '>=', minimumStars).orderBy('id').select('id');
  return { found: found.length };
}
