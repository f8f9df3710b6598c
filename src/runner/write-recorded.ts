import { open } from 'node:fs/promises';
import type { Capture } from '../profile/profile.js';
import type { MergedHeap } from './merged-heap.js';
import type { MergedProfile } from './merged-profile.js';

/**
 * Writes what was recorded of a thread: a file for its time and one for its allocations, where there are any.
 * @param name path without an ending; its folder is there
 * @returns the files
 */
export async function writeRecorded(name: string, cpu: MergedProfile, heap: MergedHeap, capture: Capture): Promise<readonly string[]> {
  const files: string[] = [];
  const ending = `,"perfReview":${JSON.stringify(capture)}}`;
  if (!cpu.isEmpty) {
    files.push(`${name}.cpuprofile`);
    await writePieces(`${name}.cpuprofile`, cpu.pieces(), ending);
  }
  if (!heap.isEmpty) {
    files.push(`${name}.heapprofile`);
    await writePieces(`${name}.heapprofile`, [JSON.stringify(heap.profile()).slice(0, -1)], ending);
  }
  return files;
}

async function writePieces(file: string, pieces: Iterable<string>, ending: string): Promise<void> {
  const handle = await open(file, 'w');
  try {
    for (const piece of pieces) await handle.write(piece);
    await handle.write(ending);
  } finally {
    await handle.close();
  }
}
