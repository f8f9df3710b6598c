create table countries (
  id serial primary key,
  code text not null unique,
  name text
);
create table authors (
  id serial primary key,
  name text not null,
  email text not null unique,
  country_id integer references countries
);
create table books (
  id serial primary key,
  author_id integer references authors,
  title text not null,
  pages integer,
  in_print boolean not null default true
);
create table reviews (
  id serial primary key,
  book_id integer not null references books on delete cascade,
  stars integer not null,
  note text
);
