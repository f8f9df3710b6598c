import * as vscode from 'vscode';
import { recentRevisions, type Revision } from '../../runner/comparing/revisions.js';

interface RevisionItem extends vscode.QuickPickItem {
  readonly revision?: string;
}

const ICONS: Readonly<Record<Revision['kind'], string>> = { branch: 'git-branch', tag: 'tag', commit: 'git-commit' };

/**
 * Asks which revision of the repository around a folder is meant: one that is offered, or whatever else git understands.
 * @returns undefined when the user does not say
 * @throws CannotCompare where there is no repository, or no commit in it
 */
export async function pickRevision(folder: string): Promise<string | undefined> {
  const offered = itemsFor(await recentRevisions(folder));
  const picker = vscode.window.createQuickPick<RevisionItem>();
  picker.title = 'Compare with Git Revision';
  picker.placeholder = 'Revision to run beside the files as they are now: choose one, or type any that git knows';
  picker.matchOnDescription = true;
  picker.matchOnDetail = true;
  picker.items = offered;
  picker.onDidChangeValue((value) => {
    picker.items = withTyped(value.trim(), offered);
  });
  try {
    return await new Promise((resolve) => {
      picker.onDidAccept(() => resolve(picker.selectedItems[0]?.revision));
      picker.onDidHide(() => resolve(undefined));
      picker.show();
    });
  } finally {
    picker.dispose();
  }
}

function itemsFor(revisions: readonly Revision[]): readonly RevisionItem[] {
  const group = (label: string, kinds: readonly Revision['kind'][]): readonly RevisionItem[] => {
    const items = revisions.filter(({ kind }) => kinds.includes(kind)).map(itemOf);
    return items.length === 0 ? [] : [{ label, kind: vscode.QuickPickItemKind.Separator }, ...items];
  };
  const head = revisions.find(({ kind }) => kind === 'commit');
  return [
    { label: '$(git-commit) HEAD', description: 'the last commit: what changed since is compared', ...(head && { detail: head.subject }), revision: 'HEAD' },
    ...group('branches and tags', ['branch', 'tag']),
    ...group('commits', ['commit']),
  ];
}

function itemOf({ name, kind, subject, when }: Revision): RevisionItem {
  return { label: `$(${ICONS[kind]}) ${name}`, description: `${subject} · ${when}`, revision: name };
}

/** What was typed stands first, unless it is offered by this name. */
function withTyped(value: string, offered: readonly RevisionItem[]): readonly RevisionItem[] {
  if (value === '' || offered.some(({ revision }) => revision === value)) return offered;
  return [{ label: `$(arrow-right) ${value}`, description: 'as typed', revision: value, alwaysShow: true }, ...offered];
}
