import { existsSync } from 'node:fs';
import path from 'node:path';
import type { Command } from '../profile-request.js';
import type { RevisionWorktree } from './revision-worktree.js';

/**
 * The command as it runs at the revision: in the corresponding folder, and with the revision's files where it names files of the repository by absolute
 * path, which else would run today's code on both sides.
 */
export function commandAt({ today, folder, workingFolder }: Pick<RevisionWorktree, 'today' | 'folder' | 'workingFolder'>, command: Command): Command {
  const there = (text: string): string => {
    const relative = path.isAbsolute(text) ? path.relative(today, text) : '..';
    const moved = path.join(folder, relative);
    return relative.split(path.sep)[0] !== '..' && !path.isAbsolute(relative) && existsSync(moved) ? moved : text;
  };
  return { ...command, program: there(command.program), arguments: command.arguments.map(there), workingFolder };
}
