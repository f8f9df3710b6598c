import path from 'node:path';
import type { Command } from './profile-request.js';

/** What has to be asked of a machine with Windows. */
export interface WindowsMachine {
  /** Of the program's environment. */
  readonly path: string;
  /** Text of a file; undefined where there is none. */
  read(file: string): string | undefined;
  isFile(file: string): boolean;
}

const win32 = path.win32;

/** Without these the system starts nothing by a bare name. */
const ENDINGS = ['.com', '.exe', '.cmd', '.bat'];
/** Where a batch file starts a script beside it with Node: `"%~dp0\cli.js"`, `"%dp0%\..\pkg\cli.js"`. */
const STARTED_SCRIPT = /%(?:~dp0|dp0%)\\?([^"%\r\n]+\.[cm]?js)"/gi;

/**
 * What Windows can start without a shell for a command: package managers and the programs of packages are batch files there, which only a shell
 * runs, and which do nothing but start a script with Node.
 * @returns the command as it is where nothing is in the way; a sentence where only a shell could run it
 */
export function windowsCommand(command: Command, machine: WindowsMachine): Command | string {
  const file = foundOnPath(command, machine);
  if (file === undefined || !/\.(?:cmd|bat)$/i.test(file)) return command;
  // npm's own asks a second script where it is, and says so first.
  const script = [...(machine.read(file) ?? '').matchAll(STARTED_SCRIPT)].at(-1)?.[1];
  if (script === undefined) return `${command.program} is a batch file, which only a shell can run: give the program that it starts.`;
  const folder = win32.dirname(file);
  const ownNode = win32.join(folder, 'node.exe');
  return { ...command, program: machine.isFile(ownNode) ? ownNode : 'node', arguments: [win32.join(folder, script), ...command.arguments] };
}

function foundOnPath({ program, workingFolder }: Command, { path: folders, isFile }: WindowsMachine): string | undefined {
  const names = ENDINGS.includes(win32.extname(program).toLowerCase()) ? [program] : ENDINGS.map((ending) => program + ending);
  const places = /[\\/:]/.test(program) ? [workingFolder] : folders.split(';').filter((folder) => folder !== '').map((folder) => folder.replace(/^"(.*)"$/, '$1'));
  for (const folder of places) {
    const found = names.map((name) => win32.resolve(folder, name)).find(isFile);
    if (found !== undefined) return found;
  }
  return undefined;
}
