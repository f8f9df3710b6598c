import type { FrameDifferences } from '../profile/compare/frame-differences.js';
import type { FramePlaces } from '../profile/places.js';
import type { Profile } from '../profile/profile.js';

/**
 * All that the panel and the extension say to each other. Columns of a profile cross as typed arrays, never as JSON text; whatever a
 * profile says (names, URLs) is text to be shown and nothing else.
 */
export type ToPanel =
  /** Replaces what is shown. Frames have already been led back to sources. `current` is an index into `profiles`. */
  | {
      readonly type: 'show'; readonly title: string; readonly profiles: readonly Profile[]; readonly current: number; readonly places: readonly PlaceTable[];
      /** The only profile is that of a comparison. */
      readonly differences?: FrameDifferences;
      /** For a panel that is of no file. */
      readonly origin?: PanelOrigin;
    }
  /** Nothing can be shown: why, in one sentence. */
  | { readonly type: 'fail'; readonly message: string }
  /** A run is going on: what is known of it until now, milliseconds since it began and samples taken, where they are known before its end. */
  | { readonly type: 'running'; readonly title: string; readonly elapsed: number; readonly samples: number | undefined }
  /** Select a function; indices into the profiles shown and its frames. */
  | { readonly type: 'reveal'; readonly profile: number; readonly frame: number };

/** What the extension found out about a profile's frames, by frame index. */
export type PlaceTable = FramePlaces;

/**
 * The files that a panel shows, as URIs: the page keeps it with its state, so that the extension finds them again when the window was reloaded,
 * and looks at nothing of it.
 */
export interface PanelOrigin {
  readonly title: string;
  readonly files: readonly string[];
}

export type FromPanel =
  /** The page is there and wants to know what to show. */
  | { readonly type: 'ready' }
  /** Open the source of a frame; indices into the profiles shown. */
  | { readonly type: 'open'; readonly profile: number; readonly frame: number; readonly aside: boolean }
  | { readonly type: 'copy'; readonly text: string }
  /** A picture of what is shown, PNG; `name` for the file, without its ending. */
  | { readonly type: 'export'; readonly name: string; readonly png: Uint8Array }
  /** End the run that is going on. */
  | { readonly type: 'stop' };
