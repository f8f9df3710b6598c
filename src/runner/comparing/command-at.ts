import { existsSync, realpathSync } from 'node:fs';
import path from 'node:path';
import type { Command } from '../profile-request.js';
import { CannotCompare } from './git.js';
import type { RevisionWorktree } from './revision-worktree.js';

const CODE = /\.[cm]?[jt]sx?$/;

/**
 * The command as it runs at the revision: in the corresponding folder, and with the revision's files where it names files of the repository by absolute
 * path, which else would run today's code on both sides. Data that the revision does not have is today's.
 * @param revision for messages
 * @throws CannotCompare when the revision has not the program that the command names
 */
export function commandAt({ today, folder, workingFolder }: Pick<RevisionWorktree, 'today' | 'folder' | 'workingFolder'>, command: Command, revision: string): Command {
  const there = (text: string): string => {
    const relative = path.isAbsolute(text) ? path.relative(today, real(text)) : '..';
    if (relative.split(path.sep)[0] === '..' || path.isAbsolute(relative)) return text;
    const moved = path.join(folder, relative);
    if (existsSync(moved)) return moved;
    if (CODE.test(text) && existsSync(text)) throw new CannotCompare(`${relative.replaceAll(path.sep, '/')} is not there at ${revision}: it was added later, or git does not keep it. Choose a revision that has it.`);
    return text;
  };
  return { ...command, program: there(command.program), arguments: command.arguments.map(there), workingFolder };
}

/** The path without links on the way to it: git knows its folders by no other. */
function real(file: string): string {
  try {
    return path.join(realpathSync(path.dirname(file)), path.basename(file));
  } catch {
    return file;
  }
}
