const PAIRS: readonly (readonly [string, string])[] = [
  ['add', 'remove'], ['attach', 'detach'], ['open', 'close'], ['start', 'stop'], ['connect', 'disconnect'], ['enable', 'disable'], ['show', 'hide'],
  ['activate', 'deactivate'], ['join', 'leave'], ['enter', 'exit'],
];

/** Verbs whose opposite begins with `un`. */
const NEGATED = /^(?:publish|subscribe|register|mount|install|observe|bind|link|load|watch|track)/;

/** The name a method would have that undoes one of this name: `publishTrack` and `unpublishTrack`. */
export function inverseName(name: string): string | undefined {
  if (NEGATED.test(name)) return `un${name}`;
  const pair = PAIRS.find(([verb]) => name.startsWith(verb));
  return pair && pair[1] + name.slice(pair[0].length);
}

/** Of methods of a page's elements, either of which may come first. */
const ON_ELEMENTS: readonly (readonly [string, string])[] = [...PAIRS, ['set', 'remove'], ['append', 'remove'], ['lock', 'unlock']];

/** Whether one method takes back what the other did to the same object: `setAttribute` and `removeAttribute`. */
export function areOpposite(one: string, other: string): boolean {
  return ON_ELEMENTS.some(([a, b]) => replaces(one, a, other, b) || replaces(one, b, other, a));
}

function replaces(one: string, verb: string, other: string, opposite: string): boolean {
  return one.startsWith(verb) && other === opposite + one.slice(verb.length);
}
