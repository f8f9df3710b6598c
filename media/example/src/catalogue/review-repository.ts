import { desc, eq } from 'drizzle-orm';
import { warehouse } from '../database';
import { reviews, shelves } from './tables';

export class ReviewRepository {
  /** All that was ever said about a book. */
  allOf(isbn: string) {
    return warehouse.select().from(reviews).where(eq(reviews.isbn, isbn)).orderBy(desc(reviews.createdAt));
  }

  latestOf(isbn: string) {
    return warehouse.select().from(reviews).where(eq(reviews.isbn, isbn)).orderBy(desc(reviews.createdAt)).limit(5);
  }

  everything() {
    return warehouse.select().from(reviews);
  }

  async shelfOf(isbn: string) {
    const [row] = await warehouse.select().from(shelves).where(eq(shelves.isbn, isbn)).limit(1);
    return row;
  }
}
