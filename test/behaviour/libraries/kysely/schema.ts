import type { Generated } from 'kysely';

export interface Database {
  countries: { id: Generated<number>; code: string; name: string | null };
  authors: { id: Generated<number>; name: string; email: string; country_id: number | null };
  books: { id: Generated<number>; author_id: number | null; title: string; pages: number | null; in_print: Generated<boolean> };
  reviews: { id: Generated<number>; book_id: number; stars: number; note: string | null };
}
