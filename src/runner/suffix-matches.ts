/**
 * For each path of one machine the path of another that ends like it: the one with which it shares most folders from the end.
 * @param foreign absolute with `/`
 * @param local absolute with `/`
 * @returns by foreign path; nothing where no path has the same file name, or several end alike
 */
export function suffixMatches(foreign: Iterable<string>, local: Iterable<string>): ReadonlyMap<string, string> {
  const byName = new Map<string, string[]>();
  for (const path of local) {
    const name = fileName(path);
    const known = byName.get(name);
    if (known) known.push(path);
    else byName.set(name, [path]);
  }
  const matches = new Map<string, string>();
  for (const path of foreign) {
    const candidates = (byName.get(fileName(path)) ?? []).map((candidate) => ({ candidate, shared: sharedEnd(path, candidate) }));
    const most = Math.max(0, ...candidates.map(({ shared }) => shared));
    const best = candidates.filter(({ shared }) => shared === most);
    if (best.length === 1 && best[0] !== undefined) matches.set(path, best[0].candidate);
  }
  const uses = new Map<string, number>();
  for (const target of matches.values()) uses.set(target, (uses.get(target) ?? 0) + 1);
  return new Map([...matches].filter(([, target]) => uses.get(target) === 1));
}

/** How many folders, and the file itself, two paths have in common from the end. */
export function sharedEnd(left: string, right: string): number {
  const [a, b] = [left.split('/'), right.split('/')];
  let shared = 0;
  while (shared < Math.min(a.length, b.length) && a.at(-1 - shared) === b.at(-1 - shared)) shared += 1;
  return shared;
}

function fileName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
