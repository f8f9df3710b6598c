import { existsSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { localPathOf } from '../profile/places.js';
import { FrameKind, type Capture, type FrameTable, type Profile, type ProfileSet } from '../profile/profile.js';
import type { SourceFiles } from './source-files.js';
import { sharedEnd, suffixMatches } from './suffix-matches.js';
import { workspaceFiles } from './workspace-files.js';

/**
 * Files of a program that ran elsewhere, as in a container, for those of the folders here: the path that ends alike tells which one may be
 * meant, and the functions in it, at their places under their names, whether it is. Only files of the folders are ever opened.
 */
export class MovedFiles {
  private readonly folders: readonly string[];
  private local: readonly string[] | undefined;

  /** @param folders absolute */
  constructor(folders: readonly string[]) {
    this.folders = folders.map((folder) => folder.replaceAll('\\', '/').replace(/\/+$/, ''));
  }

  /** Which files here may be those of a profile, by the URLs that it has. Opens none. */
  candidates({ profiles, capture }: ProfileSet): ReadonlyMap<string, string> {
    const pathOf = new Map<string, string>();
    for (const url of urlsOf(profiles, capture)) {
      const path = localPathOf(url);
      if (path !== undefined && this.isElsewhere(path)) pathOf.set(url, path);
    }
    if (pathOf.size === 0) return new Map();
    this.local ??= workspaceFiles(this.folders);
    const matches = suffixMatches(new Set(pathOf.values()), this.local);
    return new Map([...pathOf].flatMap(([url, path]): (readonly [string, string])[] => {
      const match = matches.get(path);
      return match === undefined ? [] : [[url, match]];
    }));
  }

  /**
   * The profiles with files here for those that are certain.
   * @param files with what finds functions in texts
   * @param isAuthored the frames are where people wrote them: then those of scripts with maps in memory can be held against texts too
   */
  rerooted(set: ProfileSet, files: SourceFiles, isAuthored: boolean): ProfileSet {
    const { profiles, capture } = set;
    const candidates = [...this.candidates(set)].filter(([url]) => isAuthored || !files.isCaptured(url));
    const moves = certain(candidates.map(([url, path]): Move => ({ url, to: pathToFileURL(path).href, ...this.rootsOf(url, path), verdict: verdictOn([...framesAt(url, profiles), ...(files.isCaptured(url) ? [] : reachedIn(url, capture))], pathToFileURL(path).href, files) })));
    if (moves.length === 0) return set;
    const urls = new Map(moves.map(({ url, to }) => [url, to]));
    const moved = sentenceOf(moves);
    return {
      ...set,
      profiles: profiles.map((profile) => movedProfile(profile, urls, moved)),
      capture: capture === undefined ? undefined : { ...capture, ...(capture.reached === undefined ? {} : { reached: capture.reached.map((file) => ({ ...file, url: urls.get(file.url) ?? file.url })) }) },
      moved: set.moved === undefined ? moved : `${set.moved} ${moved}`,
    };
  }

  /** Neither of the folders nor on this machine at all; packages stay what they are called. */
  private isElsewhere(path: string): boolean {
    return !path.includes('/node_modules/') && !this.folders.some((folder) => path.startsWith(`${folder}/`)) && !existsSync(path);
  }

  /** The folders that the two files have the same path below. */
  private rootsOf(url: string, path: string): { readonly there: string; readonly here: string } {
    const foreign = localPathOf(url) ?? '';
    const folder = this.folders.find((each) => path.startsWith(`${each}/`)) ?? '';
    const below = path.slice(folder.length + 1).split('/').length;
    const shared = Math.min(below, sharedEnd(foreign, path));
    const without = (file: string): string => file.split('/').slice(0, -shared).join('/') || '/';
    return { there: without(foreign), here: without(path) };
  }
}

/** `silent`: the profile has no function of the file that has a name. */
type Verdict = 'agrees' | 'differs' | 'silent';

interface Move {
  readonly url: string;
  readonly to: string;
  readonly there: string;
  readonly here: string;
  readonly verdict: Verdict;
}

/** What says nothing by itself goes along where another file of the same folder is certain. */
function certain(moves: readonly Move[]): readonly Move[] {
  const agreed = new Set(moves.filter(({ verdict }) => verdict === 'agrees').map(rootPair));
  return moves.filter((move) => move.verdict === 'agrees' || (move.verdict === 'silent' && agreed.has(rootPair(move))));
}

function rootPair({ there, here }: Move): string {
  return `${there}\n${here}`;
}

interface NamedPlace {
  readonly name: string;
  readonly line: number;
  readonly column: number;
}

function verdictOn(functions: readonly NamedPlace[], url: string, files: SourceFiles): Verdict {
  const named = functions.filter(({ name }) => identifierIn(name) !== undefined);
  if (named.length === 0) return 'silent';
  const right = named.filter(({ name, line, column }) => {
    const found = files.functionAt({ url, text: undefined }, line, column);
    return found?.inHead === true && identifierIn(found.name) === identifierIn(name);
  });
  return right.length * 2 > named.length ? 'agrees' : 'differs';
}

/** The last identifier, which engines and people agree on: `find` of `Repository.find`, `get find` and `#find`. */
function identifierIn(name: string): string | undefined {
  return /[\p{ID_Continue}$]+$/u.exec(name)?.[0];
}

/** Of scripts with a map in memory these are not the places of their file. */
function reachedIn(url: string, capture: Capture | undefined): readonly NamedPlace[] {
  return capture?.reached?.filter((file) => file.url === url).flatMap(({ functions }) => functions) ?? [];
}

function framesAt(url: string, profiles: readonly Profile[]): readonly NamedPlace[] {
  return profiles.flatMap(({ frames }) => framesIn(frames, url));
}

function framesIn(frames: FrameTable, url: string): readonly NamedPlace[] {
  const found: NamedPlace[] = [];
  const wanted = frames.strings.indexOf(url);
  for (let frame = 0; frame < frames.count; frame++) {
    const line = frames.line[frame] ?? 0;
    if (frames.url[frame] === wanted && line > 0) found.push({ name: frames.strings[frames.name[frame] ?? 0] ?? '', line, column: frames.column[frame] || 1 });
  }
  return found;
}

function urlsOf(profiles: readonly Profile[], capture: Capture | undefined): ReadonlySet<string> {
  const urls = new Set(capture?.reached?.map(({ url }) => url));
  for (const { frames } of profiles) {
    const indices = new Set<number>();
    for (let frame = 0; frame < frames.count; frame++) if (frames.kind[frame] === FrameKind.code) indices.add(frames.url[frame] ?? 0);
    for (const index of indices) urls.add(frames.strings[index] ?? '');
  }
  return urls;
}

function movedProfile(profile: Profile, urls: ReadonlyMap<string, string>, note: string): Profile {
  const { frames } = profile;
  const strings = [...frames.strings];
  const target = new Map<number, number>();
  frames.strings.forEach((text, index) => {
    const to = urls.get(text);
    if (to !== undefined) target.set(index, strings.push(to) - 1);
  });
  const isMoved = frames.url.some((url) => target.has(url));
  return isMoved ? { ...profile, frames: { ...frames, strings, url: frames.url.map((url) => target.get(url) ?? url) }, notes: [...profile.notes, note] } : profile;
}

const FOLDERS_TOLD = 3;

function sentenceOf(moves: readonly Move[]): string {
  const files = new Map<string, Set<string>>();
  for (const { there, here, to } of moves) {
    const pair = `${there} as of ${here}`;
    files.set(pair, (files.get(pair) ?? new Set()).add(to));
  }
  const parts = [...files].sort(([, a], [, b]) => b.size - a.size).slice(0, FOLDERS_TOLD).map(([pair, { size }]) => `${String(size)} ${size === 1 ? 'file' : 'files'} of ${pair}`);
  return `It was recorded elsewhere, and is shown by files here that end alike and have the same functions: ${parts.join(', ')}.`;
}
