import type { FileHost } from './file-host.js';
import { walkFolders } from './folder-walk.js';
import { isSourcePath } from './reviewable.js';

/** Beside sources: what calls a function by its name as well, such as templates, routes and schedules that are written down. */
const NAMES_CODE = /\.(?:html?|astro|mdx|ya?ml|toml|graphql|gql|ejs|hbs|pug)$|(?:^|\/)(?:package|function|serverless|project)\.json$/;

/**
 * Which files mention a name, in whatever sense. Texts are read when first asked for anything and each name is looked for
 * once, so that a session in which nobody asks pays nothing.
 */
export class MentionIndex {
  private texts: Map<string, string> | undefined;
  private readonly answers = new Map<string, readonly string[] | undefined>();

  constructor(private readonly host: FileHost, private readonly root: string) {}

  /** Reads a file again that has changed. Returns whether it mentions other names, of those that somebody asked for, than before. */
  refresh(path: string): boolean {
    if (!this.texts || !isRead(path)) return false;
    const [before, after] = [this.texts.get(path), this.read(path)];
    if (after === undefined) this.texts.delete(path);
    else this.texts.set(path, after);
    const changed = [...this.answers.keys()].filter((name) => mentions(before, name) !== mentions(after, name));
    for (const name of changed) this.answers.delete(name);
    return changed.length > 0;
  }

  /** Absolute paths, at most `MOST_FILES` of them; `undefined` for a name that more files mention. */
  filesMentioning(name: string): readonly string[] | undefined {
    if (this.answers.has(name)) return this.answers.get(name);
    const found: string[] = [];
    for (const [path, text] of (this.texts ??= this.readAll())) {
      if (!mentions(text, name)) continue;
      found.push(path);
      if (found.length > MOST_FILES) break;
    }
    const answer = found.length > MOST_FILES ? undefined : found;
    this.answers.set(name, answer);
    return answer;
  }

  private readAll(): Map<string, string> {
    const texts = new Map<string, string>();
    walkFolders(this.host, this.root, MAX_DEPTH, (folder, entries) => {
      for (const { name, directory } of entries) {
        const path = `${folder}/${name}`;
        const text = directory || !isRead(path) ? undefined : this.read(path);
        if (text !== undefined) texts.set(path, text);
      }
    });
    return texts;
  }

  private read(path: string): string | undefined {
    return (this.host.fileSize(path) ?? Infinity) > MOST_BYTES ? undefined : this.host.readFile(path);
  }
}

function isRead(path: string): boolean {
  return isSourcePath(path) || NAMES_CODE.test(path);
}

function mentions(text: string | undefined, name: string): boolean {
  return text !== undefined && placesOf(text, name).next().done === false;
}

/** Offsets at which a text has the name as a whole word. */
export function* placesOf(text: string, name: string): Generator<number, undefined> {
  for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + name.length)) {
    if (!isWordPart(text.charCodeAt(at - 1)) && !isWordPart(text.charCodeAt(at + name.length))) yield at;
  }
  return undefined;
}

/** Letters, digits, `_` and `$`; whatever is not ASCII is taken for a letter. */
function isWordPart(code: number): boolean {
  return (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || (code >= 48 && code <= 57) || code === 95 || code === 36 || code > 127;
}

/** A name in more files than this is called somewhere, and who calls it can no longer be told at a glance. */
const MOST_FILES = 12;
/** Larger files are bundles and data. */
const MOST_BYTES = 500_000;
/** Deeper folders are no sources. */
const MAX_DEPTH = 20;
