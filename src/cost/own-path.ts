import { localPathOf } from '../profile/places.js';

/** The path of a frame's URL as findings have paths: as `localPathOf` has it, with one spelling of drives. */
export function pathOfUrl(url: string): string | undefined {
  const path = localPathOf(url);
  return path === undefined ? undefined : normalPath(path);
}

/** One spelling of a drive: editors and engines write it in either case. */
export function normalPath(path: string): string {
  return /^[a-z]:\//.test(path) ? `${path[0]?.toUpperCase()}${path.slice(1)}` : path;
}

/** Whether a path is one of the program's own files and not of its dependencies. */
export function isOwnPath(path: string): boolean {
  return !path.includes('/node_modules/');
}
