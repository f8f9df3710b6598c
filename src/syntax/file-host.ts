import { readFileSync, readdirSync, realpathSync, statSync, type Stats } from 'node:fs';

/** The only way the analysis sees files. Paths are absolute with `/`. Nothing here writes or executes. */
export interface FileHost {
  /** Text without a byte-order mark, or `undefined` when there is no such readable file. */
  readFile(path: string): string | undefined;
  /** Size in bytes, or `undefined` when it is not a file. */
  fileSize(path: string): number | undefined;
  isDirectory(path: string): boolean;
  /** Names directly below a folder; empty when it cannot be read. */
  readDirectory(path: string): readonly { readonly name: string; readonly directory: boolean }[];
  realPath(path: string): string;
}

export function withSlashes(path: string): string {
  return path.includes('\\') ? path.replace(/\\/g, '/') : path;
}

/** Links that lead to themselves, files taken for folders and names too long throw even so. */
function statsOf(path: string): Stats | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch {
    return undefined;
  }
}

/** Files on disk. Every failure reads as absence: a file may vanish between listing and reading. */
export const diskHost: FileHost = {
  readFile(path) {
    // A link to a device or a pipe would be read for ever.
    if (!statsOf(path)?.isFile()) return undefined;
    try {
      const text = readFileSync(path, 'utf8');
      return text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
    } catch {
      return undefined;
    }
  },
  fileSize(path) {
    const stats = statsOf(path);
    return stats?.isFile() ? stats.size : undefined;
  },
  isDirectory(path) {
    return statsOf(path)?.isDirectory() ?? false;
  },
  readDirectory(path) {
    try {
      return readdirSync(path, { withFileTypes: true }).map((entry) => ({
        name: entry.name,
        directory: entry.isDirectory() || (entry.isSymbolicLink() && this.isDirectory(`${path}/${entry.name}`)),
      }));
    } catch {
      return [];
    }
  },
  realPath(path) {
    try {
      return withSlashes(realpathSync.native(path));
    } catch {
      return path;
    }
  },
};
