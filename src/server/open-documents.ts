import { randomBytes } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { CancellationToken, Diagnostic, DocumentDiagnosticReport, TextDocuments } from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { Finding } from '../core/finding.js';
import type { FileReview } from '../engine/session-contract.js';
import { carryOver, type RefinedAnswer } from './carry-over.js';
import { Ranges, toDiagnostic } from './diagnostic.js';
import { pathOfUri } from './file-uri.js';
import type { FolderReview } from './folder-review.js';
import type { Folders } from './folders.js';
import type { ReviewStatus } from './protocol.js';

/** The latest answer for an open document. */
export interface Answer {
  readonly uri: string;
  readonly path: string;
  readonly version: number;
  readonly findings: readonly Finding[];
  readonly diagnostics: Diagnostic[];
  readonly resultId: string;
  readonly skipped?: string;
}

interface Remembered {
  answer: Answer;
  /** Whether the type checker was asked. */
  final: boolean;
  /** The state of the world the answer belongs to; see `generation`. */
  generation: number;
  json: string;
  refined?: RefinedAnswer;
}

export interface OpenDocumentsEvents {
  onStatus(status: ReviewStatus): void;
  /** Types changed an answer that was already given. */
  onRefined(): void;
  onBusy(busy: boolean): void;
}

/** Answers pulls at once from syntax and data flow, and asks the type checker when typing pauses. */
export class OpenDocuments {
  private readonly remembered = new Map<string, Remembered>();
  private readonly waiting = new Set<string>();
  /** Counts everything an answer may depend on: edits in any file, files on disk, settings. */
  private generation = 0;
  private timer: NodeJS.Timeout | undefined;
  private refining: Promise<void> | undefined;
  private answers = 0;
  private readonly nonce = randomBytes(3).toString('hex');

  constructor(
    private readonly documents: TextDocuments<TextDocument>,
    private readonly folders: Folders,
    private readonly pauseMs: number,
    private readonly events: OpenDocumentsEvents,
  ) {}

  /** Call when anything changed that answers may depend on. */
  invalidate(): void {
    this.generation++;
    if (this.waiting.size > 0) this.schedule();
  }

  forget(uri: string): void {
    this.remembered.delete(uri);
    this.waiting.delete(uri);
  }

  /** The answer the editor shows now, if it belongs to that version. */
  shown(uri: string): Answer | undefined {
    return this.remembered.get(uri)?.answer;
  }

  /** Answers that stand as long as nothing changes: of the latest texts, types asked. */
  settled(): readonly Answer[] {
    return [...this.remembered.values()].map(({ answer }) => answer).filter((answer) => this.isSettled(answer));
  }

  isSettled(answer: Answer): boolean {
    const known = this.remembered.get(answer.uri);
    return known?.answer === answer && known.final && known.generation === this.generation;
  }

  /** An answer for the text as it is now: the one at hand, or a quick one. */
  async current(uri: string): Promise<Answer | undefined> {
    const path = pathOfUri(uri);
    if (path === undefined) return undefined;
    const folder = this.folders.of(path);
    await folder.ready;
    return this.answer(uri, path, folder);
  }

  async pull(uri: string, previousResultId: string | undefined, token: CancellationToken): Promise<DocumentDiagnosticReport> {
    // A cancellation that is already in the queue is read before the work starts.
    await nextTurn();
    const answer = token.isCancellationRequested ? undefined : await this.current(uri);
    if (!answer) return { kind: 'full', items: [] };
    if (answer.resultId === previousResultId) return { kind: 'unchanged', resultId: answer.resultId };
    return { kind: 'full', resultId: answer.resultId, items: answer.diagnostics };
  }

  dispose(): void {
    clearTimeout(this.timer);
    this.waiting.clear();
  }

  private answer(uri: string, path: string, folder: FolderReview): Answer | undefined {
    const document = this.documents.get(uri);
    if (!document) return undefined;
    const known = this.remembered.get(uri);
    if (known && known.generation === this.generation && known.answer.version === document.version) return known.answer;
    const started = performance.now();
    const review = folder.review(path, false);
    const findings = known?.refined && !review.refined ? carryOver(review.findings, path, document.getText(), known.refined) : review.findings;
    const stage = review.refined ? 'refined' : 'first';
    const answer = this.remember(uri, document, folder, review, findings, known);
    if (!review.refined) {
      this.waiting.add(uri);
      this.schedule();
    }
    this.events.onStatus({ uri, version: document.version, stage, ms: Math.round(performance.now() - started) });
    return answer;
  }

  private schedule(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      this.refining ??= this.refineWaiting().finally(() => {
        this.refining = undefined;
        if (this.waiting.size > 0) this.schedule();
      });
    }, this.pauseMs);
  }

  private async refineWaiting(): Promise<void> {
    const generation = this.generation;
    let changed = false;
    this.events.onBusy(true);
    for (const uri of this.waiting) {
      // Edits, pulls and cancellations that arrived meanwhile go first.
      await nextTurn();
      if (generation !== this.generation) break;
      this.waiting.delete(uri);
      changed = this.refine(uri) || changed;
    }
    this.events.onBusy(false);
    if (changed) this.events.onRefined();
  }

  /** True when the answer differs from the one that was given. */
  private refine(uri: string): boolean {
    const document = this.documents.get(uri);
    const path = pathOfUri(uri);
    if (!document || path === undefined) return false;
    const folder = this.folders.of(path);
    const started = performance.now();
    const quick = folder.review(path, false);
    const review = folder.review(path, true, { aborted: false });
    const before = this.remembered.get(uri);
    const first = new Set(quick.findings.map(({ fingerprint }) => fingerprint));
    const refined = { text: document.getText(), first, findings: review.findings };
    const answer = this.remember(uri, document, folder, review, review.findings, before, refined);
    this.events.onStatus({ uri, version: document.version, stage: 'refined', ms: Math.round(performance.now() - started) });
    return answer.resultId !== before?.answer.resultId;
  }

  private remember(
    uri: string, document: TextDocument, folder: FolderReview, review: FileReview,
    findings: readonly Finding[], before: Remembered | undefined, refined = before?.refined,
  ): Answer {
    const ranges = new Ranges((path) => folder.session.textOf(path));
    const diagnostics = findings.map((finding) => toDiagnostic(finding, ranges));
    const json = JSON.stringify(diagnostics);
    const same = before !== undefined && before.json === json;
    const answer: Answer = {
      uri, path: review.path, version: document.version, findings, diagnostics,
      resultId: same ? before.answer.resultId : `${this.nonce}-${++this.answers}`,
      ...(review.skipped && { skipped: review.skipped.reason }),
    };
    this.remembered.set(uri, { answer, final: review.refined, generation: this.generation, json, ...(refined && { refined }) });
    return answer;
  }
}
