import path from 'node:path';
import { installedPackage } from './installed-package.js';
import { CannotStart, isAtLeast, type Project, type Subject } from './project.js';

/**
 * What makes Node read a TypeScript file, in the order of trust: what the project has chosen for itself, then what Node can do alone.
 * `arguments` are those of Node, before the file.
 */
const TYPESCRIPT_LOADERS: readonly { readonly package?: string; readonly arguments: (project: Project) => readonly string[] | undefined }[] = [
  { package: 'tsx', arguments: ({ node }) => (isAtLeast(node, 20, 6) ? ['--import', 'tsx'] : ['--require', 'tsx/cjs', '--loader', 'tsx/esm']) },
  { package: 'ts-node', arguments: ({ packageJson }) => (packageJson.type === 'module' ? ['--loader', 'ts-node/esm'] : ['--require', 'ts-node/register']) },
  { package: '@swc-node/register', arguments: ({ packageJson }) => (packageJson.type === 'module' ? ['--import', '@swc-node/register/esm-register'] : ['--require', '@swc-node/register']) },
  // Types are stripped without a flag since 22.18 and 23.6: https://nodejs.org/api/typescript.html#type-stripping
  { arguments: ({ node }) => (isAtLeast(node, 23, 6) || (node[0] === 22 && node[1] >= 18) ? [] : undefined) },
  { arguments: ({ node }) => (node[0] === 23 || (node[0] === 22 && node[1] >= 6) ? ['--experimental-strip-types'] : undefined) },
];

/** Flags with which this Node reads a file, for files of JavaScript none. @throws CannotStart for TypeScript that nothing here reads */
export function loaderFlags(project: Project, file: string): readonly string[] {
  if (!/\.[cm]?tsx?$/.test(file)) return [];
  const folder = path.dirname(file);
  for (const loader of TYPESCRIPT_LOADERS) {
    const flags = loader.package === undefined || installedPackage(project, loader.package, folder) ? loader.arguments(project) : undefined;
    if (flags) return flags;
  }
  throw new CannotStart(`${path.basename(file)} is TypeScript, which Node ${project.node.join('.')} cannot read by itself: install tsx in the project (\`npm install --save-dev tsx\`), or use Node 22.18 or later.`);
}

/** A file of JavaScript or TypeScript, as `node FILE` runs it. @throws CannotStart */
export function fileSubject(project: Project, file: string, given: readonly string[] = []): Subject {
  if (/\.[jt]sx$/.test(file) && loaderFlags(project, file).length === 0) {
    throw new CannotStart(`${path.basename(file)} holds JSX, which Node cannot read: profile the test, script or server that uses it.`);
  }
  return {
    title: path.basename(file),
    command: { program: 'node', arguments: [...loaderFlags(project, file), file, ...given], workingFolder: project.folder, environment: {} },
  };
}
