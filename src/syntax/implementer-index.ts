import type { FileHost } from './file-host.js';
import { walkFolders } from './folder-walk.js';
import { isSourcePath } from './reviewable.js';

/** What is extended may be made of types and objects: `class A extends Service<{ … }>({ … }) implements B {`. */
const IMPLEMENTS = /\bclass(?:\s|\/\*[^]*?\*\/)+\w+(?:(?!\bclass\b)[\s\S]){0,2000}?\bimplements\s+([^{]+)\{/g;

/**
 * Which files have classes that say they implement an interface, by the interface's name. Read from the text once, when
 * first asked: dependency injection through interfaces hides the class from every import.
 */
export class ImplementerIndex {
  private byName: ReadonlyMap<string, readonly string[]> | undefined;

  constructor(private readonly host: FileHost, private readonly root: string) {}

  reset(): void {
    this.byName = undefined;
  }

  /** Whether the classes of a file may say something else than when they were read: nobody depends on a class that is new. */
  differs(path: string): boolean {
    if (!this.byName) return false;
    const before = [...this.byName].filter(([, paths]) => paths.includes(path)).map(([name]) => name);
    const after = new Map<string, string[]>();
    if (isTyped(path)) this.add(path, after);
    return before.sort().join() !== [...after.keys()].sort().join();
  }

  /** Absolute paths; the caller checks that the name means the same interface there. */
  filesImplementing(name: string): readonly string[] {
    return (this.byName ??= this.read()).get(name) ?? [];
  }

  private read(): ReadonlyMap<string, readonly string[]> {
    const found = new Map<string, string[]>();
    walkFolders(this.host, this.root, MAX_DEPTH, (folder, entries) => {
      for (const { name, directory } of entries) if (!directory && isTyped(name)) this.add(`${folder}/${name}`, found);
    });
    return found;
  }

  private add(path: string, found: Map<string, string[]>): void {
    const text = this.host.readFile(path);
    if (text === undefined || !/\simplements\s/.test(text)) return;
    for (const [, list = ''] of text.matchAll(IMPLEMENTS)) {
      for (const name of list.replace(/\/\*[^]*?\*\/|\/\/[^\n]*|<[^<>]*>/g, '').split(',')) {
        const own = name.trim();
        // `import type { Store as Stored }`: the interface is known by the name it was declared with.
        const key = /^\w+$/.test(own) ? (new RegExp(`\\b(\\w+)\\s+as\\s+${own}\\b`).exec(text)?.[1] ?? own) : own;
        const paths = found.get(key);
        if (!paths) found.set(key, [path]);
        else if (!paths.includes(path)) paths.push(path);
      }
    }
  }
}

function isTyped(path: string): boolean {
  return /\.[cm]?tsx?$/.test(path) && isSourcePath(path);
}

/** Deeper folders are no sources. */
const MAX_DEPTH = 20;
