import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { writeRecorded } from '../write-recorded.js';
import type { AttachRequest } from './attached-profile.js';
import type { AttachedRecording } from './attached-recording.js';
import type { NodeProcess } from './node-processes.js';

/**
 * @param notes to be read wherever the profiles are
 * @returns the files, that of time first
 */
export async function writeAttached({ cpu, heap, maps }: AttachedRecording, { title, outFolder }: AttachRequest, target: NodeProcess | undefined, notes: readonly string[]): Promise<readonly string[]> {
  await mkdir(outFolder, { recursive: true });
  const name = path.join(outFolder, title.replace(/[^\w.-]+/g, '_').slice(0, 60));
  return writeRecorded(name, cpu, heap, {
    version: 1, pid: target?.pid ?? 0, threadId: 0, parentPid: 0, title, arguments: target ? target.command.split(' ') : [], workingFolder: target?.workingFolder ?? '',
    sourceMaps: maps.byUrl, ...(notes.length > 0 && { notes }),
  });
}
