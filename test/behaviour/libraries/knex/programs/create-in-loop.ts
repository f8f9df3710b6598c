import type { Knex } from 'knex';

export async function accept(knex: Knex, manuscripts: { title: string; pages: number | null; authorId: number | null }[]) {
  for (const manuscript of manuscripts) {
    await knex('books').insert({ title: manuscript.title, pages: manuscript.pages, author_id: manuscript.authorId });
  }
}
