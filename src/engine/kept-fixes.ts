import type { Fix } from '../core/finding.js';

/** What checks of repairs looked at, beside the text of the file they repair. */
export class CheckReads {
  readonly files = new Set<string>();
  /** Files whose importers were asked for, with the answer. */
  readonly importers = new Map<string, readonly string[]>();
  /** Set where it cannot be said what an answer rests on. */
  everything = false;
}

interface Kept {
  readonly fixes: readonly Fix[];
  readonly reads: CheckReads;
  /** Whether types had been asked about the file; repairs are made from what they say. */
  readonly refined: boolean;
}

/** Repairs that were checked, by finding, for as long as everything the checks looked at stays as it is. */
export class KeptFixes {
  private readonly byFile = new Map<string, Map<string, Kept>>();

  constructor(private readonly importersOf: (path: string) => readonly string[]) {}

  get(path: string, fingerprint: string, refined: boolean): readonly Fix[] | undefined {
    const kept = this.byFile.get(path)?.get(fingerprint);
    if (kept?.refined !== refined) return undefined;
    // Who imports a file can change without any file that was looked at.
    const same = [...kept.reads.importers].every(([each, importers]) => importers.join('\n') === this.importersOf(each).join('\n'));
    return same ? kept.fixes : undefined;
  }

  keep(path: string, fingerprint: string, kept: Kept): void {
    const list = this.byFile.get(path);
    if (list) list.set(fingerprint, kept);
    else this.byFile.set(path, new Map([[fingerprint, kept]]));
  }

  get isEmpty(): boolean {
    return this.byFile.size === 0;
  }

  /** @param changed whether what is said of a file may have changed */
  drop(changed: (path: string) => boolean): void {
    for (const [path, list] of this.byFile) {
      for (const [fingerprint, { reads }] of list) if (reads.everything || changed(path) || [...reads.files].some(changed)) list.delete(fingerprint);
      if (list.size === 0) this.byFile.delete(path);
    }
  }

  clear(): void {
    this.byFile.clear();
  }
}
