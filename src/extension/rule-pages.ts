import * as vscode from 'vscode';

/** Documents of this scheme are the rules' pages, read from the extension itself. */
export const RULE_PAGE_SCHEME = 'perf-review-rule';

export function rulePageUri(ruleId: string): vscode.Uri {
  return vscode.Uri.from({ scheme: RULE_PAGE_SCHEME, path: `/${ruleId}.md` });
}

/** Serves `perf-review-rule:/<id>.md`, where the links of diagnostics lead. */
export class RulePages implements vscode.TextDocumentContentProvider {
  /** @param folders looked through in order: the rules' own pages, then those of the engine's own reports */
  constructor(private readonly folders: readonly vscode.Uri[]) {}

  async provideTextDocumentContent(uri: vscode.Uri): Promise<string> {
    const name = uri.path.slice(1);
    // The link may have been typed by anyone: only names of pages, no way out of the folder.
    if (!/^[a-z0-9-]+\.md$/.test(name)) return `# No such rule\n`;
    for (const folder of this.folders) {
      try {
        return new TextDecoder().decode(await vscode.workspace.fs.readFile(vscode.Uri.joinPath(folder, name)));
      } catch {
        // Not here: the next folder, or no page at all.
      }
    }
    return `# ${name.slice(0, -3)}\n\nThis rule has no page.\n`;
  }
}

/** Opens the page as rendered text. */
export async function showRulePage(ruleId: string): Promise<void> {
  await vscode.commands.executeCommand('vscode.openWith', rulePageUri(ruleId), 'vscode.markdown.preview.editor');
}
