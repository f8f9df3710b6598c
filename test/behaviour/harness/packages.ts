import { execFileSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

const SOURCE = path.resolve('test/behaviour');
/** Where the libraries are installed and the programs run; ignored by git. */
export const FOLDER = path.resolve('.behaviour');

/**
 * Installs the packages of test/behaviour/package.json when that list has changed since, and returns a function that loads one
 * of them. The copy of the list is written last, so that an installation that was cut short is made again.
 */
export function installedPackages(): NodeJS.Require {
  const manifest = path.join(SOURCE, 'package.json');
  const installed = path.join(FOLDER, 'installed.json');
  if (!existsSync(installed) || readFileSync(installed, 'utf8') !== readFileSync(manifest, 'utf8')) {
    mkdirSync(FOLDER, { recursive: true });
    copyFileSync(manifest, path.join(FOLDER, 'package.json'));
    // Drivers of databases nobody runs here are peers: they are not wanted.
    run('npm', ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--legacy-peer-deps', '--prefix', FOLDER]);
    copyFileSync(manifest, installed);
  }
  return createRequire(path.join(FOLDER, 'package.json'));
}

/** Writes the client of Prisma's schema in `folder`, as its users do; the queries are compiled by WebAssembly that ships with the client. */
export function generatePrismaClient(folder: string): void {
  // Generating needs no schema engine, yet the command looks for one: any program will do.
  run('npx', ['prisma', 'generate', '--schema', path.join(folder, 'schema.prisma')], { PRISMA_SCHEMA_ENGINE_BINARY: process.execPath });
}

function run(command: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): void {
  execFileSync(command, args, { cwd: FOLDER, env: { ...process.env, ...env }, stdio: ['ignore', 'ignore', 'pipe'], shell: process.platform === 'win32' });
}
