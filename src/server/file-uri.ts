import { fileURLToPath, pathToFileURL } from 'node:url';

/** Absolute path with `/`, or `undefined` for documents that are not files. */
export function pathOfUri(uri: string): string | undefined {
  if (!uri.startsWith('file:')) return undefined;
  try {
    return fileURLToPath(uri).replaceAll('\\', '/');
  } catch {
    // A host part on a system without network paths.
    return undefined;
  }
}

export function uriOfPath(path: string): string {
  return pathToFileURL(path).href;
}
