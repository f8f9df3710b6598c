/** A function that stands before another of the program's. Its frames are taken out of the profile by this name, and what it calls stays. */
export const PASS_THROUGH = /^passThrough\d*$/; // A bundler may number them.

/**
 * Puts a function before a member, and keeps what can be seen of it: its name, its number of parameters and whether it is listed.
 * @param make gets the original, returns a function that is called `passThrough`
 */
export function replaceMember<Owner extends object, Key extends keyof Owner & string>(owner: Owner, key: Key, make: (original: Owner[Key]) => Owner[Key]): void {
  const original = owner[key];
  if (typeof original !== 'function') return;
  const made = make(original);
  Object.defineProperty(made, 'name', { value: original.name, configurable: true });
  Object.defineProperty(made, 'length', { value: original.length, configurable: true });
  // `promisify` reads what `exec` and its like carry.
  for (const symbol of Object.getOwnPropertySymbols(original)) Object.defineProperty(made, symbol, Object.getOwnPropertyDescriptor(original, symbol) as PropertyDescriptor);
  const enumerable = Object.getOwnPropertyDescriptor(owner, key)?.enumerable ?? false;
  Object.defineProperty(owner, key, { value: made, writable: true, configurable: true, enumerable });
}
