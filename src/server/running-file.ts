import { closeSync, ftruncateSync, mkdirSync, openSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * Leaves the path under review in a file, so that whoever finds this process dead knows which file killed it.
 * Synchronous on purpose: a crash of the process (out of memory, native fault) leaves no later moment.
 */
export class RunningFile {
  private constructor(private readonly descriptor: number | undefined) {}

  static open(path: string | undefined): RunningFile {
    if (path === undefined) return new RunningFile(undefined);
    try {
      mkdirSync(dirname(path), { recursive: true });
      return new RunningFile(openSync(path, 'w'));
    } catch {
      // A read-only disk costs the blame, not the review.
      return new RunningFile(undefined);
    }
  }

  /** Runs `work` while `path` stands in the file. */
  during<T>(path: string, work: () => T): T {
    this.write(path);
    try {
      return work();
    } finally {
      this.write('');
    }
  }

  close(): void {
    if (this.descriptor !== undefined) closeSync(this.descriptor);
  }

  private write(text: string): void {
    if (this.descriptor === undefined) return;
    try {
      ftruncateSync(this.descriptor, 0);
      if (text !== '') writeSync(this.descriptor, text, 0, 'utf8');
    } catch {
      // Disk full: as above.
    }
  }
}
