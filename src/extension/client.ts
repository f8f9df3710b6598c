import { readFile } from 'node:fs/promises';
import * as vscode from 'vscode';
import { CloseAction, DiagnosticPullMode, ErrorAction, LanguageClient, ProgressType, RevealOutputChannelOn, TransportKind } from 'vscode-languageclient/node';
import { methods, type InitializationOptions, type ReviewedFile, type ReviewStatus, type ServerState } from '../server/protocol.js';
import { CrashRecord } from './crash-record.js';
import type { FindingCollection, FindingDiagnostic } from './finding-collection.js';
import { LANGUAGES } from './languages.js';

/** Generous beside Node's default, yet well below what makes a laptop swap. */
const SERVER_MEMORY_MB = 4096;

export interface ClientEvents {
  onState(state: ServerState): void;
  onStatus(status: ReviewStatus): void;
  /** The server died; `stopped` when it will not be started again by itself. */
  onCrash(setAside: readonly vscode.Uri[], stopped: boolean): void;
}

/** The language server as the extension sees it. Loaded only after activation: the client library is most of the bundle. */
export class ReviewClient implements vscode.Disposable {
  readonly crashes = new CrashRecord();
  private readonly client: LanguageClient;
  private readonly runningFile: string;

  constructor(context: vscode.ExtensionContext, private readonly collection: FindingCollection, output: vscode.LogOutputChannel, events: ClientEvents) {
    this.runningFile = vscode.Uri.joinPath(context.globalStorageUri, 'running', `${vscode.env.sessionId}.txt`).fsPath;
    const module = vscode.Uri.joinPath(context.extensionUri, 'dist', 'server.js').fsPath;
    const server = { module, transport: TransportKind.ipc, options: { execArgv: [`--max-old-space-size=${SERVER_MEMORY_MB}`] } };
    this.client = new LanguageClient('perfReview', 'Perf Review', { run: server, debug: server }, {
      documentSelector: LANGUAGES.map((language) => ({ scheme: 'file', language })),
      outputChannel: output,
      revealOutputChannelOn: RevealOutputChannelOn.Never,
      initializationOptions: (): InitializationOptions => ({
        runningFile: this.runningFile, setAside: this.setAside().map(String), trusted: vscode.workspace.isTrusted, asksForReason: true, previewsFixes: true,
      }),
      diagnosticCollectionProvider: { create: () => collection, dispose: () => collection.clearPulled() },
      diagnosticPullOptions: {
        onChange: true, onSave: true,
        filter: (document, mode) => mode === DiagnosticPullMode.onType && vscode.workspace.getConfiguration('perfReview', document).get('run') === 'onSave',
      },
      synchronize: {
        fileEvents: [
          vscode.workspace.createFileSystemWatcher('**/*.{js,jsx,mjs,cjs,ts,tsx,mts,cts,vue,svelte,prisma}'),
          vscode.workspace.createFileSystemWatcher('**/{package,perf-review,jsconfig,tsconfig,tsconfig.*}.json'),
        ],
      },
      initializationFailedHandler: (error) => {
        output.error(`The analysis did not start: ${error instanceof Error ? error.message : String(error)}`);
        return false;
      },
      errorHandler: {
        error: () => ({ action: ErrorAction.Continue, handled: true }),
        closed: async () => {
          const file = await this.fileUnderReview();
          const again = this.crashes.add(Date.now(), file);
          output.error(`The analysis ended unexpectedly${file ? ` while reviewing ${file}` : ''}; ${again ? 'it is started again' : 'it is not started again'}`);
          events.onCrash(this.setAside(), !again);
          return { action: again ? CloseAction.Restart : CloseAction.DoNotRestart, handled: true };
        },
      },
    });
    this.client.onNotification(methods.state, (state: ServerState) => events.onState(state));
    this.client.onNotification(methods.status, (status: ReviewStatus) => events.onStatus(status));
    this.client.onNotification(methods.reviewed, ({ files }: { files: ReviewedFile[] }) => this.showReviewed(files));
  }

  start(): Promise<void> {
    return this.client.start();
  }

  /** A new process; files set aside get another chance. */
  async restart(): Promise<void> {
    this.crashes.forget();
    if (this.client.needsStop()) await this.client.restart();
    else await this.client.start();
  }

  async request<Result>(method: string, params: unknown, token?: vscode.CancellationToken): Promise<Result> {
    await this.client.start();
    return this.client.sendRequest<Result>(method, params, token);
  }

  async notify(method: string): Promise<void> {
    if (this.client.isRunning()) await this.client.sendNotification(method);
  }

  onProgress<Value>(token: string, listener: (value: Value) => void): vscode.Disposable {
    return this.client.onProgress(new ProgressType<Value>(), token, listener);
  }

  /**
   * Makes an edit as one step that can be undone.
   * @returns `changed` when a document has changed since the edit was computed: nothing was made
   */
  async apply(edit: Parameters<LanguageClient['protocol2CodeConverter']['asWorkspaceEdit']>[0]): Promise<'applied' | 'changed'> {
    for (const change of edit?.documentChanges ?? []) {
      if (!('textDocument' in change) || change.textDocument.version == null) continue;
      const open = vscode.workspace.textDocuments.find(({ uri }) => uri.toString() === vscode.Uri.parse(change.textDocument.uri).toString());
      if (open?.version !== change.textDocument.version) return 'changed';
    }
    const converted = await this.client.protocol2CodeConverter.asWorkspaceEdit(edit);
    // As a refactoring, files that are not open are saved, if the user has it so.
    return converted !== undefined && (await vscode.workspace.applyEdit(converted, { isRefactoring: true })) ? 'applied' : 'changed';
  }

  showReviewed(files: readonly ReviewedFile[]): void {
    const convert = this.client.protocol2CodeConverter;
    for (const { uri, diagnostics } of files) this.collection.setReviewed(convert.asUri(uri), diagnostics.map((each) => convert.asDiagnostic(each) as FindingDiagnostic));
  }

  async dispose(): Promise<void> {
    await this.client.dispose();
  }

  private setAside(): vscode.Uri[] {
    return this.crashes.setAside.map((path) => vscode.Uri.file(path));
  }

  private async fileUnderReview(): Promise<string | undefined> {
    const path = await readFile(this.runningFile, 'utf8').catch(() => '');
    return path === '' ? undefined : path;
  }
}
