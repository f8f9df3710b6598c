import { localPathOf } from '../places.js';

/**
 * A frame's file as two checkouts of one project both call it: relative to the folder the program was run in, with `/`; what lies elsewhere, and what
 * is no file, as it is.
 * @param roots folders, absolute with `/`, of which the innermost around the file counts
 */
export function comparablePath(url: string, roots: readonly string[]): string {
  const path = plainPath(url);
  const root = roots.filter((each) => isBelow(path, each)).sort((a, b) => b.length - a.length)[0];
  return root === undefined ? path : path.slice(withSlash(root).length);
}

/** The path that a URL names on this machine; loaders' queries, which change with every edit, are left out. Else the URL itself. */
export function plainPath(url: string): string {
  return localPathOf(url) ?? url.replace(/^file:\/\/(?:localhost)?(?=\/[^/])([^?#]*).*$/is, '$1');
}

/**
 * Where the two sides' checkouts lie, when nobody says: the folders in front of what most paths of one side share with paths of the other.
 * @param before paths as of `plainPath`, as is `after`
 * @returns undefined when there is nothing in common, or more paths are the same on both sides
 */
export function sharedRoots(before: readonly string[], after: readonly string[]): { readonly before: string; readonly after: string } | undefined {
  const there = new Set(after);
  const byName = new Map<string, string[]>();
  for (const path of new Set(after)) if (isAbsolute(path)) byName.set(fileName(path), [...(byName.get(fileName(path)) ?? []), path]);
  const votes = new Map<string, { readonly before: string; readonly after: string; count: number }>();
  const own = [...new Set(before)].filter(isAbsolute);
  for (const path of own.filter((each) => !there.has(each))) {
    for (const other of byName.get(fileName(path)) ?? []) {
      const roots = rootsOf(path, other);
      const key = `${roots.before}\0${roots.after}`;
      const vote = votes.get(key) ?? { ...roots, count: 0 };
      vote.count += 1;
      votes.set(key, vote);
    }
  }
  const best = [...votes.values()].sort((a, b) => b.count - a.count)[0];
  if (best === undefined || best.count < own.filter((path) => there.has(path)).length) return undefined;
  return { before: best.before, after: best.after };
}

/** What is left of two paths without the folders and the name that both end with. */
function rootsOf(one: string, other: string): { readonly before: string; readonly after: string } {
  const [a, b] = [one.split('/'), other.split('/')];
  let common = 0;
  while (common < a.length && common < b.length && a[a.length - 1 - common] === b[b.length - 1 - common]) common += 1;
  return { before: a.slice(0, a.length - common).join('/'), after: b.slice(0, b.length - common).join('/') };
}

function isAbsolute(path: string): boolean {
  return /^(?:\/|[A-Za-z]:\/)/.test(path);
}

function isBelow(path: string, root: string): boolean {
  const [folder, file] = /^[A-Za-z]:/.test(root) ? [withSlash(root).toLowerCase(), path.toLowerCase()] : [withSlash(root), path];
  return file.startsWith(folder) && file.length > folder.length;
}

function withSlash(folder: string): string {
  return folder.endsWith('/') ? folder : `${folder}/`;
}

function fileName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
