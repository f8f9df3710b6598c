import type { Capture, ReachedFile } from '../profile/profile.js';
import { functionName } from './function-name.js';
import { matchFunctions } from './match-functions.js';
import { normalPath } from './own-path.js';
import type { FileOutline } from './questions.js';

/** Whether a function ran, as far as the runner could tell: `unknown` where it could not, or where the text has changed since. */
export type Reach = 'reached' | 'never' | 'not-loaded' | 'unknown';

/**
 * @param runs what was captured of every run: one that was not asked could have reached anything
 * @param files all that will be asked about
 */
export function reachOf(runs: readonly (Capture | undefined)[], files: readonly FileOutline[], pathOf: (url: string) => string | undefined): (file: FileOutline, index: number) => Reach {
  const asked = runs.map((capture) => capture?.reached);
  const byPath = new Map<string, ReachedFile[]>();
  for (const file of asked.flatMap((each) => each ?? [])) {
    const path = pathOf(file.url);
    if (path !== undefined) byPath.set(path, [...(byPath.get(path) ?? []), file]);
  }
  const all = runs.length > 0 && asked.every((each) => each !== undefined);
  // What is bundled or compiled is loaded under another name. Where another file of its kind was loaded under its own, it is not.
  const loadedAsWritten = new Set(files.filter(({ path }) => byPath.has(normalPath(path))).map(({ path }) => extension(path)));
  return (file, index) => {
    const loaded = byPath.get(normalPath(file.path));
    if (!loaded) return all && loadedAsWritten.has(extension(file.path)) ? 'not-loaded' : 'unknown';
    const found = loaded.map((each) => reachIn(each, file, index));
    if (found.includes('reached')) return 'reached';
    return all && found.every((each) => each === 'never') ? 'never' : 'unknown';
  };
}

function extension(path: string): string {
  return path.slice(path.lastIndexOf('.'));
}

function reachIn({ functions }: ReachedFile, file: FileOutline, index: number): 'reached' | 'never' | 'unknown' {
  // The file was loaded, so its top level ran.
  if (index === 0) return 'reached';
  const matches = matchFunctions(functions, file.functions);
  const own = functions.filter((_, each) => matches[each]?.function === index);
  if (own.length > 0) return own.some(({ calls }) => calls > 0) ? 'reached' : 'never';
  // V8 does not list what it never had to compile. A function that was renamed since is not listed either: then one is left over.
  const leftOver = functions.some(({ name, calls }, each) => calls > 0 && matches[each] === undefined && functionName(name) !== '');
  return matches.some((match) => match !== undefined && match.function > 0) && !leftOver ? 'never' : 'unknown';
}
