import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';

/** The folder that a panel may load scripts, styles and fonts from; there is nothing else in it. */
export function panelResources(extensionUri: vscode.Uri): vscode.Uri {
  return vscode.Uri.joinPath(extensionUri, 'dist', 'webview');
}

/**
 * The page of a panel. Nothing of a profile is in it: that comes by message. Scripts are those with the nonce, styles and fonts
 * those of the extension, and there is no network.
 */
export function panelPage(webview: vscode.Webview, extensionUri: vscode.Uri): string {
  const nonce = randomBytes(16).toString('base64');
  const resource = (name: string): string => webview.asWebviewUri(vscode.Uri.joinPath(panelResources(extensionUri), name)).toString();
  const policy = [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    `style-src ${webview.cspSource}`,
    `font-src ${webview.cspSource}`,
    'img-src blob:',
  ].join('; ');
  return `<!DOCTYPE html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <meta http-equiv="Content-Security-Policy" content="${policy}">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <link rel="stylesheet" id="vscode-codicon-stylesheet" href="${resource('profile-panel.css')}">
  <title>Profile</title>
</head>
<body>
  <profile-panel></profile-panel>
  <script nonce="${nonce}" src="${resource('profile-panel.js')}"></script>
</body>
</html>`;
}
