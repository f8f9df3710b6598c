import { FrameKind, type FrameTable } from './profile.js';

/**
 * Whose code a frame is: the user's own, a package's, Node's or Python's, the engine's without a file. What is no code: `machine` is
 * garbage collection and what V8 cannot name, then the machine waiting, and the root, in which is everything.
 */
export const FrameOwner = { own: 0, package: 1, runtime: 2, engine: 3, machine: 4, idle: 5, root: 6 } as const;
export type FrameOwner = (typeof FrameOwner)[keyof typeof FrameOwner];

/** What there is to say of the files of frames, by frame index. */
export interface FramePlaces {
  /** Whether the frame's file may be on this machine: 1 or 0. Files of other machines and those of packages' servers never are. */
  readonly openable: Uint8Array;
  /** A path as people say it: relative to the workspace folder, or the package's name and the path in it. Indices into `strings`. */
  readonly shown: Uint32Array;
  readonly strings: readonly string[];
  /** Whose code each frame is. Indices into `groups`. */
  readonly group: Uint32Array;
  readonly groups: readonly FrameGroup[];
}

/** Frames of one package, all of one's own, or all of what is not told apart. */
export interface FrameGroup {
  /** Of the package, `Node.js`, `Python`, `V8`, or what is no code; empty for own code. */
  readonly name: string;
  readonly owner: FrameOwner;
}

const KIND_GROUPS: Readonly<Partial<Record<number, FrameGroup>>> = {
  [FrameKind.root]: { name: 'All', owner: FrameOwner.root },
  [FrameKind.idle]: { name: 'Idle', owner: FrameOwner.idle },
  [FrameKind.program]: { name: 'Garbage collector, program', owner: FrameOwner.machine },
  [FrameKind.collector]: { name: 'Garbage collector, program', owner: FrameOwner.machine },
};

/**
 * How the files of frames are called and whose they are.
 * @param folders absolute paths of the workspace's folders
 */
export function placesOf(frames: FrameTable, folders: readonly string[]): FramePlaces {
  const strings = new Indices<string>();
  const groups = new Indices<FrameGroup>();
  const roots = folders.map((folder) => trimmed(slashed(folder)));
  const placeByUrl = new Map<number, Place>();
  const { count } = frames;
  const table = { openable: new Uint8Array(count), shown: new Uint32Array(count), group: new Uint32Array(count) };
  for (let frame = 0; frame < count; frame++) {
    const url = frames.url[frame] as number;
    const place = placeByUrl.get(url) ?? placeOf(frames.strings[url] ?? '', roots);
    placeByUrl.set(url, place);
    table.openable[frame] = place.openable ? 1 : 0;
    table.shown[frame] = strings.of(place.shown, place.shown);
    const { name, owner } = KIND_GROUPS[frames.kind[frame] as number] ?? { name: place.package, owner: place.owner };
    table.group[frame] = groups.of(`${String(owner)} ${name}`, { name, owner });
  }
  return { ...table, strings: strings.all, groups: groups.all };
}

/** Things in the order in which they first came, each once. */
class Indices<T> {
  readonly all: T[] = [];
  private readonly known = new Map<string, number>();

  of(key: string, thing: T): number {
    const known = this.known.get(key);
    if (known !== undefined) return known;
    this.known.set(key, this.all.length);
    return this.all.push(thing) - 1;
  }
}

export interface Place {
  readonly shown: string;
  readonly owner: FrameOwner;
  readonly package: string;
  readonly openable: boolean;
}

/** @param folders absolute paths with `/` and without one at the end */
export function placeOf(url: string, folders: readonly string[]): Place {
  if (url === '') return { shown: '', owner: FrameOwner.engine, package: 'V8', openable: false };
  if (/^(?:node:|internal\/|native )/.test(url)) return { shown: url, owner: FrameOwner.runtime, package: 'Node.js', openable: false };
  // V8 names a module by a hash of its bytes: whose it is, nobody can tell. Node itself has some, to read HTTP and TypeScript.
  if (url.startsWith('wasm://')) return { shown: url, owner: FrameOwner.engine, package: 'WebAssembly', openable: false };
  const local = localPathOf(url);
  const file = local ?? slashed(url);
  const openable = local !== undefined;
  const python = /\/lib\/python[\d.]+\/(?!site-packages\/|dist-packages\/)(.+)$/.exec(file) ?? /^<frozen ([^>]+)>$/.exec(file);
  if (python !== null) return { shown: python[1] ?? file, owner: FrameOwner.runtime, package: 'Python', openable };
  const inPackage = packageOf(file);
  if (inPackage !== undefined) return { ...inPackage, owner: FrameOwner.package, openable };
  return { shown: openable ? relativeTo(file, folders) : url, owner: FrameOwner.own, package: '', openable };
}

/**
 * The absolute path that a URL names on this machine, with `/` and without `.` and `..`: of `file:` URLs and absolute paths. Everything
 * else names none: `node:`, `http:`, relative paths, and paths on other machines, which are not even asked for.
 */
export function localPathOf(url: string): string | undefined {
  if (/^file:/i.test(url)) return pathOfFileUrl(url);
  const path = slashed(url);
  if (path.startsWith('//') || path.includes('\0')) return undefined;
  return /^(?:\/|[A-Za-z]:\/)/.test(path) ? normalised(path) : undefined;
}

function pathOfFileUrl(url: string): string | undefined {
  const path = /^file:\/\/(?:localhost)?(\/[^?#]*)/i.exec(url)?.[1];
  try {
    const decoded = decodeURIComponent(path ?? '');
    // A coded slash is no folder, and `file:////host/share` another machine.
    if (decoded === '' || decoded.startsWith('//') || decoded.includes('\0') || /%2f|%5c/i.test(path ?? '')) return undefined;
    return normalised(/^\/[A-Za-z]:/.test(decoded) ? decoded.slice(1) : decoded);
  } catch {
    return undefined;
  }
}

/** Without `.`, `..` and doubled slashes; `..` at the root leads nowhere. */
function normalised(path: string): string {
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue;
    if (part === '..') parts.pop();
    else parts.push(part);
  }
  return /^[A-Za-z]:/.test(path) ? parts.join('/') : `/${parts.join('/')}`;
}

/** The innermost package around a file, in the layouts of npm, Yarn and pnpm, of Vite's bundles of dependencies, and of pip. */
function packageOf(file: string): { readonly package: string; readonly shown: string } | undefined {
  const prebuilt = /\/node_modules\/\.vite\/deps(?:_[^/]*)?\/([^/?]+?)\.m?js(?:[?]|$)/.exec(file)?.[1];
  // There `@scope/name` has become `@scope_name`.
  if (prebuilt !== undefined) return { package: prebuilt.replace(/^(@[^_]+)_/, '$1/'), shown: prebuilt };
  const at = Math.max(file.lastIndexOf('/node_modules/'), file.startsWith('node_modules/') ? 0 : -1);
  const inside = at === -1 ? /\/(?:site|dist)-packages\/(.+)$/.exec(file)?.[1] : file.slice(file.indexOf('node_modules/', at) + 'node_modules/'.length);
  const name = inside === undefined ? undefined : /^(?:@[^/]+\/)?[^/]+/.exec(inside)?.[0];
  return inside === undefined || name === undefined ? undefined : { package: name.replace(/\.py$/, ''), shown: inside };
}

function relativeTo(file: string, folders: readonly string[]): string {
  const around = folders.filter((folder) => file.startsWith(`${folder}/`)).sort((a, b) => b.length - a.length)[0];
  if (around === undefined) return file;
  const relative = file.slice(around.length + 1);
  return folders.length > 1 ? `${around.slice(around.lastIndexOf('/') + 1)}/${relative}` : relative;
}

function slashed(path: string): string {
  return path.replaceAll('\\', '/');
}

function trimmed(path: string): string {
  return path.replace(/\/+$/, '');
}
