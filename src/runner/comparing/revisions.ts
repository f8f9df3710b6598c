import { CannotCompare, git } from './git.js';

/** A revision to choose from. */
export interface Revision {
  /** As git understands it: a branch, a tag, or a short hash. */
  readonly name: string;
  readonly kind: 'branch' | 'tag' | 'commit';
  /** First line of the commit's message. */
  readonly subject: string;
  /** In words: `3 days ago`. */
  readonly when: string;
}

const MOST_REFS = 60;
const MOST_COMMITS = 40;

/**
 * Branches and tags of the repository around a folder, those with the latest commits first, and then the latest commits of what is checked out, newest
 * first.
 * @throws CannotCompare
 */
export async function recentRevisions(folder: string): Promise<readonly Revision[]> {
  await git(folder, ['rev-parse', '--show-toplevel'], `${folder} is not inside of a git working tree.`);
  const commits = await git(folder, ['log', `--max-count=${String(MOST_COMMITS)}`, '--no-show-signature', '--format=%h%x00%cr%x00%s'], 'The repository has no commit yet: there is nothing to compare with.');
  const refs = await git(folder, ['for-each-ref', '--sort=-committerdate', `--count=${String(MOST_REFS)}`, '--format=%(refname)%00%(committerdate:relative)%00%(contents:subject)', 'refs/heads', 'refs/remotes', 'refs/tags']);
  return [...rowsOf(refs).flatMap(refOf), ...rowsOf(commits).map(([name = '', when = '', subject = '']): Revision => ({ name, kind: 'commit', when, subject }))];
}

function rowsOf(text: string): readonly (readonly string[])[] {
  return text.split('\n').filter((line) => line !== '').map((line) => line.split('\0'));
}

function refOf([name = '', when = '', subject = '']: readonly string[]): readonly Revision[] {
  const [, folder, short] = /^refs\/(heads|remotes|tags)\/(.+)$/.exec(name) ?? [];
  // `origin/HEAD` is another name of what stands beside it.
  if (short === undefined || (folder === 'remotes' && short.endsWith('/HEAD'))) return [];
  return [{ name: short, kind: folder === 'tags' ? 'tag' : 'branch', when, subject }];
}

/**
 * The hash of the commit that a revision names.
 * @throws CannotCompare when git knows none by this name
 */
export async function commitOf(folder: string, revision: string): Promise<string> {
  if (revision === '' || revision.startsWith('-') || revision.includes('\0')) throw new CannotCompare(`'${revision}' is not a git revision.`);
  return (await git(folder, ['rev-parse', '--verify', '--quiet', `${revision}^{commit}`], `'${revision}' is not a revision of this repository.`)).trim();
}
