import { execFileSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/**
 * The published typings the tables are checked against: the packages of test/typings/package.json, in an ignored folder,
 * installed from the registry when that file changes, and a Prisma client generated from a schema of two models.
 */
export function typingsFolder(): string {
  const source = path.resolve('test/typings');
  const folder = path.resolve('.typings');
  const manifest = path.join(folder, 'package.json');
  const current = (): boolean => existsSync(manifest) && readFileSync(manifest, 'utf8') === readFileSync(path.join(source, 'package.json'), 'utf8');
  const done = path.join(folder, '.installed');
  if (current() && existsSync(done)) return folder;
  mkdirSync(folder, { recursive: true });
  copyFileSync(path.join(source, 'package.json'), manifest);
  // Peers are pinned side by side in the manifest; where one lags behind another, only types are read.
  run(folder, 'npm', ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--legacy-peer-deps', '--prefix', folder]);
  copyFileSync(path.join(source, 'schema.prisma'), path.join(folder, 'schema.prisma'));
  // Generating the client needs no schema engine, yet the command looks for one: any program will do.
  run(folder, 'npx', ['prisma', 'generate', '--schema', 'schema.prisma'], { PRISMA_SCHEMA_ENGINE_BINARY: process.execPath });
  writeFileSync(done, '');
  return folder;
}

function run(cwd: string, command: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): void {
  execFileSync(command, args, { cwd, env: { ...process.env, ...env }, stdio: ['ignore', 'ignore', 'pipe'], shell: process.platform === 'win32' });
}
