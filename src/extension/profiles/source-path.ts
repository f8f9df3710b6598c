import path from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * The absolute path that a frame's URL names on this machine, without `.` and `..`: of `file:` URLs and of absolute paths.
 * Everything else (`node:`, `http:`, other hosts, relative paths) names none.
 */
export function sourcePathOf(url: string): string | undefined {
  // A path on another machine is never asked for: asking alone would tell that machine who is here.
  if (/^(?:file:)?[/\\]{2}[^/\\]/i.test(url) && !/^file:\/\/localhost\//i.test(url)) return undefined;
  if (/^file:/i.test(url)) return fromFileUrl(url);
  return path.isAbsolute(url) && !url.includes('\0') ? path.normalize(url) : undefined;
}

function fromFileUrl(url: string): string | undefined {
  try {
    const found = path.normalize(fileURLToPath(url.replace(/^file:\/\/localhost\//i, 'file:///')));
    return found.includes('\0') ? undefined : found;
  } catch {
    return undefined;
  }
}

/** The folder of `folders` that a normalised absolute path lies below, the innermost where one is inside another. */
export function folderAround(file: string, folders: readonly string[]): string | undefined {
  const around = folders.filter((folder) => {
    const relative = path.relative(folder, file);
    return relative !== '' && !relative.startsWith(`..${path.sep}`) && relative !== '..' && !path.isAbsolute(relative);
  });
  return around.sort((a, b) => b.length - a.length)[0];
}
