import path from 'node:path';
import type { Project } from './project.js';

/** The folder of an installed package as Node would find it from a folder: the nearest `node_modules` that has it. */
export function installedPackage(project: Pick<Project, 'read'>, name: string, from: string): string | undefined {
  for (let folder = from; ; folder = path.dirname(folder)) {
    const candidate = path.join(folder, 'node_modules', name);
    if (project.read(path.join(candidate, 'package.json')) !== undefined) return candidate;
    if (path.dirname(folder) === folder) return undefined;
  }
}
