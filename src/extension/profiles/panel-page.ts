/** What a page needs that only its host knows. */
export interface PageParts {
  /** Made anew for every page. */
  readonly nonce: string;
  /** Where styles and fonts may come from, as a source of a Content Security Policy. */
  readonly source: string;
  readonly script: string;
  readonly style: string;
}

/**
 * The page of a panel. Nothing of a profile is in it: that comes by message. Scripts are those with the nonce, styles and fonts
 * those of the extension, pictures those it makes itself, and there is no network.
 */
export function panelPage({ nonce, source, script, style }: PageParts): string {
  const policy = [`default-src 'none'`, `script-src 'nonce-${nonce}'`, `style-src ${source}`, `font-src ${source}`].join('; ');
  return `<!DOCTYPE html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <meta http-equiv="Content-Security-Policy" content="${policy}">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <link rel="stylesheet" id="vscode-codicon-stylesheet" href="${style}">
  <title>Profile</title>
</head>
<body>
  <profile-panel></profile-panel>
  <script nonce="${nonce}" src="${script}"></script>
</body>
</html>`;
}
