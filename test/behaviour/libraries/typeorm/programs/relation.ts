import { MoreThanOrEqual, type DataSource } from 'typeorm';
import { Book, Review } from '../schema.js';

export async function reviewedBooks(dataSource: DataSource, minimumStars: number) {
  const reviews = await dataSource.getRepository(Review).find({ where: { stars: MoreThanOrEqual(minimumStars) }, order: { id: 'ASC' } });
  const lines = [];
  for (const review of reviews) {
    const book = await dataSource.getRepository(Book).findOneBy({ id: review.bookId });
    lines.push(`${review.stars} for ${book?.title ?? 'nothing'}`);
  }
  return lines;
}
