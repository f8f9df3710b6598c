/**
 * The path of a frame's URL as findings have paths: absolute with `/`, without a query. `undefined` for what is no file of this machine:
 * modules of Node.js, `http:`, network shares, relative paths.
 */
export function pathOfUrl(url: string): string | undefined {
  const path = /^file:/i.test(url) ? decoded(url) : url.replaceAll('\\', '/');
  if (path === undefined || path.includes('\0') || path.startsWith('//')) return undefined;
  return path.startsWith('/') || /^[a-z]:\//i.test(path) ? normalPath(path) : undefined;
}

/** One spelling of a drive: editors and engines write it in either case. */
export function normalPath(path: string): string {
  return /^[a-z]:\//.test(path) ? `${path[0]?.toUpperCase()}${path.slice(1)}` : path;
}

function decoded(url: string): string | undefined {
  const match = /^file:\/\/(?:localhost)?(\/[^?#]*)/i.exec(url);
  try {
    return match?.[1] === undefined ? undefined : decodeURIComponent(match[1]).replace(/^\/(?=[a-z]:\/)/i, '');
  } catch {
    return undefined;
  }
}

/** Whether a path is one of the program's own files and not of its dependencies. */
export function isOwnPath(path: string): boolean {
  return !path.includes('/node_modules/');
}
