import type { FileHost } from './file-host.js';
import { walkFolders } from './folder-walk.js';
import type { ModuleResolver } from './module-resolver.js';
import { isSourcePath } from './reviewable.js';

const SPECIFIER = /(?:\bfrom|\bimport|\brequire)\s*\(?\s*(["'`])([^"'`\n]+)\1/g;

/** Deeper folders are no sources. */
const MAX_DEPTH = 20;

/** Which files of a project import a file, opened or not. Read from the texts once, when first asked. */
export class ImporterIndex {
  /** By the last part of the specifier, without its ending: few of them are ever resolved. */
  private byName: ReadonlyMap<string, readonly { readonly path: string; readonly specifier: string }[]> | undefined;

  constructor(private readonly host: FileHost, private readonly root: string, private readonly resolver: ModuleResolver) {}

  reset(): void {
    this.byName = undefined;
  }

  importersOf(path: string): readonly string[] {
    const index = (this.byName ??= this.read());
    // A package is imported by a name that is not its file's.
    const names = path.split('/').slice(-3).map(stemOf);
    const candidates = names.flatMap((name) => index.get(name) ?? []);
    const importers = candidates.filter(({ path: from, specifier }) => {
      const resolution = from === path ? undefined : this.resolver.resolve(specifier, from);
      return resolution?.kind === 'source' && resolution.path === path;
    });
    return [...new Set(importers.map(({ path: from }) => from))];
  }

  private read(): ReadonlyMap<string, readonly { readonly path: string; readonly specifier: string }[]> {
    const found = new Map<string, { path: string; specifier: string }[]>();
    walkFolders(this.host, this.root, MAX_DEPTH, (folder, entries) => {
      for (const { name, directory } of entries) {
        const path = `${folder}/${name}`;
        if (directory || !isSourcePath(name)) continue;
        for (const [, , specifier = ''] of (this.host.readFile(path) ?? '').matchAll(SPECIFIER)) {
          const key = stemOf(specifier.split('/').at(-1) ?? '');
          const list = found.get(key);
          if (list) list.push({ path, specifier });
          else found.set(key, [{ path, specifier }]);
        }
      }
    });
    return found;
  }
}

function stemOf(name: string): string {
  return name.replace(/\.[cm]?[jt]sx?$/, '');
}
