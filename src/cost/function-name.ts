/**
 * The last part of a function's name as profiles and sources have it, to compare them: `find` of `Repository.find`, `get find` and
 * `#find`; empty for what has no name.
 */
export function functionName(name: string): string {
  if (name === '(anonymous)' || name === '<anonymous>') return '';
  const last = name.slice(name.lastIndexOf('.') + 1).replace(/^(?:(?:async|bound|get|set|static) )+/, '');
  return last.startsWith('#') ? last.slice(1) : last;
}
