/**
 * Whether a path matches a pattern as Prettier, Biome and EditorConfig write them: `*`, `**`, `?`, `[abc]`, `{a,b}`. A pattern
 * without a slash matches the name in any folder. Paths are relative to the folder of the file that holds the pattern.
 */
export function globMatches(pattern: string, path: string): boolean {
  const plain = pattern.replace(/^\.?\//, '');
  const anchored = plain !== pattern || plain.includes('/');
  const source = regexSource(plain);
  if (source === undefined) return false;
  return new RegExp(`^${anchored ? '' : '(?:.*/)?'}${source}$`).test(path);
}

/** `undefined` for patterns whose brackets do not match. */
function regexSource(pattern: string): string | undefined {
  let source = '';
  let braces = 0;
  for (let at = 0; at < pattern.length; at++) {
    const char = pattern[at] ?? '';
    if (pattern.startsWith('**/', at)) {
      source += '(?:.*/)?';
      at += 2;
    } else if (pattern.startsWith('**', at)) {
      source += '.*';
      at++;
    } else if (char === '*') source += '[^/]*';
    else if (char === '?') source += '[^/]';
    else if (char === '[') {
      const end = pattern.indexOf(']', at + 1);
      const set = pattern.slice(at + 1, end);
      if (end < 0 || set === '' || set === '!') return undefined;
      source += `[${set.replace(/^!/, '^').replace(/[\\[\]]/g, '\\$&')}]`;
      at = end;
    } else if (char === '{') {
      braces++;
      source += '(?:';
    } else if (char === '}' && braces > 0) {
      braces--;
      source += ')';
    } else if (char === ',' && braces > 0) source += '|';
    else source += char.replace(/[.+^$()|\\{}\]/-]/, '\\$&');
  }
  return braces === 0 ? source : undefined;
}
