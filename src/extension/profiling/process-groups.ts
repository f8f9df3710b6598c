import { realpathSync } from 'node:fs';
import path from 'node:path';
import type { NodeProcess } from '../../runner/attach/node-processes.js';

export interface ProcessGroups {
  readonly inWorkspace: readonly NodeProcess[];
  readonly elsewhere: readonly NodeProcess[];
}

/**
 * Processes by whether they work inside one of the folders, each group in the order given. Working folders are real paths, and folders are
 * followed to theirs.
 * @param folders absolute paths
 */
export function groupProcesses(processes: readonly NodeProcess[], folders: readonly string[]): ProcessGroups {
  const real = folders.map(realPath);
  const isInside = ({ workingFolder }: NodeProcess): boolean => workingFolder !== undefined && real.some((folder) => contains(folder, workingFolder));
  return { inWorkspace: processes.filter(isInside), elsewhere: processes.filter((each) => !isInside(each)) };
}

function realPath(folder: string): string {
  try {
    return realpathSync(folder);
  } catch {
    return folder;
  }
}

function contains(folder: string, inner: string): boolean {
  const way = path.relative(folder, inner);
  return way !== '..' && !way.startsWith(`..${path.sep}`) && !path.isAbsolute(way);
}
