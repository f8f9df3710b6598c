/**
 * What can be compared of any value: rows of object-relational mappers as they present themselves to JSON, and all that JSON
 * would lose (undefined, dates, bigints, maps) kept apart.
 */
export function plain(value: unknown): unknown {
  if (typeof value === 'bigint') return { bigint: String(value) };
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof Date) return { date: value.getTime() };
  if (value instanceof Map) return { map: [...value].map(plain) };
  if (value instanceof Set) return { set: [...value].map(plain) };
  if (Array.isArray(value)) return value.map(plain);
  if ('toJSON' in value && typeof value.toJSON === 'function') return plain((value.toJSON as () => unknown)());
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, plain(each)]));
}

/** What came of running something: its result, or what it threw. */
export type Outcome = { readonly result: unknown } | { readonly thrown: string };

export async function outcomeOf(work: () => Promise<unknown>): Promise<Outcome> {
  try {
    return { result: plain(await work()) };
  } catch (error) {
    return { thrown: error instanceof Error ? `${error.constructor.name}: ${error.message}` : String(error) };
  }
}
