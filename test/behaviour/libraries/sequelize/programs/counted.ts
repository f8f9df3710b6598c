import { Op } from 'sequelize';
import { Review } from '../schema.js';

export async function countReviews(minimumStars: number) {
  const found = await Review.findAll({ where: { stars: { [Op.gte]: minimumStars } }, order: [['id', 'ASC']] });
  return { found: found.length };
}
