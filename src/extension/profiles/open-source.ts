import { realpath } from 'node:fs/promises';
import * as vscode from 'vscode';
import { localPathOf } from '../../profile/places.js';
import { say } from '../say.js';
import { folderAround } from './folder-around.js';

/** Where a frame is written. Lines and columns are 1-based; 0 where they are not known. */
export interface SourcePlace {
  readonly name: string;
  readonly url: string;
  readonly line: number;
  readonly column: number;
}

/**
 * Shows a place in an editor. A file outside of the workspace is opened only after the user, who reads its whole path, says so:
 * that a profile names it is no reason.
 */
export async function openSource(place: SourcePlace, column: vscode.ViewColumn): Promise<void> {
  const file = localPathOf(place.url);
  if (file === undefined) return say(unknownPlace(place));
  const real = await realpath(file).catch(() => undefined);
  if (real === undefined) return say(`${file} is not there, so ${place.name || 'the function'} cannot be shown.`);
  if (!isInWorkspace(real) && !(await isWanted(real))) return;
  const at = new vscode.Position(Math.max(0, place.line - 1), Math.max(0, place.column - 1));
  try {
    await vscode.window.showTextDocument(vscode.Uri.file(isInWorkspace(real) ? inFolder(file, real) : real), { selection: new vscode.Range(at, at), viewColumn: column });
  } catch (error) {
    say(`${file} cannot be shown as text: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function unknownPlace({ name, url }: SourcePlace): string {
  if (url === '') return `The profile does not say where ${name || 'this function'} is written.`;
  if (url.startsWith('node:')) return `${name || 'This function'} is part of Node.js (${url}), which has no file to open.`;
  return `${url} names no file on this machine.`;
}

function workspaceFolders(): readonly string[] {
  return (vscode.workspace.workspaceFolders ?? []).filter(({ uri }) => uri.scheme === 'file').map(({ uri }) => uri.fsPath);
}

function isInWorkspace(file: string): boolean {
  return folderAround(file, workspaceFolders()) !== undefined;
}

/** The path as it was said, where that is in the workspace as well: an editor that is open under it is used again. */
function inFolder(said: string, real: string): string {
  return isInWorkspace(said) ? said : real;
}

async function isWanted(file: string): Promise<boolean> {
  const open = 'Open File';
  const answer = await vscode.window.showWarningMessage(`Perf Review: The profile says that this function is in ${file}, outside of the workspace.`, open);
  return answer === open;
}
