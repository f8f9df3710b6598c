import { closeSync, openSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { mergedByUnit } from '../../profile/merge.js';
import { placesOf } from '../../profile/places.js';
import type { Profile } from '../../profile/profile.js';
import { summaryOf } from '../../profile/summary.js';
import { toCollapsed } from '../../profile/write/collapsed.js';
import { toMarkdown } from '../../profile/write/markdown.js';
import { toPprof } from '../../profile/write/pprof.js';
import { toSpeedscope } from '../../profile/write/speedscope.js';
import type { SaveFormat } from './save-formats.js';

/** What to write, and where. */
export interface SaveOrder {
  readonly format: Exclude<SaveFormat, 'recorded'>;
  /** An absolute path. */
  readonly target: string;
  readonly title: string;
  /** What the file says that wrote it. */
  readonly exporter: string;
}

/** Profiles that a format cannot hold: the message is a sentence for people. */
export class Unwritable extends Error {}

const HOT_FUNCTIONS = 20;

/**
 * Writes profiles of one run into a file, which is there as a whole or as it was before.
 * @param folders of the workspace
 * @throws Unwritable also when the disk says no
 */
export function writeProfiles(profiles: readonly Profile[], order: SaveOrder, folders: readonly string[]): void {
  const part = `${order.target}.part`;
  try {
    const file = openSync(part, 'w');
    try {
      for (const piece of piecesOf(profiles, order, folders)) writeFileSync(file, piece);
    } finally {
      closeSync(file);
    }
    renameSync(part, order.target);
  } catch (error) {
    rmSync(part, { force: true });
    throw error instanceof Unwritable ? error : new Unwritable(`${order.target} cannot be written: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function piecesOf(profiles: readonly Profile[], { format, title, exporter }: SaveOrder, folders: readonly string[]): Iterable<string | Uint8Array> {
  switch (format) {
    case 'speedscope': return toSpeedscope(profiles, title, exporter);
    case 'collapsed': return toCollapsed(profiles);
    case 'pprof':
      if (new Set(profiles.map(({ unit }) => unit)).size > 1) throw new Unwritable('The run has profiles of time and of memory, and a pprof file holds one of them: speedscope holds both.');
      return [gzipSync(toPprof(profiles))];
    case 'markdown': return [toMarkdown(mergedByUnit(profiles).map((profile) => ({ profile, summary: summaryOf(profile, placesOf(profile.frames, folders), HOT_FUNCTIONS) })), title)];
  }
}
