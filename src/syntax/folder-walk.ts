import type { FileHost } from './file-host.js';
import { VENDORED_FOLDERS } from './reviewable.js';

/**
 * Shows the entries of a folder and of the folders below, the nearest first in their line, without vendored ones. A folder
 * that links lead to in several ways is entered once: trees may link back to themselves.
 * @param maxDepth 0 for the folder alone
 */
export function walkFolders(host: FileHost, root: string, maxDepth: number, show: (folder: string, entries: ReturnType<FileHost['readDirectory']>) => void, leaveOut?: (name: string) => boolean): void {
  const entered = new Set([host.realPath(root)]);
  const visit = (folder: string, depth: number): void => {
    const entries = host.readDirectory(folder);
    show(folder, entries);
    if (depth >= maxDepth) return;
    for (const { name, directory } of entries) {
      if (!directory || VENDORED_FOLDERS.has(name) || leaveOut?.(name)) continue;
      const path = `${folder}/${name}`;
      const real = host.realPath(path);
      if (entered.has(real)) continue;
      entered.add(real);
      visit(path, depth + 1);
    }
  };
  visit(root, 0);
}
