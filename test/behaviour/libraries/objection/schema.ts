import { Model, snakeCaseMappers, type Modifiers, type RelationMappings } from 'objection';

class Table extends Model {
  static override get columnNameMappers() {
    return snakeCaseMappers();
  }

  static override modifiers: Modifiers = { ordered: (rows) => rows.orderBy('id') };
}

export class Country extends Table {
  static override tableName = 'countries';
  id!: number;
  code!: string;
  name!: string | null;
}

export class Author extends Table {
  static override tableName = 'authors';
  id!: number;
  name!: string;
  email!: string;
  countryId!: number | null;
  books?: Book[];

  static override get relationMappings(): RelationMappings {
    return { books: { relation: Model.HasManyRelation, modelClass: Book, join: { from: 'authors.id', to: 'books.author_id' } } };
  }
}

export class Book extends Table {
  static override tableName = 'books';
  id!: number;
  authorId!: number | null;
  title!: string;
  pages!: number | null;
  inPrint!: boolean;
  author?: Author;
  reviews?: Review[];

  static override get relationMappings(): RelationMappings {
    return {
      author: { relation: Model.BelongsToOneRelation, modelClass: Author, join: { from: 'books.author_id', to: 'authors.id' } },
      reviews: { relation: Model.HasManyRelation, modelClass: Review, join: { from: 'books.id', to: 'reviews.book_id' } },
    };
  }
}

export class Review extends Table {
  static override tableName = 'reviews';
  id!: number;
  bookId!: number;
  stars!: number;
  note!: string | null;
  book?: Book;

  static override get relationMappings(): RelationMappings {
    return { book: { relation: Model.BelongsToOneRelation, modelClass: Book, join: { from: 'reviews.book_id', to: 'books.id' } } };
  }
}
