import { renameSync, writeFileSync } from 'node:fs';

// Held now: programs replace functions of `fs` (mock-fs, graceful-fs, memfs), and what they do with files is not about ours.
const write = writeFileSync;
const rename = renameSync;

/** A file stands under its name only when it is whole, however the process ends. */
export function writeWhole(file: string, text: string): void {
  write(`${file}.part`, text);
  rename(`${file}.part`, file);
}
