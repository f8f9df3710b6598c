import assert from 'node:assert/strict';
import { libraries } from '../../src/knowledge/index';
import type { ApiType, Library, Member } from '../../src/knowledge/library';

const membersOf = (type: ApiType): Member[] => [
  ...Object.values(type.members ?? {}),
  ...(type.patterns ?? []).map(({ member }) => member),
  ...[type.anyMember, type.call, type.construct, type.awaited].filter((member) => member !== undefined),
];

/** Every API type a table names, with where it does. */
function references(library: Library): [string, string][] {
  const found: [string, string][] = [];
  const add = (where: string, name: string | undefined): void => {
    if (name !== undefined) found.push([where, name]);
  };
  const addMember = (where: string, { type, returns, returnsEach, callbacks = [] }: Member): void => {
    add(where, type);
    if (returns !== 'self') add(where, returns);
    add(where, returnsEach);
    for (const { parameters = [] } of callbacks) for (const parameter of parameters) add(where, parameter);
  };
  for (const [name, member] of Object.entries({ ...library.exports, ...library.globals })) addMember(name, member);
  for (const [name, type] of Object.entries({ ...library.declared, ...library.decorators })) add(name, type);
  for (const { type } of library.shapes ?? []) add('shapes', type);
  for (const [name, type] of Object.entries(library.types)) {
    add(name, type.extends);
    for (const member of membersOf(type)) addMember(name, member);
  }
  return found;
}

/** The type and what it inherits from, nearest first; ends at a type that inherits from itself. */
function lineage(library: Library, name: string): string[] {
  const line: string[] = [];
  for (let next: string | undefined = name; next !== undefined && !line.includes(next); next = library.types[next]?.extends) line.push(next);
  return line;
}

describe('references inside the tables', () => {
  it('has each table once', () => {
    const ids = libraries.map(({ id }) => id);
    assert.deepEqual(ids, [...new Set(ids)]);
  });

  for (const library of libraries) {
    it(`${library.id} names only types it has`, () => {
      const missing = references(library).filter(([, name]) => !library.types[name]).map(([where, name]) => `${where} -> ${name}`);
      assert.deepEqual(missing, []);
    });

    it(`${library.id} inherits without a circle`, () => {
      for (const [name, { extends: parent }] of Object.entries(library.types)) {
        if (parent !== undefined) assert.ok(!lineage(library, parent).includes(name), name);
      }
    });

    it(`${library.id} guesses by members that the guessed type has`, () => {
      for (const { type, members } of library.shapes ?? []) {
        // A guess may name a member some steps on: `db.query.users.findMany`.
        const known = new Set(Object.values(library.types).flatMap((each) => Object.keys(each.members ?? {})));
        const own = new Set(lineage(library, type).flatMap((each) => Object.keys(library.types[each]?.members ?? {})));
        for (const member of members) assert.ok(own.has(member) || known.has(member), `${type}.${member}`);
      }
    });
  }
});
