import { setImmediate as nextTurn } from 'node:timers/promises';
import type { CancellationToken, TextDocuments } from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { SkippedFile } from '../core/finding.js';
import type { FileReview } from '../engine/session-contract.js';
import { Ranges, toDiagnostic } from './diagnostic.js';
import type { Engine } from './engine.js';
import { pathOfUri } from './file-uri.js';
import type { FolderReview } from './folder-review.js';
import { contains, type Folders } from './folders.js';
import type { ReviewedFile, ReviewParams, ReviewStep, ReviewSummary } from './protocol.js';

/** Results and progress travel at most this often: a message per file would cost more than the review of small files. */
const REPORT_EVERY_MS = 100;

export interface ReviewReceiver {
  onFiles(files: ReviewedFile[]): void;
  onStep(step: ReviewStep): void;
}

interface Portion {
  readonly folder: FolderReview;
  readonly files: readonly string[];
}

/** Reviews many files, open or not, in turns that leave room for the answers to open documents. */
export class ProjectReview {
  /** Reviews of files with findings, by path: what a report exports. */
  private readonly results = new Map<string, FileReview>();
  private readonly covered = new Set<string>();

  constructor(
    private readonly folders: Folders,
    private readonly documents: TextDocuments<TextDocument>,
    private readonly engine: Engine,
    private readonly uriOf: (path: string) => string,
  ) {}

  async run({ uris, changed }: Pick<ReviewParams, 'uris' | 'changed'>, token: CancellationToken, receiver: ReviewReceiver): Promise<ReviewSummary> {
    const started = performance.now();
    const flag = { get aborted() { return token.isCancellationRequested; } };
    const skipped: SkippedFile[] = [];
    let portions: Portion[];
    try {
      portions = await this.portions(uris, changed === true, flag, skipped);
    } catch (error) {
      return { files: 0, findings: 0, skipped: [], cancelled: false, ms: 0, problem: error instanceof Error ? error.message : String(error) };
    }
    const total = portions.reduce((sum, { files }) => sum + files.length, 0);
    let done = 0;
    let findings = 0;
    let batch: ReviewedFile[] = [];
    let reported = 0;
    const flush = (path: string): void => {
      if (batch.length > 0) receiver.onFiles(batch);
      batch = [];
      receiver.onStep({ done, total, path });
      reported = performance.now();
    };
    for (const { folder, files } of portions) {
      for (const path of files) {
        await nextTurn();
        if (token.isCancellationRequested) break;
        const review = folder.review(path, true, flag);
        if (review.skipped) skipped.push(review.skipped);
        findings += review.findings.length;
        batch.push(this.record(folder, review));
        done++;
        if (performance.now() - reported > REPORT_EVERY_MS) flush(path);
      }
    }
    flush('');
    return {
      files: done, findings, cancelled: token.isCancellationRequested, ms: Math.round(performance.now() - started),
      skipped: skipped.map(({ path, reason }) => ({ uri: this.uriOf(path), reason })),
    };
  }

  /** Files of an earlier review among the given ones, reviewed again. */
  again(paths: readonly string[]): ReviewedFile[] {
    return paths.filter((path) => this.covered.has(path)).map((path) => {
      const folder = this.folders.of(path);
      if (folder.session.textOf(path) !== undefined) return this.record(folder, folder.review(path, true));
      this.covered.delete(path);
      this.results.delete(path);
      return { uri: this.uriOf(path), version: null, diagnostics: [] };
    });
  }

  get hasRun(): boolean {
    return this.covered.size > 0;
  }

  reviewsIn(folder: FolderReview): readonly FileReview[] {
    return [...this.results.values()].filter(({ path }) => contains(folder.root, path));
  }

  clear(): void {
    this.results.clear();
    this.covered.clear();
  }

  private record(folder: FolderReview, review: FileReview): ReviewedFile {
    this.covered.add(review.path);
    this.results.set(review.path, review);
    const ranges = new Ranges((path) => folder.session.textOf(path));
    const uri = this.uriOf(review.path);
    return {
      uri, version: this.documents.get(uri)?.version ?? null,
      diagnostics: review.findings.map((finding) => toDiagnostic(finding, ranges)),
      ...(review.skipped && { skipped: review.skipped.reason }),
    };
  }

  private async portions(uris: readonly string[] | undefined, changed: boolean, flag: { readonly aborted: boolean }, skipped: SkippedFile[]): Promise<Portion[]> {
    const wanted = uris?.map(pathOfUri).filter((path) => path !== undefined);
    const byFolder = new Map<FolderReview, string[]>();
    if (wanted) for (const path of wanted) byFolder.set(this.folders.of(path), [...(byFolder.get(this.folders.of(path)) ?? []), path]);
    else for (const folder of this.folders.inWorkspace) byFolder.set(folder, [folder.root]);
    const portions: Portion[] = [];
    const seen = new Set<string>();
    for (const [folder, asked] of byFolder) {
      await folder.ready;
      const paths = changed ? await this.engine.changedFiles(folder.root) : asked;
      const found = paths.length === 0 ? { files: [], skipped: [] } : await folder.session.discover(paths, flag);
      skipped.push(...found.skipped);
      // A workspace folder inside another one: its files belong to the inner session.
      const files = found.files.filter((path) => !seen.has(path) && (wanted !== undefined || this.folders.of(path) === folder));
      for (const path of files) seen.add(path);
      portions.push({ folder, files });
    }
    return portions;
  }
}

