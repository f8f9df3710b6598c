import { Collection, type Opt, type Rel } from '@mikro-orm/core';
import { Entity, ManyToOne, OneToMany, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';

@Entity({ tableName: 'countries' })
export class Country {
  @PrimaryKey({ type: 'integer' })
  id!: number;

  @Property({ type: 'text', unique: true })
  code!: string;

  @Property({ type: 'text', nullable: true })
  name!: string | null;
}

@Entity({ tableName: 'authors' })
export class Author {
  @PrimaryKey({ type: 'integer' })
  id!: number;

  @Property({ type: 'text' })
  name!: string;

  @Property({ type: 'text', unique: true })
  email!: string;

  @ManyToOne(() => Country, { nullable: true })
  country!: Country | null;

  @OneToMany(() => Book, (book) => book.author)
  books = new Collection<Book>(this);
}

@Entity({ tableName: 'books' })
export class Book {
  @PrimaryKey({ type: 'integer' })
  id!: number;

  @ManyToOne(() => Author, { nullable: true })
  author!: Rel<Author> | null;

  @Property({ type: 'text' })
  title!: string;

  @Property({ type: 'integer', nullable: true })
  pages!: number | null;

  @Property({ type: 'boolean', default: true })
  inPrint: Opt<boolean> = true;

  @OneToMany(() => Review, (review) => review.book)
  reviews = new Collection<Review>(this);
}

@Entity({ tableName: 'reviews' })
export class Review {
  @PrimaryKey({ type: 'integer' })
  id!: number;

  @ManyToOne(() => Book, { deleteRule: 'cascade' })
  book!: Rel<Book>;

  @Property({ type: 'integer' })
  stars!: number;

  @Property({ type: 'text', nullable: true })
  note!: string | null;
}
