import type { ts } from 'ts-morph';
import { isComponentPath, readComponent } from '../syntax/component-script.js';
import { diskHost, type FileHost } from '../syntax/file-host.js';
import { parse } from '../syntax/source-store.js';
import { editsBetween } from './differences.js';
import type { FormatOptions } from './format-options.js';
import { formatted } from './formatter.js';
import { laidOutLike, type Range } from './laid-out-like.js';
import { projectOptions } from './project-options.js';
import { isSameProgram } from './same-program.js';
import { indentOfText, seenStyle, USUAL_WIDTHS } from './seen-style.js';

/** How a project writes its code, and changed text laid out that way. */
export class ProjectStyle {
  /** The last text that was looked at, with the options it keeps to exactly: a menu and its fix ask for the same. */
  private last: { readonly path: string; readonly text: string; readonly options: FormatOptions; readonly exact: boolean } | undefined;

  constructor(private readonly host: FileHost = diskHost) {}

  /**
   * A changed text laid out as its project does. Where the file was exactly what the formatter makes of it, it is so again; else
   * only what changed is laid out, and every other character stays.
   * @returns `after` where the layout is not the project's to choose, or cannot be told
   */
  async layOut(path: string, before: string, after: string): Promise<string> {
    if (before === after) return after;
    const { formatter, editor, ignored } = projectOptions(this.host, path);
    if (ignored) return after;
    if (!isComponentPath(path)) return this.layOutCode(path, before, after, formatter, editor);
    const [old, fresh] = [readComponent(path, before).blocks, readComponent(path, after).blocks];
    if (old.length !== fresh.length) return after;
    let result = '';
    let at = 0;
    for (const [index, { start, end, language }] of fresh.entries()) {
      const was = old[index];
      const code = after.slice(start, end);
      result += after.slice(at, start) + (was ? await this.layOutCode(`${path}.${language}`, before.slice(was.start, was.end), code, formatter, editor) : code);
      at = end;
    }
    return result + after.slice(at);
  }

  private async layOutCode(path: string, before: string, after: string, formatter: FormatOptions | undefined, editor: FormatOptions): Promise<string> {
    const [old, fresh] = [parse(path, before, true), parse(path, after, true)];
    if (before === after || !old || !fresh) return after;
    const { options, exact } = await this.styleOf(path, old, formatter, editor);
    const whole = await formatted(path, after, options);
    const model = whole === undefined ? undefined : parse(path, whole, true);
    if (whole === undefined || !model) return after;
    const result = exact ? whole : laidOutLike(model, fresh, rangesOf(before, after));
    const tree = result === undefined ? undefined : parse(path, result, true);
    return result !== undefined && tree && isSameProgram(tree, fresh) ? result : after;
  }

  private async styleOf(path: string, file: ts.SourceFile, formatter: FormatOptions | undefined, editor: FormatOptions): Promise<{ readonly options: FormatOptions; readonly exact: boolean }> {
    const { text } = file;
    if (this.last?.path === path && this.last.text === text) return this.last;
    const likely = formatter ?? { ...editor, ...seenStyle(file) };
    // How long a line may be is a guess, all else can be seen.
    const candidates = formatter ? [likely] : [likely, ...USUAL_WIDTHS.filter((width) => width !== likely.printWidth).map((printWidth) => ({ ...likely, printWidth }))];
    const keptTo = await firstExact(path, text, candidates);
    // What stands beside the lines around it is indented as they are.
    this.last = { path, text, options: keptTo ?? { ...likely, ...indentOfText(text) }, exact: keptTo !== undefined };
    return this.last;
  }
}

async function firstExact(path: string, text: string, candidates: readonly FormatOptions[]): Promise<FormatOptions | undefined> {
  for (const options of candidates) if ((await formatted(path, text, options)) === text) return options;
  return undefined;
}

/** Where the new text stands, without what was there before. */
function rangesOf(before: string, after: string): readonly Range[] {
  let shift = 0;
  return editsBetween(before, after).map(({ start, end, newText }) => {
    const range = { start: start + shift, end: start + shift + newText.length };
    shift += newText.length - (end - start);
    return range;
  });
}
