import { ts } from 'ts-morph';
import type { FileHost } from './file-host.js';
import { isComponentPath, readComponent, rememberBlocks } from './component-script.js';
import { isNestedTooDeeply, MAX_NESTING, reasonToSkip } from './reviewable.js';

interface Entry {
  readonly text: string;
  readonly file: ts.SourceFile | undefined;
  readonly skip: string | undefined;
  /** Not only in an editor: imports are resolved to what is on disk. */
  readonly onDisk: boolean;
}

/** Texts and trees by path, as facts and the checker read them. */
export interface Sources {
  /** The tree, or `undefined` when the file is missing or set aside. */
  get(path: string): ts.SourceFile | undefined;
  text(path: string): string | undefined;
  /** Why a file that is there has no tree. */
  skipReason(path: string): string | undefined;
}

/**
 * Parsed files by path, parsed at most once per text. An editor's buffer stands before the file on disk.
 * A file that must not be parsed (see reviewable.ts) has a text and a reason, but no tree.
 */
export class SourceStore implements Sources {
  private readonly entries = new Map<string, Entry | undefined>();
  private readonly buffers = new Map<string, string>();

  constructor(private readonly host: FileHost, private maxFileSize: number) {}

  limit(maxFileSize: number): void {
    if (maxFileSize !== this.maxFileSize) this.entries.clear();
    this.maxFileSize = maxFileSize;
  }

  get(path: string): ts.SourceFile | undefined {
    return this.entry(path)?.file;
  }

  text(path: string): string | undefined {
    return this.entry(path)?.text;
  }

  skipReason(path: string): string | undefined {
    return this.entry(path)?.skip;
  }

  /** Whether the file was on disk when it was last looked at; false when nobody looked. */
  wasOnDisk(path: string): boolean {
    return this.entries.get(path)?.onDisk ?? false;
  }

  isOnDisk(path: string): boolean {
    return this.host.fileSize(path) !== undefined;
  }

  /** Returns whether the text differs from what was known. */
  setBuffer(path: string, text: string | undefined): boolean {
    const before = this.entries.get(path)?.text;
    if (text === undefined) this.buffers.delete(path);
    else this.buffers.set(path, text);
    if (text !== undefined && text === before) return false;
    this.entries.delete(path);
    return true;
  }

  /** Forget what was read from disk. */
  drop(path: string): void {
    const entry = this.entries.get(path);
    if (entry && this.buffers.has(path)) this.entries.set(path, { ...entry, onDisk: this.isOnDisk(path) });
    else this.entries.delete(path);
  }

  /** The files as they would be with other texts; nothing that is known of the present ones is touched. */
  withTexts(texts: ReadonlyMap<string, string>): Sources {
    const changed = new Map([...texts].map(([path, text]) => [path, this.parsed(path, text, true)]));
    const entry = (path: string): Entry | undefined => changed.get(path) ?? this.entry(path);
    return { get: (path) => entry(path)?.file, text: (path) => entry(path)?.text, skipReason: (path) => entry(path)?.skip };
  }

  private entry(path: string): Entry | undefined {
    if (this.entries.has(path)) return this.entries.get(path);
    const entry = this.read(path);
    this.entries.set(path, entry);
    return entry;
  }

  private read(path: string): Entry | undefined {
    const size = this.host.fileSize(path);
    const onDisk = size !== undefined;
    if (!this.buffers.has(path) && size !== undefined && size > this.maxFileSize) {
      return { text: '', file: undefined, onDisk, skip: `larger than ${Math.round(this.maxFileSize / 1024)} KiB` };
    }
    const text = this.buffers.get(path) ?? this.host.readFile(path);
    if (text === undefined) return undefined;
    return this.parsed(path, text, onDisk);
  }

  private parsed(path: string, text: string, onDisk: boolean): Entry {
    const component = isComponentPath(path) && text.length <= this.maxFileSize ? readComponent(path, text) : undefined;
    const code = component ? component.blocks.map((each) => text.slice(each.start, each.end)).join('\n') : text;
    const skip = SOURCE.test(path) ? reasonToSkip(path, code, { maxFileSize: this.maxFileSize }) : 'not source code';
    if (skip !== undefined) return { text, skip, file: undefined, onDisk };
    const file = parse(path, component?.text ?? text, true, component?.kind);
    if (file && component) rememberBlocks(file, component.blocks);
    return file && !isNestedTooDeeply(file) ? { text, skip: undefined, file, onDisk } : { text, skip: `nested more than ${MAX_NESTING} levels deep`, file: undefined, onDisk };
  }
}

/** Anything else, such as a schema, has a text only. */
const SOURCE = /\.(?:[cm]?[jt]sx?|vue|svelte)$/;

/** `undefined` for text that nests deeper than the stack is. `parents` are for facts, which walk upwards. JSDoc is left out: nothing reads it, and it costs a fifth of a parse. */
export function parse(path: string, text: string, parents: boolean, kind = scriptKind(path)): ts.SourceFile | undefined {
  try {
    return ts.createSourceFile(path, text, { languageVersion: ts.ScriptTarget.ESNext, jsDocParsingMode: ts.JSDocParsingMode.ParseNone }, parents, kind);
  } catch {
    // The parser recurses and ran out of stack. It keeps state between files, which the next good parse clears.
    ts.createSourceFile('/empty.ts', '', ts.ScriptTarget.ESNext);
    return undefined;
  }
}

function scriptKind(path: string): ts.ScriptKind {
  if (/\.[cm]?js$/.test(path)) return ts.ScriptKind.JSX; // JSX in .js is everyday code; the JSX grammar is a superset there.
  return ts.ScriptKind.Unknown;
}
