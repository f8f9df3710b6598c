import { ts } from 'ts-morph';
import type { FileHost } from './file-host.js';
import { walkFolders } from './folder-walk.js';
import { isSourcePath, SOURCE_EXTENSIONS } from './reviewable.js';

/** Where an import leads: a source file of the project, or a package (installed or not). */
export type Resolution =
  | { readonly kind: 'source'; readonly path: string }
  | { readonly kind: 'package'; readonly specifier: string }
  | { readonly kind: 'missing' };

interface PathMapping {
  readonly base: string;
  readonly paths: Readonly<Record<string, readonly string[]>>;
  readonly baseUrl?: string;
}

interface PackageManifest {
  readonly name?: string;
  readonly main?: string;
  readonly module?: string;
  readonly types?: string;
  readonly source?: string;
  readonly exports?: unknown;
  readonly imports?: unknown;
  readonly dependencies?: unknown;
}

/** Build output to source: what a package publishes against what its repository holds. */
const OUTPUT_FOLDER = /^(?:\.\/)?(?:dist|lib|build|out|esm|cjs|es)\//;
/** Below it a folder per format, which the sources do not have. */
const FORMAT_FOLDER = /^(?:esm|cjs|es|types|src)\//;
const CONFIG_NAMES = ['tsconfig.json', 'jsconfig.json', 'tsconfig.base.json', 'tsconfig.app.json'];

/**
 * Resolves imports as the project's tools would, to sources, without anything being installed: relative paths, `paths`
 * of the nearest tsconfig or jsconfig, `#imports`, and the workspace's own packages by name.
 */
export class ModuleResolver {
  private readonly resolved = new Map<string, Resolution>();
  private readonly mappings = new Map<string, PathMapping | undefined>();
  private readonly configs = new Map<string, PathMapping | undefined>();
  private readonly manifests = new Map<string, PackageManifest | undefined>();
  private packages: ReadonlyMap<string, string> | undefined;
  private readonly byEnding = new Map<string, readonly string[]>();

  constructor(private readonly host: FileHost, readonly root: string) {}

  /** A path as seen from the root; one outside of it stays absolute. */
  relative(path: string): string {
    return path.startsWith(`${this.root}/`) ? path.slice(this.root.length + 1) : path;
  }

  /** Whether a manifest around the file, up to the root, lists the package among its dependencies: code there may import it. */
  lists(name: string, from: string): boolean {
    for (let at = from.slice(0, from.lastIndexOf('/')); at === this.root || at.startsWith(`${this.root}/`); at = at.slice(0, at.lastIndexOf('/'))) {
      const dependencies = this.manifest(at)?.dependencies;
      if (typeof dependencies === 'object' && dependencies !== null && name in dependencies) return true;
    }
    return false;
  }

  /** Files came or went: everything may resolve differently. */
  reset(): void {
    this.resolved.clear();
    this.mappings.clear();
    this.configs.clear();
    this.manifests.clear();
    this.packages = undefined;
    this.byEnding.clear();
  }

  /** Files of the project, source folders included, whose name ends so: schemas, which no import leads to. */
  filesEnding(ending: string): readonly string[] {
    let found = this.byEnding.get(ending);
    if (!found) {
      const paths: string[] = [];
      walkFolders(this.host, this.root, MAX_SCHEMA_DEPTH, (folder, entries) => {
        for (const { name, directory } of entries) if (!directory && name.endsWith(ending)) paths.push(`${folder}/${name}`);
      });
      this.byEnding.set(ending, (found = paths.sort()));
    }
    return found;
  }

  /** The modules directly in a folder, folders with an index file included: what code that reads the folder loads. */
  modulesIn(folder: string): readonly string[] {
    return this.host.readDirectory(folder).flatMap(({ name, directory }) => {
      if (!directory) return isSourcePath(name) ? [`${folder}/${name}`] : [];
      const index = name === 'node_modules' ? undefined : SOURCE_EXTENSIONS.map((extension) => `${folder}/${name}/index${extension}`).find((path) => this.host.fileSize(path) !== undefined);
      return index === undefined ? [] : [index];
    }).sort();
  }

  /** @param from absolute path of the importing file */
  resolve(specifier: string, from: string): Resolution {
    const folder = from.slice(0, from.lastIndexOf('/'));
    const key = `${folder}\n${specifier}`;
    let found = this.resolved.get(key);
    if (!found) this.resolved.set(key, (found = this.find(specifier, folder)));
    return found;
  }

  private find(specifier: string, folder: string): Resolution {
    const clean = specifier.replace(/[?#].*$/, (tail) => (specifier.startsWith('#') ? tail : ''));
    if (clean.startsWith('.')) return source(this.file(join(folder, clean))) ?? { kind: 'missing' };
    if (clean.startsWith('/')) return source(this.file(join(this.root, clean))) ?? { kind: 'missing' };
    const mapped = this.mapped(clean, folder) ?? (clean.startsWith('#') ? this.packageImport(clean, folder) : undefined) ?? this.workspacePackage(clean);
    return source(mapped) ?? { kind: 'package', specifier: clean };
  }

  /** The source file a path without (or with a compiled) extension stands for. */
  private file(path: string): string | undefined {
    const exists = (candidate: string): boolean => this.host.fileSize(candidate) !== undefined;
    const compiled = /\.([cm]?)js(x?)$/.exec(path);
    if (compiled) {
      const stem = path.slice(0, compiled.index);
      for (const extension of [`.${compiled[1]}ts${compiled[2]}`, '.tsx']) if (exists(stem + extension)) return stem + extension;
    }
    if (/\.(?:[cm]?[jt]sx?|vue|svelte)$/.test(path) && exists(path)) return path;
    for (const extension of SOURCE_EXTENSIONS) if (exists(path + extension)) return path + extension;
    if (this.host.isDirectory(path)) {
      const main = this.manifest(path);
      if (main) {
        const entry = this.entryOf(path, main, '.');
        if (entry) return entry;
      }
      for (const extension of SOURCE_EXTENSIONS) if (exists(`${path}/index${extension}`)) return `${path}/index${extension}`;
    }
    return undefined;
  }

  private mapped(specifier: string, folder: string): string | undefined {
    for (let at = folder; at.startsWith(this.root) || at === this.root; at = at.slice(0, at.lastIndexOf('/'))) {
      const mapping = this.mappingAt(at);
      if (mapping) {
        for (const [pattern, targets] of Object.entries(mapping.paths)) {
          const rest = matchPattern(pattern, specifier);
          if (rest === undefined) continue;
          for (const target of targets) {
            const found = this.file(join(mapping.base, target.replace('*', rest)));
            if (found) return found;
          }
        }
        if (mapping.baseUrl) {
          const found = this.file(join(mapping.baseUrl, specifier));
          if (found) return found;
        }
      }
      if (at === this.root || !at.includes('/')) break;
    }
    return undefined;
  }

  private mappingAt(folder: string): PathMapping | undefined {
    if (!this.mappings.has(folder)) {
      const merged = CONFIG_NAMES.map((name) => this.configAt(`${folder}/${name}`)).filter((each) => each !== undefined);
      this.mappings.set(folder, merged.find((each) => Object.keys(each.paths).length > 0) ?? merged[0]);
    }
    return this.mappings.get(folder);
  }

  private configAt(path: string): PathMapping | undefined {
    if (!this.configs.has(path)) {
      this.configs.set(path, undefined); // Set first: a file that extends itself adds nothing.
      this.configs.set(path, this.readMapping(path));
    }
    return this.configs.get(path);
  }

  private readMapping(path: string): PathMapping | undefined {
    const text = this.host.readFile(path);
    const config = text === undefined ? undefined : parseConfig(path, text);
    if (!config) return undefined;
    const folder = path.slice(0, path.lastIndexOf('/'));
    const parents = (Array.isArray(config.extends) ? config.extends : [config.extends]).filter((each) => typeof each === 'string');
    const inherited = parents.map((each) => this.configAt(this.configPath(each, folder))).filter((each) => each !== undefined).reduce<PathMapping | undefined>(overridden, undefined);
    const { baseUrl, paths } = config.compilerOptions ?? {};
    const base = typeof baseUrl === 'string' ? join(folder, baseUrl) : undefined;
    if (!paths || typeof paths !== 'object') return inherited ? { ...inherited, ...(base ? { baseUrl: base } : {}) } : base ? { base, paths: {}, baseUrl: base } : undefined;
    const valid = Object.entries(paths).filter((entry): entry is [string, string[]] => Array.isArray(entry[1]) && entry[1].every((target) => typeof target === 'string'));
    const baseOf = base ?? inherited?.baseUrl;
    return { base: base ?? folder, paths: Object.fromEntries(valid), ...(baseOf ? { baseUrl: baseOf } : {}) };
  }

  private configPath(specifier: string, folder: string): string {
    const withExtension = specifier.endsWith('.json') ? specifier : `${specifier}.json`;
    if (specifier.startsWith('.')) return join(folder, withExtension);
    const [name, rest] = splitPackage(specifier);
    const local = this.workspacePackages().get(name);
    const at = local ?? `${this.root}/node_modules/${name}`;
    return rest ? join(at, rest.endsWith('.json') ? rest : `${rest}.json`) : `${at}/tsconfig.json`;
  }

  private packageImport(specifier: string, folder: string): string | undefined {
    for (let at = folder; at.length >= this.root.length; at = at.slice(0, at.lastIndexOf('/'))) {
      const manifest = this.manifest(at);
      if (!manifest?.imports || typeof manifest.imports !== 'object') continue;
      for (const [pattern, target] of Object.entries(manifest.imports)) {
        const rest = matchPattern(pattern, specifier);
        if (rest === undefined) continue;
        for (const leaf of leaves(target)) {
          const found = this.sourceFor(at, leaf.replace('*', rest));
          if (found) return found;
        }
      }
    }
    return undefined;
  }

  private workspacePackage(specifier: string): string | undefined {
    const [name, rest] = splitPackage(specifier);
    const folder = this.workspacePackages().get(name);
    if (!folder) return undefined;
    return this.entryOf(folder, this.manifest(folder) ?? {}, rest ? `./${rest}` : '.');
  }

  private entryOf(folder: string, manifest: PackageManifest, subpath: string): string | undefined {
    for (const target of exportTargets(manifest.exports, subpath)) {
      const found = this.sourceFor(folder, target);
      if (found) return found;
    }
    if (subpath !== '.') return this.sourceFor(folder, subpath) ?? this.file(join(`${folder}/src`, subpath));
    for (const entry of [manifest.source, manifest.types, manifest.module, manifest.main]) {
      const found = typeof entry === 'string' ? this.sourceFor(folder, entry) : undefined;
      if (found) return found;
    }
    return this.file(`${folder}/src/index`) ?? this.file(`${folder}/index`) ?? this.file(`${folder}/src/main`);
  }

  /** A published path may name build output that is not there: look for the source it is built from. */
  private sourceFor(folder: string, target: string): string | undefined {
    const plain = target.replace(/\.d\.([cm]?)ts$/, '.$1ts');
    const relative = plain.replace(/^\.\//, '');
    for (const candidate of [...sourcePaths(relative, plain !== target), relative]) {
      const found = this.file(join(folder, candidate));
      if (found && !found.endsWith('.d.ts')) return found;
    }
    return undefined;
  }

  private manifest(folder: string): PackageManifest | undefined {
    if (!this.manifests.has(folder)) {
      const text = this.host.readFile(`${folder}/package.json`);
      this.manifests.set(folder, text === undefined ? undefined : parseManifest(text));
    }
    return this.manifests.get(folder);
  }

  /** Package name -> folder, for every package.json of the tree that is not vendored. */
  private workspacePackages(): ReadonlyMap<string, string> {
    if (this.packages) return this.packages;
    const found = new Map<string, string>();
    this.packages = found; // Set first: resolving an `extends` below asks again.
    const addPackage = (folder: string, entries: ReturnType<FileHost['readDirectory']>): void => {
      if (!entries.some((entry) => entry.name === 'package.json')) return;
      const name = this.manifest(folder)?.name;
      if (name && !found.has(name)) found.set(name, folder);
    };
    walkFolders(this.host, this.root, MAX_PACKAGE_DEPTH, addPackage, (name) => name === 'src');
    return found;
  }
}

/** Workspaces nest a few levels (`packages/a/b`); deeper manifests are fixtures. */
const MAX_PACKAGE_DEPTH = 5;

/** `packages/a/src/db/prisma/schema/user.prisma`. */
const MAX_SCHEMA_DEPTH = 6;

function source(path: string | undefined): Resolution | undefined {
  return path === undefined ? undefined : { kind: 'source', path };
}

interface Config {
  readonly extends?: unknown;
  readonly compilerOptions?: { readonly baseUrl?: unknown; readonly paths?: unknown };
}

function parseConfig(path: string, text: string): Config | undefined {
  try {
    const value: unknown = ts.parseConfigFileTextToJson(path, text).config;
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined; // Nested deeper than the parser's stack.
  }
}

/** Of several configurations the later has the word on what it says. */
function overridden(earlier: PathMapping | undefined, later: PathMapping): PathMapping {
  if (!earlier || Object.keys(later.paths).length > 0) return { ...later, ...(later.baseUrl ?? earlier?.baseUrl ? { baseUrl: later.baseUrl ?? earlier?.baseUrl ?? '' } : {}) };
  return { ...earlier, ...(later.baseUrl ? { baseUrl: later.baseUrl } : {}) };
}

function parseManifest(text: string): PackageManifest | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Where the source of a path of the build output may be. `dist/types/a.js` is of a folder `types`, `dist/types/a.d.ts` more likely of none. */
function sourcePaths(path: string, declares: boolean): readonly string[] {
  if (!OUTPUT_FOLDER.test(path)) return [];
  const rest = path.replace(OUTPUT_FOLDER, '');
  const bare = rest.replace(FORMAT_FOLDER, '');
  return (declares ? [bare, rest] : [rest, bare]).flatMap((each) => [`src/${each}`, each]);
}

function splitPackage(specifier: string): readonly [name: string, rest: string] {
  const parts = specifier.split('/');
  const length = specifier.startsWith('@') ? 2 : 1;
  return [parts.slice(0, length).join('/'), parts.slice(length).join('/')];
}

/** What `*` of a pattern stands for; '' for an exact match; `undefined` for none. */
function matchPattern(pattern: string, specifier: string): string | undefined {
  const star = pattern.indexOf('*');
  if (star < 0) return pattern === specifier ? '' : undefined;
  const head = pattern.slice(0, star);
  const tail = pattern.slice(star + 1);
  if (specifier.length < head.length + tail.length || !specifier.startsWith(head) || !specifier.endsWith(tail)) return undefined;
  return specifier.slice(head.length, specifier.length - tail.length);
}

/** Conditions within conditions; deeper is no manifest. */
const MAX_CONDITIONS = 20;

/** Every string below a conditional exports value, in order. */
function leaves(target: unknown, depth = 0): string[] {
  if (typeof target === 'string') return [target];
  return target && typeof target === 'object' && depth < MAX_CONDITIONS ? Object.values(target).flatMap((each) => leaves(each, depth + 1)) : [];
}

function exportTargets(exports: unknown, subpath: string): string[] {
  if (exports === undefined || exports === null) return [];
  if (typeof exports === 'string') return subpath === '.' ? [exports] : [];
  if (typeof exports !== 'object') return [];
  const keys = Object.keys(exports);
  if (!keys.some((key) => key.startsWith('.'))) return subpath === '.' ? leaves(exports) : [];
  return Object.entries(exports).flatMap(([pattern, target]) => {
    const rest = matchPattern(pattern, subpath);
    return rest === undefined ? [] : leaves(target).map((leaf) => leaf.replace('*', rest));
  });
}

/** Joins and normalises; `..` above the root of the path is dropped. */
export function join(folder: string, relative: string): string {
  const parts: string[] = [];
  for (const part of `${folder}/${relative}`.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return (folder.startsWith('/') ? '/' : '') + parts.join('/');
}
