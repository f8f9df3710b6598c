import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { versions } from '../../host/versions.mjs';

export interface NodeVersion {
  readonly major: number;
  readonly executable: string;
}

/** The oldest and the newest Node that programs are recorded on here: those the editors under test have. */
export const NODES: readonly NodeVersion[] = versions.map(({ node }) => ({ major: Number(node.split('.')[0]), executable: executableOf(node) }));

/** Where the tests in a real editor have it as well; installed once. */
function executableOf(version: string): string {
  if (process.versions.node === version) return process.execPath;
  const name = `node-${process.platform}-${process.arch}`;
  const folder = path.resolve(`.vscode-test/node-${version}`);
  if (!existsSync(folder)) {
    const partial = path.resolve(`.vscode-test/partial-${process.pid}-node-${version}`);
    mkdirSync(partial, { recursive: true });
    execFileSync('npm', ['install', '--prefix', partial, `${name}@${version}`, '--ignore-scripts', '--no-audit', '--no-fund', '--engine-strict=false'], { stdio: ['ignore', 'ignore', 'pipe'] });
    renameSync(partial, folder);
    rmSync(partial, { recursive: true, force: true });
  }
  return path.join(folder, 'node_modules', name, 'bin/node');
}
