import { integer, pgTable, text, timestamp } from 'drizzle-orm/pg-core';

export const reviews = pgTable('reviews', {
  id: text('id').primaryKey(),
  isbn: text('isbn').notNull(),
  stars: integer('stars').notNull(),
  body: text('body').notNull(),
  createdAt: timestamp('created_at').notNull().defaultNow(),
});

export const shelves = pgTable('shelves', {
  isbn: text('isbn').primaryKey(),
  shelf: text('shelf').notNull(),
  copies: integer('copies').notNull(),
});
