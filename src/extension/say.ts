import * as vscode from 'vscode';

/** A command that cannot do what was asked says why; nothing else in the extension opens a notification by itself. */
export function say(message: string): undefined {
  void vscode.window.showInformationMessage(`Perf Review: ${message}`);
  return undefined;
}
