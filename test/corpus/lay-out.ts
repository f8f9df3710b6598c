import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** Source files and what the reviewer reads beside them: schemas, manifests, compiler options, what is ignored. */
const WANTED = /\.(?:[cm]?[jt]sx?|vue|svelte|prisma|sql)$|(?:^|\/)(?:package|tsconfig[^/]*|jsconfig[^/]*|lerna|nx|turbo|deno)\.jsonc?$|(?:^|\/)(?:pnpm-workspace\.yaml|\.gitignore)$/;
const NOT_WANTED = /(?:^|\/)(?:\.yarn|node_modules|vendor|dist)\//;

/** Written last, so that a folder without it is begun again. */
const DONE = '.laid-out';

/** The git directory of a mirror, `DIR/<owner>+<name>/repo`; a clone with a work tree has it one level below. */
export function mirrorOf(mirrors: string, repo: string): string | undefined {
  const bare = path.join(mirrors, repo.replace('/', '+'), 'repo');
  return [path.join(bare, '.git'), bare].find((each) => existsSync(path.join(each, 'HEAD')));
}

/**
 * Writes the source files of a commit below the work folder, once. A mirror may lack large files: what it has is written.
 * @returns the folder, or words why there is none
 */
export function layOut(mirrors: string, work: string, repo: string, commit: string): { readonly folder: string } | { readonly missing: string } {
  const gitDirectory = mirrorOf(mirrors, repo);
  if (gitDirectory === undefined) return { missing: `no mirror of ${repo}` };
  const folder = path.join(work, repo.replace('/', '+'), commit.slice(0, 12));
  if (existsSync(path.join(folder, DONE))) return { folder };
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const index = path.join(folder, '.index');
  const env = { ...process.env, GIT_DIR: gitDirectory, GIT_INDEX_FILE: index, GIT_NO_LAZY_FETCH: '1' };
  const git = (args: readonly string[], input?: string) => spawnSync('git', args, { env, cwd: folder, input, maxBuffer: 2 ** 30 });
  if (git(['read-tree', commit]).status !== 0) {
    rmSync(folder, { recursive: true, force: true });
    return { missing: `the mirror of ${repo} lacks ${commit.slice(0, 12)}` };
  }
  const files = git(['ls-files', '-z']).stdout.toString().split('\0').filter((file) => WANTED.test(file) && !NOT_WANTED.test(file));
  git(['-c', 'core.autocrlf=false', '--work-tree', folder, 'checkout-index', '-f', '-q', '-z', '--stdin'], `${files.join('\0')}\0`);
  rmSync(index, { force: true });
  writeFileSync(path.join(folder, DONE), '');
  return { folder };
}
