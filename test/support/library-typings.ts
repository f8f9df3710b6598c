import { execFileSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/**
 * Folder with the packages of test/typings/platform/package.json installed, for the checks of the platform, framework and
 * HTTP tables. Installed from the registry when the list has changed since; the copy of the list is written last, so that an
 * installation that was cut short is made again.
 */
export function platformTypings(): string {
  const manifest = path.resolve('test/typings/platform/package.json');
  const folder = path.resolve('.typings/platform');
  const installed = path.join(folder, 'installed.json');
  if (existsSync(installed) && readFileSync(installed, 'utf8') === readFileSync(manifest, 'utf8')) return folder;
  mkdirSync(folder, { recursive: true });
  copyFileSync(manifest, path.join(folder, 'package.json'));
  // Peers are pinned side by side in the manifest; only types are read.
  execFileSync('npm', ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--legacy-peer-deps', '--prefix', folder], {
    cwd: folder, stdio: ['ignore', 'ignore', 'pipe'], shell: process.platform === 'win32',
  });
  copyFileSync(manifest, installed);
  return folder;
}
