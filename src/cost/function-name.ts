/**
 * The last part of a function's name as profiles and sources have it, to compare them: `find` of `Repository.find`, `get find` and
 * `#find`; empty for what has no name, and for arguments that are called after what they are given to (`items.map callback`).
 */
export function functionName(name: string): string {
  if (name === '(anonymous)' || name === '<anonymous>' || name.endsWith(' callback')) return '';
  const last = name.slice(name.lastIndexOf('.') + 1).replace(/^(?:(?:async|bound|get|set|static) )+/, '');
  return last.startsWith('#') ? last.slice(1) : last;
}
