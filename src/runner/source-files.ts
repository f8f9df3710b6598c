import { closeSync, fstatSync, openSync, readSync, realpathSync, statSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { localPathOf } from '../profile/places.js';
import type { AuthoredFile, AuthoredFunction, SourceLookup } from '../profile/sources/authored-profile.js';
import { mappingCommentOf, type SourceMapText } from '../profile/sources/mapping-comment.js';

/** The functions of a text, to be found by 1-based places; `undefined` for what is no source code. */
export type FunctionsOfText = (path: string, text: string) => { at(line: number, column: number): AuthoredFunction } | undefined;

export interface SourceFilesOptions {
  /** Absolute paths: nothing outside of these folders is read, whatever a profile or a map says. */
  readonly folders: readonly string[];
  /** Maps that only the run knew, by the URLs that frames have: the JSON text. */
  readonly captured: Readonly<Record<string, string>>;
}

/** Bytes of a file that is read at most. */
const LARGEST_SCRIPT = 2 ** 27;
const LARGEST_MAP = 2 ** 28;
const LARGEST_SOURCE = 2 ** 22;
/** A comment that names a map stands at the end of a script; one that is the map reaches to the end, in one line. */
const TAIL = 2 ** 16;

/** Sources and maps on disk, for profiles that are led back to them. Packages are left as they are; nothing comes from the network. */
export class SourceFiles implements SourceLookup {
  /** Without it no function is found. */
  functionsOf: FunctionsOfText | undefined;
  private readonly folders: readonly string[];
  private readonly captured: ReadonlyMap<string, string>;
  private readonly functions = new Map<string, ReturnType<FunctionsOfText>>();

  constructor({ folders, captured }: SourceFilesOptions) {
    this.captured = new Map(Object.entries(captured).map(([url, map]) => [fileKey(url), map]));
    this.folders = folders.flatMap((folder) => realPath(folder) ?? []);
  }

  mapFor(url: string): SourceMapText | { readonly problem: string } | undefined {
    const text = this.captured.get(fileKey(url));
    if (text !== undefined) return { text, url };
    const script = this.ownFile(url);
    if (script === undefined) return undefined;
    const comment = mappingCommentOf(scriptEnd(script), url);
    if (comment !== undefined && 'map' in comment) return comment.map;
    const named = comment === undefined ? `${script}.map` : resolved(comment.reference, script);
    if (named === undefined) return { problem: `The source map of ${script} is not on this machine: places in it are those of the script.` };
    const file = this.within(named);
    const map = file === undefined ? undefined : read(file, LARGEST_MAP);
    if (map !== undefined && file !== undefined) return { text: map, url: pathToFileURL(file).href };
    // Without a comment nobody promised a map.
    if (comment === undefined) return undefined;
    const why = realPath(named) === undefined ? 'is not there' : 'is outside of the folders that may be read, or too large';
    return { problem: `The source map of ${script} ${why}: places in it are those of the script.` };
  }

  /** Whether the run knew a map of it. */
  isCaptured(url: string): boolean {
    return this.captured.has(fileKey(url));
  }

  find(below: string, near: string): string | undefined {
    const inner = below.split('/').filter((part) => part !== '' && part !== '.');
    if (inner.length === 0 || inner.includes('..')) return undefined;
    const script = localPathOf(near);
    for (const folder of [...foldersAround(script), ...this.folders]) {
      const file = this.within(path.join(folder, ...inner));
      if (file !== undefined && isFile(file)) return pathToFileURL(file).href;
    }
    return undefined;
  }

  functionAt({ url, text }: AuthoredFile, line: number, column: number): AuthoredFunction | undefined {
    let functions = this.functions.get(url);
    if (functions === undefined && !this.functions.has(url)) {
      const source = text ?? this.textOf(url);
      const name = localPathOf(url) ?? url;
      functions = source === undefined ? undefined : this.functionsOf?.(name, source);
      this.functions.set(url, functions);
    }
    return functions?.at(line, column);
  }

  /** Whether the file of a frame is in the folders and no package's. */
  isOwn(url: string): boolean {
    return this.ownFile(url) !== undefined;
  }

  private textOf(url: string): string | undefined {
    const file = this.ownFile(url);
    return file === undefined ? undefined : read(file, LARGEST_SOURCE);
  }

  /** The real path of a file of the folders that is no package's. */
  private ownFile(url: string): string | undefined {
    const local = localPathOf(url);
    return local === undefined || local.includes('/node_modules/') ? undefined : this.within(local);
  }

  /** The real path, if it is in one of the folders: `..` and links lead out of them before this is asked. */
  private within(file: string): string | undefined {
    const real = realPath(file);
    return real !== undefined && this.folders.some((folder) => isInside(real, folder)) ? real : undefined;
  }
}

/** V8 calls one script by its path in one place and by its URL in another. */
export function fileKey(url: string): string {
  return localPathOf(url) ?? url;
}

function isInside(file: string, folder: string): boolean {
  const relative = path.relative(folder, file);
  return relative !== '' && relative !== '..' && !relative.startsWith(`..${path.sep}`) && !path.isAbsolute(relative);
}

function foldersAround(file: string | undefined): readonly string[] {
  const folders: string[] = [];
  for (let at = file === undefined ? '' : path.dirname(file); at !== '' && at !== folders.at(-1); at = path.dirname(at)) folders.push(at);
  return folders;
}

/** The path of a map that a script names, if it is on this machine. */
function resolved(reference: string, script: string): string | undefined {
  try {
    const url = new URL(reference, pathToFileURL(script));
    return url.protocol === 'file:' && url.host === '' ? fileURLToPath(url) : undefined;
  } catch {
    return undefined;
  }
}

function realPath(file: string): string | undefined {
  try {
    return realpathSync(file);
  } catch {
    return undefined;
  }
}

function isFile(file: string): boolean {
  return statSync(file, { throwIfNoEntry: false })?.isFile() ?? false;
}

function read(file: string, largest: number): string | undefined {
  return isFile(file) ? withFile(file, (descriptor, size) => (size > largest ? undefined : textAt(descriptor, 0, size))) : undefined;
}

/** As much of a script's end as its comment can be in. */
function scriptEnd(file: string): string {
  if (!isFile(file)) return '';
  return withFile(file, (descriptor, size) => {
    const tail = textAt(descriptor, Math.max(0, size - TAIL), size);
    const inMiddleOfMap = size > TAIL && !tail.includes('sourceMappingURL=') && /^[\w+/=%.~-]+\s*$/.test(tail);
    return inMiddleOfMap && size <= LARGEST_SCRIPT ? textAt(descriptor, 0, size) : tail;
  }) ?? '';
}

function withFile<T>(file: string, use: (descriptor: number, size: number) => T): T | undefined {
  let descriptor: number | undefined;
  try {
    descriptor = openSync(file, 'r');
    return use(descriptor, fstatSync(descriptor).size);
  } catch {
    return undefined;
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
}

function textAt(descriptor: number, from: number, to: number): string {
  const bytes = Buffer.alloc(to - from);
  let done = 0;
  while (done < bytes.length) {
    const count = readSync(descriptor, bytes, done, bytes.length - done, from + done);
    if (count === 0) break;
    done += count;
  }
  return bytes.subarray(0, done).toString('utf8');
}
