import fc from 'fast-check';

export interface Country { readonly id: number; readonly code: string; readonly name: string | null }
export interface Author { readonly id: number; readonly name: string; readonly email: string; readonly countryId: number | null }
export interface Book { readonly id: number; readonly authorId: number | null; readonly title: string; readonly pages: number | null; readonly inPrint: boolean }
export interface Review { readonly id: number; readonly bookId: number; readonly stars: number; readonly note: string | null }

/** Rows in the order they are inserted, which is not that of their keys. */
export interface Tables {
  readonly countries: readonly Country[];
  readonly authors: readonly Author[];
  readonly books: readonly Book[];
  readonly reviews: readonly Review[];
}

/** What programs are given: keys that repeat, that nobody has, that are null; and nothing at all. */
export interface Inputs {
  readonly authorIds: readonly number[];
  readonly countryCodes: readonly string[];
  readonly writers: readonly { readonly id: number; readonly name: string }[];
  readonly loans: readonly { readonly reader: string; readonly authorId: number | null }[];
  readonly shelves: readonly { readonly label: string; readonly bookIds: readonly number[] }[];
  readonly manuscripts: readonly { readonly title: string; readonly pages: number | null; readonly authorId: number | null }[];
  /** Every book at most once, and none that is not there: for calls that throw where a row is missing. */
  readonly knownBookIds: readonly number[];
  readonly bookIds: readonly number[];
  readonly minimumStars: number;
}

export interface Dataset {
  readonly tables: Tables;
  readonly inputs: Inputs;
}

const CODES = ['AT', 'BR', 'CL', 'DK'];
const text = fc.constantFrom('', 'a', 'A', 'Zoë', "O'Hara", 'a "quote"', '%', '日本', 'null', '0');
const orNull = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | null> => fc.option(arbitrary, { nil: null, freq: 3 });
/** A key among `1…count`, or now and then one past the end. */
const key = (count: number): fc.Arbitrary<number> => fc.integer({ min: 1, max: count + 2 });
const keyOf = (count: number): fc.Arbitrary<number | null> => (count === 0 ? fc.constant(null) : orNull(fc.integer({ min: 1, max: count })));
/** Up to `max` rows, numbered from 1 and shuffled. */
const rows = <T>(max: number, row: fc.Arbitrary<T>): fc.Arbitrary<(T & { id: number })[]> =>
  fc.array(row, { maxLength: max }).chain((list) => fc.shuffledSubarray(list.map((each, at) => ({ ...each, id: at + 1 })), { minLength: list.length }));

const tables: fc.Arbitrary<Tables> = fc
  .tuple(fc.subarray(CODES), fc.nat(6), fc.nat(10))
  .chain(([codes, authors, books]) => fc.record({
    countries: fc.tuple(...codes.map((code) => fc.record({ code: fc.constant(code), name: orNull(text) }))).map((list) => list.map((each, at) => ({ ...each, id: at + 1 })).reverse()),
    authors: rows(authors, fc.record({ name: text, countryId: keyOf(codes.length) })).map((list) => list.map((each) => ({ ...each, email: `author${each.id}@example.org` }))),
    books: fc.constant(books),
  }))
  .chain(({ countries, authors, books }) => fc.record({
    countries: fc.constant(countries),
    authors: fc.constant(authors),
    books: rows(books, fc.record({ authorId: keyOf(authors.length), title: text, pages: orNull(fc.nat(900)), inPrint: fc.boolean() })),
  }))
  .chain(({ countries, authors, books }) => fc.record({
    countries: fc.constant(countries),
    authors: fc.constant(authors),
    books: fc.constant(books),
    reviews: books.length === 0 ? fc.constant([]) : rows(12, fc.record({ bookId: fc.integer({ min: 1, max: books.length }), stars: fc.integer({ min: 1, max: 5 }), note: orNull(text) })),
  }));

function inputs({ authors, books }: Tables): fc.Arbitrary<Inputs> {
  const list = <T>(item: fc.Arbitrary<T>): fc.Arbitrary<T[]> => fc.array(item, { maxLength: 8 });
  return fc.record({
    authorIds: list(key(authors.length)),
    countryCodes: list(fc.constantFrom(...CODES, 'XX')),
    writers: list(fc.record({ id: key(authors.length), name: text })),
    loans: list(fc.record({ reader: text, authorId: orNull(key(authors.length)) })),
    shelves: fc.array(fc.record({ label: text, bookIds: fc.array(key(books.length), { maxLength: 5 }) }), { maxLength: 4 }),
    manuscripts: list(fc.record({ title: text, pages: orNull(fc.nat(900)), authorId: keyOf(authors.length) })),
    knownBookIds: fc.shuffledSubarray(books.map(({ id }) => id)),
    bookIds: list(key(books.length)),
    minimumStars: fc.integer({ min: 1, max: 6 }),
  });
}

/** Any database of a few rows, and inputs that fit it more or less. */
export const dataset: fc.Arbitrary<Dataset> = tables.chain((all) => fc.record({ tables: fc.constant(all), inputs: inputs(all) }));

const upTo = (count: number): number[] => Array.from({ length: count }, (_, at) => at + 1);

/** One that is large enough for a query per element to show: always run, and what the printed figures are about. */
export const large: Dataset = {
  tables: {
    countries: CODES.map((code, at) => ({ id: at + 1, code, name: at === 1 ? null : `Country ${code}` })),
    authors: upTo(10).map((id) => ({ id, name: `Author ${id % 4}`, email: `author${id}@example.org`, countryId: id % 5 === 0 ? null : (id % 4) + 1 })),
    books: upTo(30).reverse().map((id) => ({ id, authorId: id % 7 === 0 ? null : (id % 9) + 1, title: `Title ${id % 11}`, pages: id % 3 === 0 ? null : id * 10, inPrint: id % 4 !== 0 })),
    reviews: upTo(40).map((id) => ({ id, bookId: (id * 7) % 23 + 1, stars: (id % 5) + 1, note: id % 2 === 0 ? null : `Note ${id}` })),
  },
  inputs: {
    authorIds: [...upTo(10), 3, 99, 1],
    countryCodes: [...CODES, 'XX', 'BR', 'AT'],
    writers: [...upTo(10), 99, 2].map((id) => ({ id, name: `Writer ${id}` })),
    loans: [...upTo(10), 99, 2].map((id) => ({ reader: `Reader ${id}`, authorId: id % 4 === 0 ? null : id })),
    shelves: upTo(4).map((id) => ({ label: `Shelf ${id}`, bookIds: [id, id * 8, 30 - id, 1] })),
    manuscripts: upTo(12).map((id) => ({ title: `New ${id % 5}`, pages: id % 3 === 0 ? null : id, authorId: id % 4 === 0 ? null : (id % 9) + 1 })),
    knownBookIds: upTo(12).map((id) => id * 2).reverse(),
    bookIds: [...upTo(12), 99, 4],
    minimumStars: 3,
  },
};
