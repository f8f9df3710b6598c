import path from 'node:path';

/** The folder of `folders` that an absolute path lies below, the innermost where one is inside another. */
export function folderAround(file: string, folders: readonly string[]): string | undefined {
  const around = folders.filter((folder) => {
    const relative = path.relative(folder, file);
    return relative !== '' && !relative.startsWith(`..${path.sep}`) && relative !== '..' && !path.isAbsolute(relative);
  });
  return around.sort((a, b) => b.length - a.length)[0];
}
