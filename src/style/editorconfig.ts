import type { FileHost } from '../syntax/file-host.js';
import type { FormatOptions } from './format-options.js';
import { globMatches } from './globs.js';

type Properties = ReadonlyMap<string, string>;

/**
 * What the `.editorconfig` files around a file say of it, in Prettier's options.
 * @param folders from the file's own folder upwards
 */
export function editorConfigOptions(host: FileHost, path: string, folders: readonly string[]): FormatOptions {
  const found: Properties[] = [];
  for (const folder of folders) {
    const text = host.readFile(`${folder}/.editorconfig`);
    if (text === undefined) continue;
    const { root, properties } = propertiesFor(text, path.slice(folder.length + 1));
    found.unshift(properties);
    if (root) break;
  }
  return asOptions(new Map(found.flatMap((each) => [...each])));
}

/** Later sections win over earlier ones. */
function propertiesFor(text: string, relative: string): { readonly root: boolean; readonly properties: Properties } {
  const properties = new Map<string, string>();
  let root = false;
  let applies: boolean | undefined;
  for (const raw of text.split(/\r?\n/)) {
    const line = raw.trim();
    const section = /^\[(.+)\]$/.exec(line);
    const pair = /^([^#;=\s][^=]*?)\s*=\s*(.*?)(?:\s+[#;].*)?$/.exec(line);
    if (section?.[1] !== undefined) applies = globMatches(section[1], relative);
    else if (pair?.[1] !== undefined && applies === undefined) root ||= pair[1].toLowerCase() === 'root' && pair[2]?.toLowerCase() === 'true';
    else if (pair?.[1] !== undefined && applies) properties.set(pair[1].toLowerCase(), (pair[2] ?? '').toLowerCase());
  }
  return { root, properties };
}

/** As Prettier reads them. */
function asOptions(properties: Properties): FormatOptions {
  const style = properties.get('indent_style');
  const size = properties.get('indent_size');
  const width = Number(size === 'tab' || size === undefined ? properties.get('tab_width') : size);
  const longest = Number(properties.get('max_line_length'));
  return {
    ...(style === 'tab' || size === 'tab' ? { useTabs: true } : style === 'space' ? { useTabs: false } : {}),
    ...(Number.isInteger(width) && width > 0 ? { tabWidth: width } : {}),
    ...(Number.isInteger(longest) && longest > 0 ? { printWidth: longest } : {}),
  };
}
