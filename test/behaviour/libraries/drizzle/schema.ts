import { relations } from 'drizzle-orm';
import { boolean, integer, pgTable, serial, text } from 'drizzle-orm/pg-core';

export const countries = pgTable('countries', {
  id: serial('id').primaryKey(),
  code: text('code').notNull().unique(),
  name: text('name'),
});

export const authors = pgTable('authors', {
  id: serial('id').primaryKey(),
  name: text('name').notNull(),
  email: text('email').notNull().unique(),
  countryId: integer('country_id').references(() => countries.id),
});

export const books = pgTable('books', {
  id: serial('id').primaryKey(),
  authorId: integer('author_id').references(() => authors.id),
  title: text('title').notNull(),
  pages: integer('pages'),
  inPrint: boolean('in_print').notNull().default(true),
});

export const reviews = pgTable('reviews', {
  id: serial('id').primaryKey(),
  bookId: integer('book_id').notNull().references(() => books.id, { onDelete: 'cascade' }),
  stars: integer('stars').notNull(),
  note: text('note'),
});

export const authorRelations = relations(authors, ({ many }) => ({ books: many(books) }));
export const bookRelations = relations(books, ({ one, many }) => ({
  author: one(authors, { fields: [books.authorId], references: [authors.id] }),
  reviews: many(reviews),
}));
export const reviewRelations = relations(reviews, ({ one }) => ({ book: one(books, { fields: [reviews.bookId], references: [books.id] }) }));
