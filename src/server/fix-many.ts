import { setImmediate as nextTurn } from 'node:timers/promises';
import type { CancellationToken, TextDocuments } from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { Fix, TextEdit } from '../core/finding.js';
import { repair, type Repaired } from '../engine/repair.js';
import type { FileReview } from '../engine/session-contract.js';
import { editsBetween } from '../style/differences.js';
import { ProjectStyle } from '../style/project-style.js';
import { pathOfUri } from './file-uri.js';
import type { FolderReview } from './folder-review.js';
import { contains, type Folders } from './folders.js';
import type { FixAllParams, FixAllResult, ReviewStep } from './protocol.js';
import { toWorkspaceEdit } from './workspace-edit.js';

const NOTHING: FixAllResult = { fixes: 0, files: 0, differs: [], edit: { documentChanges: [] } };
const CHANGED = 'A file has changed meanwhile, so nothing was applied.';

/** Repairs many files in sessions of their own, so that reviews go on beside them, and hands out one edit for all. */
export class ManyFixes {
  constructor(
    private readonly folders: Folders,
    private readonly documents: TextDocuments<TextDocument>,
    private readonly uriOf: (path: string) => string,
    private readonly log: (message: string) => void,
  ) {}

  async run(params: FixAllParams, token: CancellationToken, onStep: (step: ReviewStep) => void): Promise<FixAllResult> {
    const wanted = params.uris?.map(pathOfUri).filter((path) => path !== undefined);
    const portions = new Map<FolderReview, string[]>();
    if (wanted) for (const path of wanted) portions.set(this.folders.of(path), [...(portions.get(this.folders.of(path)) ?? []), path]);
    else for (const folder of this.folders.inWorkspace) portions.set(folder, [folder.root]);
    const versions = new Map(this.documents.all().map(({ uri, version }) => [uri, version]));
    const edits: TextEdit[] = [];
    const fixes: Fix[] = [];
    for (const [folder, paths] of portions) {
      const repaired = await this.repairFolder(folder, paths, params, token, onStep);
      if (!repaired) return NOTHING;
      const style = new ProjectStyle();
      for (const [path, { before, after }] of repaired.texts) {
        if (folder.session.textOf(path) !== before) return { ...NOTHING, problem: CHANGED };
        edits.push(...editsBetween(before, await style.layOut(path, before, after)).map((edit) => ({ path, ...edit })));
      }
      fixes.push(...repaired.fixes);
    }
    if (this.documents.all().some(({ uri, version }) => versions.has(uri) && versions.get(uri) !== version)) return { ...NOTHING, problem: CHANGED };
    const files = new Set(edits.map(({ path }) => path)).size;
    const differs = [...new Set(fixes.flatMap((each) => each.differs))];
    return { fixes: fixes.length, files, differs, edit: toWorkspaceEdit(edits, (path) => this.folders.of(path).session.textOf(path), this.documents, this.uriOf) };
  }

  /** `undefined` when it was cancelled. */
  private async repairFolder(folder: FolderReview, paths: readonly string[], { ruleId, review: alsoReview }: FixAllParams, token: CancellationToken, onStep: (step: ReviewStep) => void): Promise<Repaired | undefined> {
    await folder.ready;
    const session = folder.copy();
    try {
      for (const document of this.documents.all()) {
        const path = pathOfUri(document.uri);
        if (path !== undefined && this.folders.of(path) === folder) session.setBuffer(path, document.getText());
      }
      const flag = { get aborted() { return token.isCancellationRequested; } };
      const review = (path: string): FileReview => session.reviewFile(path, { types: true });
      const { files } = await session.discover(paths, flag);
      const reviews = new Map<string, FileReview>();
      // A workspace folder inside another one: its files belong to the inner session.
      const own = files.filter((path) => this.folders.of(path) === folder);
      for (const path of own) {
        await nextTurn();
        if (token.isCancellationRequested) return undefined;
        onStep({ done: reviews.size, total: own.length, path });
        reviews.set(path, review(path));
      }
      const steps = repair({
        session, reviews, review, log: this.log,
        safeties: alsoReview ? ['safe', 'review'] : ['safe'],
        wanted: (finding) => ruleId === undefined || finding.ruleId === ruleId,
        mayEdit: (path) => contains(folder.root, path) && !path.includes('/node_modules/'),
      });
      for (let step = steps.next(); ; step = steps.next()) {
        if (step.done) return step.value;
        await nextTurn();
        if (token.isCancellationRequested) return undefined;
        onStep({ ...step.value, path: '' });
      }
    } finally {
      session.dispose();
    }
  }
}
