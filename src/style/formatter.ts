import type { FormatOptions } from './format-options.js';
import type * as Bundle from './prettier-bundle.js';

/** Prettier is half a megabyte: it is read when the first repair is laid out. */
let loaded: Promise<typeof Bundle> | undefined;

/** The text as Prettier lays it out; `undefined` when it cannot. */
export async function formatted(path: string, text: string, options: FormatOptions): Promise<string | undefined> {
  loaded ??= import('./prettier-bundle.js');
  try {
    const { prettierFormat } = await loaded;
    return await prettierFormat(text, /\.[cm]?tsx?$/.test(path) ? 'babel-ts' : 'babel', options);
  } catch {
    return undefined;
  }
}
