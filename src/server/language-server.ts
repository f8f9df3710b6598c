import type { Connection, InitializeParams, InitializeResult } from 'vscode-languageserver';
import { CodeActionKind, DidChangeConfigurationNotification, TextDocuments, TextDocumentSyncKind } from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { InternalError } from '../core/finding.js';
import { CostAsker } from './cost-questions.js';
import { CodeActions, FIX_ALL_KIND } from './code-actions.js';
import { DIAGNOSTIC_SOURCE } from './diagnostic.js';
import type { Engine } from './engine.js';
import { pathOfUri } from './file-uri.js';
import { ManyFixes } from './fix-many.js';
import { Folders } from './folders.js';
import { OpenDocuments } from './open-documents.js';
import { spellingOf } from './open-uris.js';
import { RepairsAhead } from './repairs-ahead.js';
import { ProjectReview } from './project-review.js';
import { methods, type InitializationOptions, type ReviewStatus } from './protocol.js';
import { answerRequests } from './requests.js';
import { RunningFile } from './running-file.js';
import { StateReporter } from './state-reporter.js';

export interface ServerTiming {
  /** Pause in typing after which the type checker is asked. */
  readonly refineAfterMs: number;
  /** Pause after that in which repairs are checked that nobody asked for yet. */
  readonly checkAfterMs: number;
}

/** Findings -> LSP. Comes in: documents, settings, file events. Goes out: diagnostics, code actions, reviews. Knows no rule. */
export function serve(connection: Connection, engine: Engine, { refineAfterMs, checkAfterMs }: ServerTiming = { refineAfterMs: 300, checkAfterMs: 200 }): void {
  const documents = new TextDocuments(TextDocument);
  const setAside = new Set<string>();
  const logged = new Set<string>();
  let client: InitializeParams['capabilities'] = {};
  let options: InitializationOptions = {};
  let started: { stop(): void } | undefined;

  connection.onInitialize((params): InitializeResult => {
    client = params.capabilities;
    options = (params.initializationOptions ?? {}) as InitializationOptions;
    for (const uri of options.setAside ?? []) setAside.add(pathOfUri(uri) ?? uri);
    started = start(params);
    return {
      serverInfo: { name: DIAGNOSTIC_SOURCE, version: engine.version },
      capabilities: {
        textDocumentSync: TextDocumentSyncKind.Incremental,
        diagnosticProvider: { identifier: 'perf-review', interFileDependencies: true, workspaceDiagnostics: false },
        codeActionProvider: { codeActionKinds: [CodeActionKind.QuickFix, FIX_ALL_KIND], resolveProvider: true },
        workspace: { workspaceFolders: { supported: true, changeNotifications: true } },
      },
    };
  });
  connection.onShutdown(() => started?.stop());
  documents.listen(connection);
  connection.listen();

  /** Each accident is told once: a rule that fails on every file would bury the rest of the log. */
  function logError({ ruleId, path, message }: InternalError): void {
    const key = `${ruleId ?? path}: ${message.split('\n')[0]}`;
    if (logged.has(key)) return;
    logged.add(key);
    connection.console.error(`${ruleId ? `Rule ${ruleId} failed` : 'The analysis failed'}${path ? ` on ${path}` : ''}: ${message}`);
  }

  function start(params: InitializeParams): { stop(): void } {
    const runningFile = RunningFile.open(options.runningFile);
    const uriOf = spellingOf(documents);
    const initialized = new Promise<void>((resolve) => connection.onInitialized(() => resolve()));
    const folders = new Folders({
      engine, runningFile, setAside, logError,
      readEditorSettings: async (root) => {
        await initialized;
        if (!client.workspace?.configuration) return undefined;
        return connection.workspace.getConfiguration({ scopeUri: uriOf(root), section: 'perfReview' });
      },
    });
    const roots = (params.workspaceFolders ?? []).map(({ uri }) => pathOfUri(uri)).filter((path) => path !== undefined);
    folders.change(roots, []);

    const open = new OpenDocuments(documents, folders, refineAfterMs, {
      onStatus: (status: ReviewStatus) => {
        void connection.sendNotification(methods.status, status);
        state.update();
        ahead.schedule();
      },
      onRefined: refresh,
      onBusy: (busy) => state.busy(busy),
    });
    const state = new StateReporter(connection, engine, folders, documents, open);
    const projects = new ProjectReview(folders, documents, engine, uriOf);
    const log = (message: string): void => connection.console.log(message);
    const ahead = new RepairsAhead(open, folders, checkAfterMs, log);
    const actions = new CodeActions(documents, folders, open, engine, () => options.asksForReason === true, () => options.previewsFixes === true, log);
    const costs = new CostAsker(documents, folders, open, projects, uriOf, engine);
    const many = new ManyFixes(folders, documents, uriOf, log);

    documents.onDidChangeContent(({ document }) => {
      const path = pathOfUri(document.uri);
      if (path === undefined) return;
      folders.of(path).session.setBuffer(path, document.getText());
      open.invalidate();
    });
    documents.onDidClose(({ document }) => {
      open.forget(document.uri);
      const path = pathOfUri(document.uri);
      if (path === undefined) return;
      folders.of(path).session.setBuffer(path, undefined);
      folders.closeLoose((root) => documents.keys().some((uri) => pathOfUri(uri)?.startsWith(`${root}/`)));
      open.invalidate();
      state.update();
    });
    connection.languages.diagnostics.on(({ textDocument, previousResultId }, token) => open.pull(textDocument.uri, previousResultId, token));
    connection.onCodeAction((request) => {
      ahead.askedAbout(request.textDocument.uri);
      return actions.provide(request);
    });
    connection.onCodeActionResolve((action) => actions.resolve(action));
    connection.onDidChangeConfiguration(() => reconfigure());
    connection.onDidChangeWatchedFiles(async ({ changes }) => {
      const paths = changes.map(({ uri }) => pathOfUri(uri)).filter((path) => path !== undefined);
      for (const folder of folders.all) folder.session.filesChanged(paths);
      open.invalidate();
      const touchesSettings = paths.some((path) => /\/(perf-review|package)\.json$/.test(path));
      if (touchesSettings) return reconfigure();
      refresh();
      const again = projects.again(paths);
      if (again.length > 0) await connection.sendNotification(methods.reviewed, { files: again });
    });
    answerRequests({ connection, engine, folders, documents, open, projects, actions, many, costs, state, uriOf, trusted: options.trusted !== false });

    void initialized.then(async () => {
      if (client.workspace?.didChangeConfiguration?.dynamicRegistration) {
        await connection.client.register(DidChangeConfigurationNotification.type, { section: 'perfReview' });
      }
      if (client.workspace?.workspaceFolders) {
        connection.workspace.onDidChangeWorkspaceFolders(({ added, removed }) => {
          const pathsOf = (list: typeof added): string[] => list.map(({ uri }) => pathOfUri(uri)).filter((path) => path !== undefined);
          folders.change(pathsOf(added), pathsOf(removed));
          for (const document of documents.all()) {
            const path = pathOfUri(document.uri);
            if (path !== undefined) folders.of(path).session.setBuffer(path, document.getText());
          }
          open.invalidate();
          refresh();
        });
      }
      await Promise.all(folders.all.map(({ ready }) => ready));
      state.update();
    });

    async function reconfigure(): Promise<void> {
      await Promise.all(folders.all.map((folder) => folder.reconfigure()));
      open.invalidate();
      state.update();
      refresh();
    }

    return {
      stop: () => {
        ahead.stop();
        open.dispose();
        folders.dispose();
        runningFile.close();
      },
    };
  }

  function refresh(): void {
    if (client.workspace?.diagnostics?.refreshSupport) connection.languages.diagnostics.refresh().catch(() => undefined);
  }
}
