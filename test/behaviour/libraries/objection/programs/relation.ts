import { Book, Review } from '../schema.js';

export async function reviewedBooks(minimumStars: number) {
  const reviews = await Review.query().where('stars', '>=', minimumStars).orderBy('id');
  const lines = [];
  for (const review of reviews) {
    const book = await Book.query().findById(review.bookId);
    lines.push(`${review.stars} for ${book?.title ?? 'nothing'}`);
  }
  return lines;
}
