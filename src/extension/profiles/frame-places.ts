import path from 'node:path';
import type { FrameTable } from '../../profile/profile.js';
import type { PlaceTable } from '../../webview/protocol.js';
import { folderAround, sourcePathOf } from './source-path.js';

/** How the files of frames are called, and which of them can be opened; `folders` are the absolute paths of the workspace's. */
export function placesOf(frames: FrameTable, folders: readonly string[]): PlaceTable {
  const strings: string[] = [];
  const indexOf = new Map<string, number>();
  const places = frames.strings.map((url) => ({ url, place: undefined as Place | undefined }));
  const openable = new Uint8Array(frames.count);
  const shown = new Uint32Array(frames.count);
  for (let frame = 0; frame < frames.count; frame++) {
    const of = places[frames.url[frame]!]!;
    const place = (of.place ??= placeOf(of.url, folders));
    let index = indexOf.get(place.shown);
    if (index === undefined) indexOf.set(place.shown, (index = strings.push(place.shown) - 1));
    openable[frame] = place.openable ? 1 : 0;
    shown[frame] = index;
  }
  return { openable, shown, strings };
}

interface Place {
  readonly shown: string;
  readonly openable: boolean;
}

function placeOf(url: string, folders: readonly string[]): Place {
  const file = sourcePathOf(url);
  if (file === undefined) return { shown: url, openable: false };
  const folder = folderAround(file, folders);
  if (folder === undefined) return { shown: file, openable: true };
  const relative = path.relative(folder, file).replaceAll(path.sep, '/');
  return { shown: folders.length > 1 ? `${path.basename(folder)}/${relative}` : relative, openable: true };
}
