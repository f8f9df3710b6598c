import { existsSync, lstatSync } from 'node:fs';
import { mkdir, readdir, readFile, realpath, symlink } from 'node:fs/promises';
import path from 'node:path';
import { CannotCompare, git } from './git.js';

const LOCK_FILES = ['package-lock.json', 'npm-shrinkwrap.json', 'pnpm-lock.yaml', 'yarn.lock', 'bun.lock', 'bun.lockb'];
/** What of a package.json decides what is installed. */
const INSTALLED_BY = ['dependencies', 'devDependencies', 'optionalDependencies', 'peerDependencies', 'bundleDependencies', 'bundledDependencies', 'overrides', 'resolutions', 'pnpm', 'workspaces'];

/**
 * Gives a checkout the installed packages of another one of the same repository, where what decides about them is the same in both. Packages that are
 * part of the repository are the checkout's own.
 * @param from absolute, with packages installed; `to` likewise, without
 * @param revision of `to`, for messages
 * @throws CannotCompare where other packages would have to be installed
 */
export async function linkDependencies(from: string, to: string, revision: string): Promise<void> {
  const manifests = (await git(to, ['ls-files', '-z', '--', 'package.json', '**/package.json'])).split('\0').filter((name) => name !== '');
  const packages = manifests.map((name) => path.dirname(name)).filter((folder) => existsSync(path.join(from, folder, 'node_modules')));
  for (const folder of packages) {
    for (const name of ['package.json', ...LOCK_FILES]) {
      const [here, there] = await Promise.all([from, to].map((root) => installationOf(path.join(root, folder, name))));
      if (here === there) continue;
      throw new CannotCompare(`${path.posix.join(folder.replaceAll('\\', '/'), name)} asks for other packages at ${revision} than here, and they are not installed. Check ${revision} out yourself, install its packages, record its runs there, and compare the files.`);
    }
  }
  for (const folder of packages) {
    if (!existsSync(path.join(to, folder, 'node_modules'))) await linkEntries(path.join(from, folder, 'node_modules'), path.join(to, folder, 'node_modules'), from, to);
  }
}

/** What a manifest or lock file says about the packages to install: not its own version, or its scripts. */
async function installationOf(file: string): Promise<string | undefined> {
  if (!existsSync(file)) return undefined;
  const text = await readFile(file, 'utf8');
  if (!file.endsWith('.json')) return text;
  try {
    const manifest = JSON.parse(text) as Record<string, unknown>;
    if (path.basename(file) === 'package.json') return JSON.stringify(INSTALLED_BY.map((key) => manifest[key]));
    const { version: _version, packages, ...rest } = manifest;
    const { '': root, ...others } = (packages ?? {}) as Record<string, Record<string, unknown>>;
    return JSON.stringify([rest, { ...root, version: undefined }, others]);
  } catch {
    return text;
  }
}

async function linkEntries(from: string, to: string, fromRoot: string, toRoot: string): Promise<void> {
  await mkdir(to);
  for (const name of await readdir(from)) {
    const entry = path.join(from, name);
    const isLink = lstatSync(entry).isSymbolicLink();
    if (name.startsWith('@') && !isLink) await linkEntries(entry, path.join(to, name), fromRoot, toRoot);
    else await symlink(isLink ? await ownPackage(entry, fromRoot, toRoot) : entry, path.join(to, name), process.platform === 'win32' && !isFile(entry) ? 'junction' : undefined);
  }
}

/** Where a link leads: for a package of the repository itself to the same one of the other checkout. */
async function ownPackage(link: string, fromRoot: string, toRoot: string): Promise<string> {
  const target = await realpath(link).catch(() => link);
  const relative = path.relative(fromRoot, target);
  const isOwn = relative !== '' && !relative.startsWith('..') && !path.isAbsolute(relative) && !relative.split(path.sep).includes('node_modules');
  return isOwn ? path.join(toRoot, relative) : link;
}

function isFile(entry: string): boolean {
  return lstatSync(entry).isFile();
}
