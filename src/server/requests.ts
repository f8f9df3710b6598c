import type { Connection, TextDocuments, WorkspaceEdit } from 'vscode-languageserver';
import { type CancellationToken, ProgressType } from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { Finding } from '../core/finding.js';
import { testNamesAt } from '../syntax/test-names.js';
import type { CodeActions } from './code-actions.js';
import { withCosts, type CostAsker } from './cost-questions.js';
import type { Engine } from './engine.js';
import { pathOfUri } from './file-uri.js';
import type { ManyFixes } from './fix-many.js';
import { fixSummary } from './fix-words.js';
import type { Folders } from './folders.js';
import type { OpenDocuments } from './open-documents.js';
import type { ProjectReview, ReviewReceiver } from './project-review.js';
import {
  methods, type CostAnswer, type CostParams, type ExportParams, type FixAllParams, type FixAllResult, type FindingReference, type OfferedFix, type ReviewedFile, type ReviewParams, type ReviewStep, type ReviewSummary,
  type SuppressionParams, type TestAtParams,
} from './protocol.js';
import type { StateReporter } from './state-reporter.js';
import { toWorkspaceEdit } from './workspace-edit.js';

/** What the requests of `protocol.ts` are answered from. */
export interface RequestParts {
  readonly connection: Connection;
  readonly engine: Engine;
  readonly folders: Folders;
  readonly documents: TextDocuments<TextDocument>;
  readonly open: OpenDocuments;
  readonly projects: ProjectReview;
  readonly actions: CodeActions;
  readonly many: ManyFixes;
  readonly costs: CostAsker;
  readonly state: StateReporter;
  readonly uriOf: (path: string) => string;
  readonly trusted: boolean;
}

const filesProgress = new ProgressType<ReviewedFile[]>();
const stepProgress = new ProgressType<ReviewStep>();
const NOBODY: ReviewReceiver = { onFiles: () => undefined, onStep: () => undefined };

export function answerRequests({ connection, engine, folders, documents, open, projects, actions, many, costs, state, uriOf, trusted }: RequestParts): void {
  const review = async (params: ReviewParams, token: CancellationToken): Promise<ReviewSummary> => {
    if (params.changed && !trusted) {
      return { files: 0, findings: 0, skipped: [], cancelled: false, ms: 0, problem: 'Git is not run in a folder you have not trusted' };
    }
    state.busy(true);
    try {
      return await projects.run(params, token, {
        onFiles: (files) => void connection.sendProgress(filesProgress, params.partialResultToken, files),
        onStep: (step) => void connection.sendProgress(stepProgress, params.workDoneToken, step),
      });
    } finally {
      state.busy(false);
    }
  };

  const findingOf = (path: string, fingerprint: string): Finding | undefined =>
    folders.of(path).review(path, false).findings.find((finding) => finding.fingerprint === fingerprint)
    ?? folders.of(path).review(path, true).findings.find((finding) => finding.fingerprint === fingerprint);

  connection.onRequest(methods.review, review);
  connection.onRequest(methods.reviewFiles, review);
  connection.onRequest(methods.rules, () => engine.rules);
  connection.onRequest(methods.testAt, ({ uri, offset }: TestAtParams): readonly string[] | null => {
    const [path, text] = [pathOfUri(uri), documents.get(uri)?.getText()];
    return (path === undefined || text === undefined ? undefined : testNamesAt(path, text, offset)) ?? null;
  });
  connection.onNotification(methods.clear, () => projects.clear());

  connection.onRequest(methods.fixesFor, async ({ uri, fingerprint }: FindingReference): Promise<OfferedFix[]> => {
    const path = pathOfUri(uri);
    if (path === undefined) return [];
    const folder = folders.of(path);
    await folder.ready;
    if (!findingOf(path, fingerprint)) return [];
    return Promise.all(actions.fixesFor(path, [fingerprint]).flat().map(async (fix) => ({
      title: fixSummary(fix), safety: fix.safety, differs: fix.differs, edit: await actions.editOf(path, fix),
    })));
  });

  connection.onRequest(methods.fixAll, async (params: FixAllParams, token: CancellationToken): Promise<FixAllResult> => {
    state.busy(true);
    try {
      return await many.run(params, token, (step) => void connection.sendProgress(stepProgress, params.workDoneToken, step));
    } finally {
      state.busy(false);
    }
  });

  connection.onRequest(methods.suppression, async ({ uri, fingerprint, scope, reason }: SuppressionParams): Promise<WorkspaceEdit | null> => {
    const path = pathOfUri(uri);
    if (path === undefined) return null;
    const folder = folders.of(path);
    await folder.ready;
    const finding = open.shown(uri)?.findings.find((each) => each.fingerprint === fingerprint) ?? findingOf(path, fingerprint);
    const text = folder.session.textOf(path);
    const edit = finding && text !== undefined ? engine.suppressionEdit(text, finding, scope, reason) : undefined;
    return edit ? toWorkspaceEdit([edit], (each) => folder.session.textOf(each), documents, uriOf) : null;
  });

  connection.onRequest(methods.costQuestions, (params: CostParams): CostAnswer => costs.questions(params));
  connection.onRequest(methods.outline, ({ uri }: { uri: string }) => costs.outline(uri) ?? null);

  connection.onRequest(methods.exportReport, async ({ format, costs: measured }: ExportParams, token: CancellationToken): Promise<{ text: string }> => {
    if (!projects.hasRun) await projects.run({}, token, NOBODY);
    const folder = folders.inWorkspace[0] ?? folders.all[0];
    if (!folder) return { text: '' };
    const reviews = withCosts(folders.all.flatMap((each) => projects.reviewsIn(each)), measured);
    return { text: await engine.renderReport(format, folder.root, reviews, (path) => folders.of(path).session.textOf(path), measured?.measured) };
  });
}
