import type { FileHost } from '../../src/syntax/file-host.js';

/** A project in memory: absolute path -> text. */
export function memoryHost(files: Readonly<Record<string, string>>): FileHost {
  const folders = new Set<string>(['/']);
  for (const path of Object.keys(files)) for (let at = path.lastIndexOf('/'); at > 0; at = path.lastIndexOf('/', at - 1)) folders.add(path.slice(0, at));
  return {
    readFile: (path) => files[path],
    fileSize: (path) => files[path]?.length,
    isDirectory: (path) => folders.has(path),
    readDirectory: (path) => {
      const names = new Map<string, boolean>();
      for (const each of Object.keys(files)) {
        if (!each.startsWith(`${path}/`)) continue;
        const rest = each.slice(path.length + 1);
        const slash = rest.indexOf('/');
        names.set(slash < 0 ? rest : rest.slice(0, slash), slash >= 0);
      }
      return [...names].map(([name, directory]) => ({ name, directory }));
    },
    realPath: (path) => path,
  };
}
