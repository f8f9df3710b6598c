import { readdirSync, type Dirent } from 'node:fs';
import path from 'node:path';

/** Folders of which none is the project's own text. */
const LEFT_OUT = /^(?:node_modules|\..*)$/;
/** More than a project has; a disk is not searched. */
const MOST = 100_000;

/** The files of folders, absolute with `/`: none of packages, of hidden folders or behind links. */
export function workspaceFiles(folders: readonly string[]): readonly string[] {
  const files: string[] = [];
  const open = [...folders];
  let seen = 0;
  for (let folder = open.pop(); folder !== undefined && seen < MOST; folder = open.pop()) {
    for (const entry of entriesOf(folder)) {
      seen += 1;
      const file = path.join(folder, entry.name);
      if (entry.isDirectory() && !LEFT_OUT.test(entry.name)) open.push(file);
      if (entry.isFile()) files.push(file.replaceAll('\\', '/'));
    }
  }
  return [...new Set(files)];
}

function entriesOf(folder: string): readonly Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
}
