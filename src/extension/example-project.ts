import * as vscode from 'vscode';

/** Copies the example out of the extension, so that it may be edited, and opens it in a window of its own. */
export async function openExampleProject(context: vscode.ExtensionContext): Promise<void> {
  const source = vscode.Uri.joinPath(context.extensionUri, 'media', 'example');
  const target = vscode.Uri.joinPath(context.globalStorageUri, 'example');
  await vscode.workspace.fs.createDirectory(context.globalStorageUri);
  await vscode.workspace.fs.copy(source, target, { overwrite: true });
  await vscode.commands.executeCommand('vscode.openFolder', target, { forceNewWindow: true });
}
