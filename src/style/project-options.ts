import ignore from 'ignore';
import type { FileHost } from '../syntax/file-host.js';
import { biomeOptions } from './biome-config.js';
import { jsonValues, moduleValues, tomlValues, yamlValues } from './config-values.js';
import { editorConfigOptions } from './editorconfig.js';
import { isRecord, optionsAmong, type FormatOptions } from './format-options.js';
import { globMatches } from './globs.js';

/** What a project says of how a file is laid out. */
export interface ProjectOptions {
  /** Of its formatter; `undefined` when it has none, or one whose configuration would have to be run. */
  readonly formatter: FormatOptions | undefined;
  /** Of its `.editorconfig`. */
  readonly editor: FormatOptions;
  /** The formatter is told to leave this file alone. */
  readonly ignored: boolean;
}

/** Reads the configuration nearest to a file. Nothing of the project is run: what only code could tell is unknown. */
export function projectOptions(host: FileHost, path: string): ProjectOptions {
  const folders = foldersAbove(host, path);
  const editor = editorConfigOptions(host, path, folders);
  if (isIgnored(host, path, folders)) return { formatter: undefined, editor, ignored: true };
  for (const folder of folders) {
    const found = prettierIn(host, folder, path, editor) ?? biomeIn(host, folder, path);
    if (found === false) return { formatter: undefined, editor, ignored: true };
    if (found) return { formatter: found, editor, ignored: false };
  }
  return { formatter: undefined, editor, ignored: false };
}

/** From the file's own folder up to the one that holds the repository. */
function foldersAbove(host: FileHost, path: string): readonly string[] {
  const folders: string[] = [];
  for (let end = path.lastIndexOf('/'); end > 0; end = path.lastIndexOf('/', end - 1)) {
    const folder = path.slice(0, end);
    folders.push(folder);
    if (host.isDirectory(`${folder}/.git`) || host.fileSize(`${folder}/.git`) !== undefined) break;
  }
  return folders;
}

function isIgnored(host: FileHost, path: string, folders: readonly string[]): boolean {
  return folders.some((folder) => {
    const text = host.readFile(`${folder}/.prettierignore`);
    return text !== undefined && ignore().add(text).ignores(path.slice(folder.length + 1));
  });
}

/** Where Prettier looks, in its order, and how each is read. */
const PRETTIER_FILES: readonly (readonly [name: string, read: (text: string, path: string) => unknown])[] = [
  ['package.json', (text) => keyOf(jsonValues(text), 'prettier')],
  ['package.yaml', (text) => keyOf(yamlValues(text), 'prettier')],
  ['.prettierrc', (text) => jsonValues(text) ?? yamlValues(text)],
  ['.prettierrc.json', jsonValues], ['.prettierrc.yaml', yamlValues], ['.prettierrc.yml', yamlValues], ['.prettierrc.json5', jsonValues],
  ...['.prettierrc', 'prettier.config'].flatMap((name) => ['js', 'ts', 'mjs', 'mts', 'cjs', 'cts'].map((ending) => [
    `${name}.${ending}`, (text: string, path: string) => moduleValues(path, text),
  ] as const)),
  ['.prettierrc.toml', tomlValues],
];

function keyOf(values: unknown, key: string): unknown {
  return isRecord(values) && key in values ? values[key] : ABSENT;
}

const ABSENT = Symbol('no such key');

function prettierIn(host: FileHost, folder: string, path: string, editor: FormatOptions): FormatOptions | undefined {
  for (const [name, read] of PRETTIER_FILES) {
    const file = `${folder}/${name}`;
    const text = host.readFile(file);
    const values = text === undefined ? ABSENT : read(text, file);
    if (values === ABSENT) continue;
    return isRecord(values) ? { ...editor, ...prettierOptions(values, path.slice(folder.length + 1)) } : undefined;
  }
  return undefined;
}

function prettierOptions(values: Readonly<Record<string, unknown>>, relative: string): FormatOptions {
  let options = optionsAmong(values);
  for (const override of Array.isArray(values['overrides']) ? values['overrides'] as unknown[] : []) {
    if (!isRecord(override)) continue;
    const matches = (key: string): boolean => [override[key]].flat().some((each) => typeof each === 'string' && globMatches(each, relative));
    if (matches('files') && !matches('excludeFiles')) options = { ...options, ...optionsAmong(override['options']) };
  }
  return options;
}

function biomeIn(host: FileHost, folder: string, path: string): FormatOptions | false | undefined {
  const text = host.readFile(`${folder}/biome.json`) ?? host.readFile(`${folder}/biome.jsonc`);
  return text === undefined ? undefined : biomeOptions(jsonValues(text), path.slice(folder.length + 1));
}
