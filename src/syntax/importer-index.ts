import type { FileHost } from './file-host.js';
import { walkFolders } from './folder-walk.js';
import type { ModuleResolver } from './module-resolver.js';
import { isSourcePath, VENDORED_FOLDERS } from './reviewable.js';

const SPECIFIER = /(?:\bfrom|\bimport|\brequire)\s*\(?\s*(["'`])([^"'`\n]+)\1/g;

/** Deeper folders are no sources. */
const MAX_DEPTH = 20;

/** Which files of a project import a file, opened or not. Read from the texts when first asked. */
export class ImporterIndex {
  /** What files import, by path. */
  private specifiers: Map<string, readonly string[]> | undefined;
  /** Files by the last part of a specifier, without its ending: few of them are ever resolved. */
  private readonly byName = new Map<string, Map<string, readonly string[]>>();

  constructor(private readonly host: FileHost, private readonly root: string, private readonly resolver: ModuleResolver) {}

  /** Reads a file again that has changed, come or gone. */
  refresh(path: string): void {
    if (!this.specifiers || !path.startsWith(`${this.root}/`)) return;
    // Of a folder that came or went as a whole only its name is told.
    if (!isSourcePath(path) && (this.host.isDirectory(path) || [...this.specifiers.keys()].some((each) => each.startsWith(`${path}/`)))) this.specifiers = undefined;
    else if (isSourcePath(path) && !path.slice(this.root.length).split('/').some((part) => VENDORED_FOLDERS.has(part))) this.put(this.specifiers, path);
  }

  importersOf(path: string): readonly string[] {
    this.specifiers ??= this.read();
    // A package is imported by a name that is not its file's.
    const names = path.split('/').slice(-3).map(stemOf);
    const candidates = names.flatMap((name) => [...this.byName.get(name) ?? []]);
    const importers = candidates.filter(([from, specifiers]) => from !== path && specifiers.some((specifier) => {
      const resolution = this.resolver.resolve(specifier, from);
      return resolution.kind === 'source' && resolution.path === path;
    }));
    return [...new Set(importers.map(([from]) => from))].sort();
  }

  private read(): Map<string, readonly string[]> {
    this.byName.clear();
    const specifiers = new Map<string, readonly string[]>();
    walkFolders(this.host, this.root, MAX_DEPTH, (folder, entries) => {
      for (const { name, directory } of entries) if (!directory && isSourcePath(name)) this.put(specifiers, `${folder}/${name}`);
    });
    return specifiers;
  }

  private put(specifiers: Map<string, readonly string[]>, path: string): void {
    for (const each of specifiers.get(path) ?? []) this.byName.get(nameIn(each))?.delete(path);
    const found = specifiersIn(this.host.readFile(path) ?? '');
    if (found.length === 0) specifiers.delete(path);
    else specifiers.set(path, found);
    for (const each of found) {
      const name = nameIn(each);
      const list = this.byName.get(name) ?? new Map<string, readonly string[]>();
      this.byName.set(name, list.set(path, [...list.get(path) ?? [], each]));
    }
  }
}

/** What a text, or a piece of one, imports. */
export function specifiersIn(text: string): readonly string[] {
  return [...new Set(Array.from(text.matchAll(SPECIFIER), ([, , specifier = '']) => specifier))];
}

/** Of a specifier: its last part. */
function nameIn(specifier: string): string {
  return stemOf(specifier.split('/').at(-1) ?? '');
}

function stemOf(name: string): string {
  return name.replace(/\.[cm]?[jt]sx?$/, '');
}
