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
  const staged = stage(file, text);
  try {
    renameSync(staged.temporary, staged.target);
  } catch (error) {
    rmSync(staged.temporary, { force: true });
    throw error;
  }
}

/** A new text for a source file that was read as `before`. */
export interface Replacement {
  readonly file: string;
  readonly before: string;
  readonly after: string;
}

/**
 * Writes new texts for source files, keeping their byte-order marks: all of them or, when one cannot be written, none.
 * @throws UsageError when a file is no longer what was reviewed, or holds bytes that are not UTF-8 and would be lost
 */
export function replaceSources(replacements: readonly Replacement[]): void {
  const staged: Staged[] = [];
  const replaced: { readonly target: string; readonly bytes: Buffer }[] = [];
  try {
    const originals = replacements.map((each) => {
      const { bytes, mark } = original(each);
      staged.push(stage(each.file, mark + each.after));
      return bytes;
    });
    // Nothing but renames from here on: whoever interrupts finds files that are old or new.
    staged.forEach(({ temporary, target }, index) => {
      renameSync(temporary, target);
      replaced.push({ target, bytes: originals[index] ?? Buffer.alloc(0) });
    });
  } catch (error) {
    for (const { temporary } of staged) rmSync(temporary, { force: true });
    for (const { target, bytes } of replaced) writeFileAtomically(target, bytes.toString('utf8'));
    throw error;
  }
}

function original({ file, before }: Replacement): { readonly bytes: Buffer; readonly mark: string } {
  const bytes = readFileSync(file);
  const mark = bytes.subarray(0, 3).toString('utf8') === BYTE_ORDER_MARK && !before.startsWith(BYTE_ORDER_MARK) ? BYTE_ORDER_MARK : '';
  if (bytes.equals(Buffer.from(mark + before))) return { bytes, mark };
  const reason = bytes.equals(Buffer.from(bytes.toString('utf8'))) ? 'it changed while it was reviewed' : 'it is not UTF-8';
  throw new UsageError(`Nothing was repaired, for the sake of ${file}: ${reason}`);
}

interface Staged {
  readonly temporary: string;
  readonly target: string;
}

/** The text beside the file that it will replace. */
function stage(file: string, text: string): Staged {
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
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
  return { temporary, target };
}

function existing(file: string): string | undefined {
  try {
    return realpathSync(file);
  } catch {
    return undefined;
  }
}
