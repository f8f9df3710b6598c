import { execFile } from 'node:child_process';
import path from 'node:path';

export type ChangedFilesReason = 'no git' | 'not a repository' | 'bad revision' | 'failed';

/** Why changed files cannot be told, in one line for users. */
export class ChangedFilesError extends Error {
  constructor(readonly reason: ChangedFilesReason, message: string) {
    super(message);
    this.name = 'ChangedFilesError';
  }
}

/** Nothing that the configuration of a repository names may be started on the way. */
const CONFIG = ['-c', 'core.fsmonitor=false', '-c', 'core.hooksPath=/dev/null', '-c', 'core.pager=cat', '-c', 'protocol.allow=never'];
const DIFF = ['diff', '--name-only', '-z', '--diff-filter=ACMRT', '--no-ext-diff', '--no-textconv', '--no-renames', '--ignore-submodules=all', '--relative'];

/**
 * Files below `root` that differ from where the work began: since `since`, the commit it shares with HEAD; otherwise HEAD.
 * Staged, unstaged and new files count; deleted and ignored ones do not. Absolute paths with `/`, sorted.
 * @throws ChangedFilesError
 */
export async function changedFiles(root: string, since: string | undefined): Promise<readonly string[]> {
  if (since !== undefined && (since === '' || since.startsWith('-') || since.includes('\0'))) throw new ChangedFilesError('bad revision', `'${since}' is not a git revision`);
  await git(root, ['rev-parse', '--is-inside-work-tree'], () => new ChangedFilesError('not a repository', 'not inside of a git working tree'));
  const base = since === undefined ? await headOrNothing(root) : await startOf(root, since);
  const tracked = base === undefined ? await git(root, ['ls-files', '-z']) : await git(root, [...DIFF, base, '--']);
  const created = await git(root, ['ls-files', '--others', '--exclude-standard', '-z']);
  const names = new Set([...tracked.split('\0'), ...created.split('\0')].filter((name) => name !== ''));
  return [...names].map((name) => path.resolve(root, name).replaceAll('\\', '/')).sort();
}

/** A repository without a commit has nothing to compare with. */
async function headOrNothing(root: string): Promise<string | undefined> {
  try {
    return (await git(root, ['rev-parse', '--verify', '--quiet', 'HEAD^{commit}'])).trim();
  } catch (error) {
    if (error instanceof ChangedFilesError && error.reason === 'failed') return undefined;
    throw error;
  }
}

async function startOf(root: string, since: string): Promise<string> {
  const unknown = () => new ChangedFilesError('bad revision', `'${since}' is not a revision of this repository`);
  const commit = (await git(root, ['rev-parse', '--verify', '--quiet', `${since}^{commit}`], unknown)).trim();
  try {
    return (await git(root, ['merge-base', commit, 'HEAD'])).trim();
  } catch {
    // Shallow clones and unrelated histories share nothing that is known: compare with the revision itself.
    return commit;
  }
}

function git(root: string, args: readonly string[], refused?: () => ChangedFilesError): Promise<string> {
  const env = { ...process.env, GIT_OPTIONAL_LOCKS: '0', GIT_TERMINAL_PROMPT: '0', GIT_NO_LAZY_FETCH: '1', GIT_PAGER: 'cat', LC_ALL: 'C' };
  return new Promise((resolve, reject) => {
    execFile('git', [...CONFIG, ...args], { cwd: root, env, maxBuffer: 256 * 1024 * 1024, windowsHide: true }, (error, stdout, stderr) => {
      if (error === null) resolve(stdout);
      else if (error.code === 'ENOENT') reject(new ChangedFilesError('no git', "changed files are asked from 'git', which is not installed"));
      // Git's own words say more than ours when it distrusts the owner of the folder.
      else if (/dubious ownership/.test(stderr)) reject(new ChangedFilesError('failed', firstLine(stderr)));
      else reject(refused?.() ?? new ChangedFilesError('failed', `git ${args[0]} failed: ${firstLine(stderr)}`));
    });
  });
}

function firstLine(text: string): string {
  return text.trim().split('\n')[0] ?? '';
}
