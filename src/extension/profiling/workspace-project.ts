import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { CannotStart, type PackageJson, type Project } from '../../runner/starting/project.js';

/** What has to be known of the project around a folder to start its programs. Asks `node` for its version: only in trusted workspaces. */
export async function workspaceProject(folder: string): Promise<Project> {
  const home = nearestPackage(folder) ?? folder;
  return { folder: home, packageJson: packageJsonIn(home), read: textOf, node: await nodeVersion() };
}

function nearestPackage(folder: string): string | undefined {
  for (let at = folder; ; at = path.dirname(at)) {
    if (textOf(path.join(at, 'package.json')) !== undefined) return at;
    if (path.dirname(at) === at) return undefined;
  }
}

function packageJsonIn(folder: string): PackageJson {
  try {
    const content: unknown = JSON.parse(textOf(path.join(folder, 'package.json')) ?? '{}');
    return typeof content === 'object' && content !== null ? content : {};
  } catch {
    return {};
  }
}

function textOf(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

let known: Promise<Project['node']> | undefined;

function nodeVersion(): Promise<Project['node']> {
  known ??= promisify(execFile)('node', ['--version']).then(({ stdout }) => {
    const [major = 0, minor = 0, patch = 0] = stdout.trim().replace(/^v/, '').split('.').map(Number);
    return [major, minor, patch];
  });
  return known.catch(() => {
    known = undefined;
    throw new CannotStart('There is no `node` on PATH: install Node.js, or start the editor from a terminal that has it.');
  });
}
