import path from 'node:path';
import { CannotStart, type Project, type Subject } from './project.js';

/** Package managers by the file that says a project uses them. */
const MANAGERS = [
  { name: 'pnpm', lockFile: 'pnpm-lock.yaml' },
  { name: 'yarn', lockFile: 'yarn.lock' },
  { name: 'bun', lockFile: 'bun.lock' },
  { name: 'bun', lockFile: 'bun.lockb' },
  { name: 'npm', lockFile: 'package-lock.json' },
] as const;

/** The package manager of a project: what its `package.json` names, else the nearest lock file, else npm. */
export function packageManagerOf({ folder, packageJson, read }: Project): string {
  const named = /^(npm|pnpm|yarn|bun)@/.exec(packageJson.packageManager ?? '')?.[1];
  if (named !== undefined) return named;
  for (let at = folder; ; at = path.dirname(at)) {
    const found = MANAGERS.find(({ lockFile }) => read(path.join(at, lockFile)) !== undefined);
    if (found) return found.name;
    if (path.dirname(at) === at) return 'npm';
  }
}

/** A script of `package.json`, run by the project's package manager. @throws CannotStart */
export function scriptSubject(project: Project, name: string): Subject {
  if (project.packageJson.scripts?.[name] === undefined) throw new CannotStart(`package.json in ${project.folder} has no script "${name}".`);
  const manager = packageManagerOf(project);
  return { title: `${manager} run ${name}`, command: { program: manager, arguments: ['run', name], workingFolder: project.folder, environment: {} } };
}
