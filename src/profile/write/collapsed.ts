import type { Profile } from '../profile.js';
import { stackOf, wordsOf } from './stacks.js';

/**
 * Collapsed stacks, a line each, as flamegraph.pl and most other tools read them: whole numbers of samples, microseconds or bytes, as
 * the profile counts; calls below a half are left out. Of several profiles each stack begins with the profile's name.
 */
export function* toCollapsed(profiles: readonly Profile[]): Generator<string> {
  for (const profile of profiles) {
    const { nodes, frames } = profile;
    const words = Array.from({ length: frames.count }, (_, frame) => wordFor(profile, frame));
    const outer = profiles.length > 1 ? `${withoutSeparators(profile.name)};` : '';
    for (let node = 0; node < nodes.count; node++) {
      const value = Math.round(nodes.self[node] ?? 0);
      if (value > 0) yield `${outer}${stackOf(nodes, node).map((each) => words[nodes.frame[each] ?? 0] ?? '').join(';')} ${String(value)}\n`;
    }
  }
}

function wordFor(profile: Profile, frame: number): string {
  const { name, url, line, column } = wordsOf(profile, frame);
  const place = url === '' ? '' : line === 0 ? ` (${url})` : ` (${url}:${String(line)}${column === 0 ? '' : `:${String(column)}`})`;
  return withoutSeparators(`${name}${place}`);
}

/** What ends a frame or a line cannot be in a name. */
function withoutSeparators(text: string): string {
  return text.replace(/[;\r\n]+/g, ' ').trim();
}
