import { ts } from 'ts-morph';
import { join } from '../syntax/module-resolver.js';
import type { Facts } from './facts.js';

/** A configuration may extend one that extends …: longer chains do not occur. */
const MAX_EXTENDED = 5;

/** What the nearest `tsconfig.json` says of an option, those it extends by path included; `undefined` where nobody says anything. */
export function compilerOption(facts: Facts, file: ts.SourceFile, name: string): unknown {
  const path = foldersAround(facts, file).map((folder) => `${folder}/tsconfig.json`).find((each) => facts.textOf(each) !== undefined);
  return path === undefined ? undefined : optionOf(facts, path, name, 0);
}

function optionOf(facts: Facts, path: string, name: string, depth: number): unknown {
  const text = facts.textOf(path);
  const config = text === undefined ? undefined : (parsed(path, text) as { readonly extends?: unknown; readonly compilerOptions?: Readonly<Record<string, unknown>> } | undefined);
  const own = config?.compilerOptions?.[name];
  if (own !== undefined || !config || depth >= MAX_EXTENDED) return own;
  const parents = (Array.isArray(config.extends) ? config.extends : [config.extends]).filter((each): each is string => typeof each === 'string' && each.startsWith('.'));
  const folder = path.slice(0, path.lastIndexOf('/'));
  return parents.reverse().map((each) => optionOf(facts, join(folder, each.endsWith('.json') ? each : `${each}.json`), name, depth + 1)).find((each) => each !== undefined);
}

function parsed(path: string, text: string): unknown {
  try {
    const value: unknown = ts.parseConfigFileTextToJson(path, text).config;
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined; // Nested deeper than the parser's stack.
  }
}

/** The first number of the version of a package that the nearest manifest naming it asks for. */
export function majorVersion(facts: Facts, file: ts.SourceFile, packageName: string): number | undefined {
  for (const folder of foldersAround(facts, file)) {
    const text = facts.textOf(`${folder}/package.json`);
    if (text === undefined || !text.includes(`"${packageName}"`)) continue;
    const manifest = parsed('package.json', text) as Readonly<Record<string, Readonly<Record<string, unknown>> | undefined>> | undefined;
    const range = ['dependencies', 'devDependencies', 'peerDependencies'].map((each) => manifest?.[each]?.[packageName]).find((each) => typeof each === 'string');
    const major = /\d+/.exec(typeof range === 'string' ? range : '')?.[0];
    if (major !== undefined) return Number(major);
  }
  return undefined;
}

/** Folders from that of the file up to the root of the project. */
function foldersAround(facts: Facts, file: ts.SourceFile): readonly string[] {
  const { root } = facts.resolver;
  const folders: string[] = [];
  for (let at = file.fileName.lastIndexOf('/'); at > 0; at = file.fileName.lastIndexOf('/', at - 1)) {
    const folder = file.fileName.slice(0, at);
    if (folder !== root && !folder.startsWith(`${root}/`)) break;
    folders.push(folder);
  }
  return folders;
}
