import { drizzle } from './drizzle.js';
import { defineLibrary, type ApiType, type Member } from './library.js';

/** The drivers run in the process and on the calling thread: SQLite has answered by the time the call returns, awaited or not. */
function inProcess(member: Member): Member {
  return member.operation?.channel === 'database' ? { ...member, operation: { ...member.operation, synchronous: true } } : member;
}

function typeInProcess({ members, anyMember, awaited, ...rest }: ApiType): ApiType {
  return {
    ...rest,
    ...(members ? { members: Object.fromEntries(Object.entries(members).map(([name, member]) => [name, inProcess(member)])) } : {}),
    ...(anyMember ? { anyMember: inProcess(anyMember) } : {}),
    ...(awaited ? { awaited: inProcess(awaited) } : {}),
  };
}

/** Drizzle on a SQLite driver without a server and without a thread of its own (libSQL and D1 have one). */
export const drizzleSqlite = defineLibrary({
  ...drizzle,
  id: 'drizzle-sqlite',
  label: 'Drizzle on SQLite',
  packages: ['drizzle-orm/better-sqlite3', 'drizzle-orm/bun-sqlite'],
  exports: { drizzle: { returns: 'database' } },
  types: Object.fromEntries(Object.entries(drizzle.types).map(([name, type]) => [name, typeInProcess(type)])),
  shapes: [],
});
