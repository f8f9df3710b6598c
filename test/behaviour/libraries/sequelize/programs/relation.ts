import { Op } from 'sequelize';
import { Book, Review } from '../schema.js';

export async function reviewedBooks(minimumStars: number) {
  const reviews = await Review.findAll({ where: { stars: { [Op.gte]: minimumStars } }, order: [['id', 'ASC']] });
  const lines = [];
  for (const review of reviews) {
    const book = await Book.findByPk(review.bookId);
    lines.push(`${review.stars} for ${book?.title ?? 'nothing'}`);
  }
  return lines;
}
