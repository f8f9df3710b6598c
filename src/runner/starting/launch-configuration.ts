import path from 'node:path';
import { CannotStart, type Subject } from './project.js';

/** An entry of `launch.json`, as it is written there. */
export type LaunchConfiguration = Readonly<Record<string, unknown>> & { readonly name?: string; readonly type?: string; readonly request?: string };

/** What variables stand for. */
export interface LaunchContext {
  readonly workspaceFolder: string;
  /** Other folders of the workspace, by name. */
  readonly folders: Readonly<Record<string, string>>;
  /** The file in the editor. */
  readonly file: string | undefined;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly userHome: string;
  readonly read: (file: string) => string | undefined;
}

const TYPES = /^(?:pwa-)?node$/;

/** Whether a configuration starts a Node program, so that it can be profiled. */
export function isProfilable({ type, request }: LaunchConfiguration): boolean {
  return TYPES.test(type ?? '') && request === 'launch';
}

/**
 * The program that the debugger would start, started without it: `program`, `args`, `runtimeExecutable`, `runtimeArgs`, `cwd`, `env`, `envFile`.
 * @throws CannotStart where an entry says something that only the debugger can do
 */
export function launchSubject(configuration: LaunchConfiguration, context: LaunchContext): Subject {
  const title = configuration.name ?? 'launch configuration';
  if (!isProfilable(configuration)) throw new CannotStart(`"${title}" is no configuration that launches a Node program.`);
  const text = (value: unknown): string | undefined => (typeof value === 'string' ? filledIn(value, context, title) : undefined);
  const list = (value: unknown): readonly string[] => {
    if (typeof value === 'string' && value.trim() !== '') throw new CannotStart(`"${title}" gives its arguments as one text, which a shell would have to take apart: write them as a list.`);
    return Array.isArray(value) ? value.map((each) => text(each) ?? String(each)) : [];
  };
  const folder = text(configuration['cwd']) ?? context.workspaceFolder;
  const program = text(configuration['program']);
  const given = [...list(configuration['runtimeArgs']), ...(program === undefined ? [] : [path.resolve(folder, program)]), ...list(configuration['args'])];
  if (given.length === 0) throw new CannotStart(`"${title}" names neither a program nor arguments of Node.`);
  return {
    title,
    command: {
      program: runtimeOf(text(configuration['runtimeExecutable']), context.workspaceFolder), arguments: given, workingFolder: path.resolve(context.workspaceFolder, folder),
      environment: { ...environmentOf(text(configuration['envFile']), context), ...variablesOf(configuration['env'], text) },
    },
  };
}

function runtimeOf(given: string | undefined, folder: string): string {
  if (given === undefined || given === 'default') return 'node';
  return /[\\/]/.test(given) ? path.resolve(folder, given) : given;
}

function variablesOf(env: unknown, text: (value: unknown) => string | undefined): Readonly<Record<string, string>> {
  if (typeof env !== 'object' || env === null) return {};
  return Object.fromEntries(Object.entries(env).flatMap(([name, value]) => (value === null ? [] : [[name, text(value) ?? String(value)]])));
}

/** `NAME=value` lines; quotes around a value are taken away. */
function environmentOf(file: string | undefined, { read, workspaceFolder }: LaunchContext): Readonly<Record<string, string>> {
  if (file === undefined) return {};
  const content = read(path.resolve(workspaceFolder, file));
  if (content === undefined) throw new CannotStart(`The file of environment variables ${file} cannot be read.`);
  const lines = [...content.matchAll(/^[ \t]*(?:export[ \t]+)?([\w.-]+)[ \t]*=[ \t]*(.*?)[ \t]*\r?$/gm)];
  return Object.fromEntries(lines.map(([, name = '', value = '']) => [name, /^(['"]).*\1$/.test(value) ? value.slice(1, -1) : value]));
}

/** Variables as VS Code documents them: https://code.visualstudio.com/docs/reference/variables-reference */
function filledIn(text: string, context: LaunchContext, title: string): string {
  return text.replace(/\$\{([^}]*)\}/g, (variable, name: string) => {
    const value = valueOf(name, context);
    if (value === undefined) throw new CannotStart(`"${title}" uses ${variable}, which ${/^(?:file|relative)/.test(name) ? 'needs an open file' : 'only the debugger can fill in'}.`);
    return value;
  });
}

function valueOf(name: string, { workspaceFolder, folders, file, environment, userHome }: LaunchContext): string | undefined {
  const [kind = '', rest] = [name.split(':')[0], name.includes(':') ? name.slice(name.indexOf(':') + 1) : undefined];
  if (kind === 'env' && rest !== undefined) return environment[rest] ?? '';
  if (/^workspace(?:Folder|Root)$/.test(kind)) return rest === undefined ? workspaceFolder : folders[rest];
  if (rest !== undefined) return undefined;
  const parsed = file === undefined ? undefined : path.parse(file);
  const values: Readonly<Record<string, string | undefined>> = {
    userHome, pathSeparator: path.sep, '/': path.sep, cwd: workspaceFolder, workspaceFolderBasename: path.basename(workspaceFolder),
    file, fileBasename: parsed?.base, fileBasenameNoExtension: parsed?.name, fileExtname: parsed?.ext, fileDirname: parsed?.dir,
    relativeFile: file === undefined ? undefined : path.relative(workspaceFolder, file),
    relativeFileDirname: parsed && (path.relative(workspaceFolder, parsed.dir) || '.'),
  };
  return values[kind];
}
