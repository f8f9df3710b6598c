import type { CompareOptions } from '../../profile/compare/compare-sides.js';
import type { FrameDifferences } from '../../profile/compare/frame-differences.js';
import type { Side } from '../../profile/compare/side.js';
import type { Capture, Profile } from '../../profile/profile.js';
import type { SaveOrder } from './write-profiles.js';
import type { PlaceTable } from '../../webview/protocol.js';

/** What the worker that reads a profile is started with. */
export interface LoadRequest {
  /** The file's name, which helps to recognise formats that have no mark of their own. */
  readonly name: string;
  /** Files to read, those of one run together, or what was in one; or runs before and after a change, to be compared. */
  readonly source: { readonly paths: readonly string[] } | { readonly bytes: Uint8Array } | ComparedSides;
  /** Absolute paths of the workspace folders: only below them files are read and opened. */
  readonly folders: readonly string[];
}

export interface ComparedSides {
  readonly before: SideFiles | Side;
  readonly after: SideFiles;
  readonly options?: CompareOptions;
}

/** Files of the runs of one side of a comparison. */
export interface SideFiles {
  readonly paths: readonly string[];
  /** Absolute folders with `/` that the side's sources lie in; without any, each run's are in the folder it was made in. */
  readonly roots: readonly string[];
  /** Absolute paths of the folders in which its sources may be read. */
  readonly folders: readonly string[];
}

/** Asks for the runs of one side alone, to be compared later, when the sources are others. */
export interface SideRequest {
  readonly name: string;
  readonly side: SideFiles;
}

/** To read and to write in another form, without showing anything. */
export interface WriteRequest extends LoadRequest {
  readonly save: SaveOrder;
}

/** What it says before it ends: once. Of a profile that was to be written, nothing but that it is. */
export type LoadAnswer = { readonly profiles: LoadedProfiles } | { readonly side: Side } | { readonly written: true } | { readonly failure: string };

/** A file's profiles, their frames led back to sources. */
export interface LoadedProfiles {
  readonly profiles: readonly Profile[];
  /** One for each profile. */
  readonly places: readonly PlaceTable[];
  readonly capture: Capture | undefined;
  /** Of a comparison, whose only profile holds the calls of both sides. */
  readonly differences?: FrameDifferences;
}
