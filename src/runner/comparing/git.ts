import { execFile } from 'node:child_process';

/** Two sides cannot be run and compared; the message is for people, and says what to do. */
export class CannotCompare extends Error {
  override readonly name = 'CannotCompare';
}

/** Nothing that the configuration of a repository names may be started on the way, but filters of files, without which they would be others. */
const CONFIG = ['-c', 'core.fsmonitor=false', '-c', 'core.hooksPath=/dev/null', '-c', 'core.pager=cat', '-c', 'core.quotePath=false', '-c', 'protocol.allow=never'];

/**
 * What git prints.
 * @param refused what to say when git refuses; absent: its own words
 * @throws CannotCompare
 */
export function git(folder: string, args: readonly string[], refused?: string): Promise<string> {
  const env = { ...process.env, GIT_OPTIONAL_LOCKS: '0', GIT_TERMINAL_PROMPT: '0', GIT_NO_LAZY_FETCH: '1', GIT_PAGER: 'cat', LC_ALL: 'C' };
  return new Promise((resolve, reject) => {
    execFile('git', [...CONFIG, ...args], { cwd: folder, env, maxBuffer: 256 * 1024 * 1024, windowsHide: true }, (error, stdout, stderr) => {
      if (error === null) resolve(stdout);
      else if (error.code === 'ENOENT') reject(new CannotCompare("A revision is asked from 'git', which is not installed."));
      else reject(new CannotCompare(refused ?? `git ${args[0] ?? ''} failed: ${stderr.trim().split('\n').at(-1) ?? error.message}`));
    });
  });
}
