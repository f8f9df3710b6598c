import { dirname } from 'node:path/posix';
import { FolderReview, type FolderSurroundings } from './folder-review.js';

/** One review session per workspace folder; files outside all of them get one rooted at their own directory. */
export class Folders {
  private readonly workspace = new Map<string, FolderReview>();
  private readonly loose = new Map<string, FolderReview>();

  constructor(private readonly around: FolderSurroundings) {}

  change(added: readonly string[], removed: readonly string[]): void {
    for (const root of removed) {
      this.workspace.get(root)?.session.dispose();
      this.workspace.delete(root);
    }
    for (const root of added) {
      if (!this.workspace.has(root)) this.workspace.set(root, new FolderReview(root, this.around));
    }
  }

  /** Workspace folders only: what Review Workspace covers. */
  get inWorkspace(): readonly FolderReview[] {
    return [...this.workspace.values()];
  }

  get all(): readonly FolderReview[] {
    return [...this.workspace.values(), ...this.loose.values()];
  }

  /** The innermost workspace folder around the file, if any. */
  of(path: string): FolderReview {
    const around = this.inWorkspace.filter(({ root }) => contains(root, path));
    const innermost = around.sort((a, b) => b.root.length - a.root.length)[0];
    if (innermost) return innermost;
    const root = dirname(path);
    const known = this.loose.get(root);
    if (known) return known;
    const folder = new FolderReview(root, this.around);
    this.loose.set(root, folder);
    return folder;
  }

  /** Frees sessions of directories without an open file. */
  closeLoose(inUse: (root: string) => boolean): void {
    for (const [root, { session }] of this.loose) {
      if (inUse(root)) continue;
      session.dispose();
      this.loose.delete(root);
    }
  }

  dispose(): void {
    for (const folder of this.all) folder.session.dispose();
  }
}

/** True when `path` is `root` or below it. */
export function contains(root: string, path: string): boolean {
  return path === root || path.startsWith(root.endsWith('/') ? root : `${root}/`);
}
