import ignore, { type Ignore } from 'ignore';
import type { SkippedFile } from '../core/finding.js';
import type { FileHost } from '../syntax/file-host.js';
import { isSourcePath, VENDORED_FOLDERS } from '../syntax/reviewable.js';
import type { CancellationFlag } from './session-contract.js';

export interface Discovery {
  readonly files: readonly string[];
  readonly skipped: readonly SkippedFile[];
}

interface IgnoreLevel {
  readonly folder: string;
  readonly rules: Ignore;
}

/** Between this many folders the event loop gets a turn, so that a cancel can arrive. */
const FOLDERS_PER_TURN = 200;

/**
 * Source files below the given files and folders: what `.gitignore` and `exclude` leave, without vendored and output folders.
 * A file named itself is reviewed wherever it lies. `exclude` is relative to `root`.
 */
export async function discoverFiles(host: FileHost, root: string, paths: readonly string[], exclude: readonly string[], cancel: CancellationFlag | undefined): Promise<Discovery> {
  const files = new Set<string>();
  const skipped: SkippedFile[] = [];
  const excluded = ignore().add([...exclude]);
  let visited = 0;

  const visit = async (folder: string, levels: readonly IgnoreLevel[]): Promise<void> => {
    if (cancel?.aborted) return;
    if (++visited % FOLDERS_PER_TURN === 0) await new Promise<void>((resolve) => setImmediate(resolve));
    const own = readIgnore(host, folder);
    const all = own ? [...levels, own] : levels;
    for (const { name, directory } of [...host.readDirectory(folder)].sort((a, b) => (a.name < b.name ? -1 : 1))) {
      const path = `${folder}/${name}`;
      if (directory ? VENDORED_FOLDERS.has(name) : !isSourcePath(name)) continue;
      if (isIgnored(path, directory, all) || excluded.ignores(relativeTo(root, path) + (directory ? '/' : ''))) continue;
      if (directory) {
        // A link back up would never end: only what is really below is entered.
        if (host.realPath(path) === path || host.realPath(path).startsWith(`${host.realPath(folder)}/`)) await visit(path, all);
      } else files.add(path);
    }
  };

  for (const path of paths) {
    if (host.isDirectory(path)) await visit(path, ignoresAbove(host, root, path));
    else if (host.fileSize(path) === undefined) skipped.push({ path, reason: 'cannot be read' });
    else if (isSourcePath(path)) files.add(path);
    else skipped.push({ path, reason: 'not a JavaScript or TypeScript source file' });
  }
  return { files: [...files], skipped };
}

function ignoresAbove(host: FileHost, root: string, path: string): readonly IgnoreLevel[] {
  const levels: IgnoreLevel[] = [];
  for (let at = path; at.startsWith(root) && at !== root; ) {
    at = at.slice(0, at.lastIndexOf('/'));
    const level = readIgnore(host, at);
    if (level) levels.unshift(level);
  }
  return levels;
}

function readIgnore(host: FileHost, folder: string): IgnoreLevel | undefined {
  const text = host.readFile(`${folder}/.gitignore`);
  return text === undefined ? undefined : { folder, rules: ignore().add(text) };
}

/** The nearest `.gitignore` has the last word, as in git. */
function isIgnored(path: string, directory: boolean, levels: readonly IgnoreLevel[]): boolean {
  for (let index = levels.length - 1; index >= 0; index--) {
    const level = levels[index];
    if (!level) continue;
    const verdict = level.rules.test(relativeTo(level.folder, path) + (directory ? '/' : ''));
    if (verdict.ignored) return true;
    if (verdict.unignored) return false;
  }
  return false;
}

/** Falls back to the whole path without its first slash: `ignore` refuses absolute and upward paths. */
function relativeTo(folder: string, path: string): string {
  return path.startsWith(`${folder}/`) ? path.slice(folder.length + 1) : path.replace(/^(?:[a-zA-Z]:)?\//, '');
}
