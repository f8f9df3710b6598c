import type { FrameDifferences } from '../../profile/compare/frame-differences.js';
import type { Capture, Profile } from '../../profile/profile.js';
import type { SaveOrder } from './write-profiles.js';
import type { PlaceTable } from '../../webview/protocol.js';

/** What the worker that reads a profile is started with. */
export interface LoadRequest {
  /** The file's name, which helps to recognise formats that have no mark of their own. */
  readonly name: string;
  /** Files to read, those of one run together, or what was in one; or files of runs before and after a change, to be compared. */
  readonly source: { readonly paths: readonly string[] } | { readonly bytes: Uint8Array } | { readonly before: readonly string[]; readonly after: readonly string[] };
  /** Absolute paths of the workspace folders: only below them files are read and opened. */
  readonly folders: readonly string[];
}

/** To read and to write in another form, without showing anything. */
export interface WriteRequest extends LoadRequest {
  readonly save: SaveOrder;
}

/** What it says before it ends: once. Of a profile that was to be written, nothing but that it is. */
export type LoadAnswer = { readonly profiles: LoadedProfiles } | { readonly written: true } | { readonly failure: string };

/** A file's profiles, their frames led back to sources. */
export interface LoadedProfiles {
  readonly profiles: readonly Profile[];
  /** One for each profile. */
  readonly places: readonly PlaceTable[];
  readonly capture: Capture | undefined;
  /** Of a comparison, whose only profile holds the calls of both sides. */
  readonly differences?: FrameDifferences;
}
