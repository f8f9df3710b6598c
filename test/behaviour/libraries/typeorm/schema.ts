import 'reflect-metadata';
import { Column, Entity, JoinColumn, ManyToOne, OneToMany, PrimaryGeneratedColumn, type Relation } from 'typeorm';

@Entity('countries')
export class Country {
  @PrimaryGeneratedColumn({ type: 'integer' })
  id!: number;

  @Column({ type: 'text', unique: true })
  code!: string;

  @Column({ type: 'text', nullable: true })
  name!: string | null;
}

@Entity('authors')
export class Author {
  @PrimaryGeneratedColumn({ type: 'integer' })
  id!: number;

  @Column({ type: 'text' })
  name!: string;

  @Column({ type: 'text', unique: true })
  email!: string;

  @Column({ type: 'integer', name: 'country_id', nullable: true })
  countryId!: number | null;

  @OneToMany(() => Book, (book) => book.author)
  books!: Relation<Book>[];
}

@Entity('books')
export class Book {
  @PrimaryGeneratedColumn({ type: 'integer' })
  id!: number;

  @Column({ type: 'integer', name: 'author_id', nullable: true })
  authorId!: number | null;

  @ManyToOne(() => Author, (author) => author.books, { nullable: true })
  @JoinColumn({ name: 'author_id' })
  author!: Author | null;

  @Column({ type: 'text' })
  title!: string;

  @Column({ type: 'integer', nullable: true })
  pages!: number | null;

  @Column({ type: 'boolean', name: 'in_print', default: true })
  inPrint!: boolean;

  @OneToMany(() => Review, (review) => review.book)
  reviews!: Relation<Review>[];
}

@Entity('reviews')
export class Review {
  @PrimaryGeneratedColumn({ type: 'integer' })
  id!: number;

  @Column({ type: 'integer', name: 'book_id' })
  bookId!: number;

  @ManyToOne(() => Book, (book) => book.reviews, { nullable: false, onDelete: 'CASCADE' })
  @JoinColumn({ name: 'book_id' })
  book!: Book;

  @Column({ type: 'integer' })
  stars!: number;

  @Column({ type: 'text', nullable: true })
  note!: string | null;
}
