import { chmodSync, closeSync, fsyncSync, mkdirSync, openSync, readFileSync, realpathSync, renameSync, rmSync, statSync, writeSync } from 'node:fs';
import path from 'node:path';
import { randomBytes } from 'node:crypto';
import { UsageError } from './usage-error.js';

const BYTE_ORDER_MARK = '\uFEFF';

/**
 * Replaces a file at once: whoever reads it, and whenever the process ends, sees the old text or the new one, never a part.
 * Links are followed, the mode is kept, missing folders are made.
 */
export function writeFileAtomically(file: string, text: string): void {
  const target = existing(file) ?? file;
  mkdirSync(path.dirname(target), { recursive: true });
  const mode = statSync(target, { throwIfNoEntry: false })?.mode;
  const temporary = path.join(path.dirname(target), `.${path.basename(target)}.${randomBytes(6).toString('hex')}.tmp`);
  try {
    // `wx`: never through a link that someone put there.
    const descriptor = openSync(temporary, 'wx', 0o666);
    try {
      const bytes = Buffer.from(text);
      for (let written = 0; written < bytes.length; ) written += writeSync(descriptor, bytes, written);
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
    if (mode !== undefined) chmodSync(temporary, mode & 0o7777);
    renameSync(temporary, target);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}

/**
 * Writes new text for a source file that was read as `before`, keeping its byte-order mark.
 * @throws UsageError when the file is no longer what was reviewed, or holds bytes that are not UTF-8 and would be lost
 */
export function replaceSource(file: string, before: string, after: string): void {
  const bytes = readFileSync(file);
  const mark = bytes.subarray(0, 3).toString('utf8') === BYTE_ORDER_MARK && !before.startsWith(BYTE_ORDER_MARK) ? BYTE_ORDER_MARK : '';
  if (!bytes.equals(Buffer.from(mark + before))) {
    const reason = bytes.equals(Buffer.from(bytes.toString('utf8'))) ? 'it changed while it was reviewed' : 'it is not UTF-8';
    throw new UsageError(`${file} was not repaired: ${reason}`);
  }
  writeFileAtomically(file, mark + after);
}

function existing(file: string): string | undefined {
  try {
    return realpathSync(file);
  } catch {
    return undefined;
  }
}
