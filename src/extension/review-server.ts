import * as vscode from 'vscode';
import type { ReviewStatus } from '../server/protocol.js';
import type { ReviewClient } from './client.js';
import type { FindingCollection } from './finding-collection.js';
import type { LanguageStatus } from './language-status.js';

/** Starts the server after activation returned, and hands out its client to whoever needs it. */
export class ReviewServer implements vscode.Disposable {
  private client: Promise<ReviewClient> | undefined;
  private readonly answers = new vscode.EventEmitter<ReviewStatus>();
  /** An open document was answered. */
  readonly onAnswer = this.answers.event;

  constructor(
    private readonly context: vscode.ExtensionContext,
    private readonly collection: FindingCollection,
    private readonly output: vscode.LogOutputChannel,
    private readonly status: LanguageStatus,
  ) {}

  get(): Promise<ReviewClient> {
    this.client ??= this.create();
    return this.client;
  }

  async restart(): Promise<void> {
    const running = this.client !== undefined;
    const client = await this.get();
    if (running) await client.restart();
    this.status.crashed([], false);
  }

  async dispose(): Promise<void> {
    this.answers.dispose();
    await (await this.client)?.dispose();
  }

  private async create(): Promise<ReviewClient> {
    const { ReviewClient } = await import('./client.js');
    const client = new ReviewClient(this.context, this.collection, this.output, {
      onState: (state) => this.status.show(state),
      onStatus: (status) => this.answers.fire(status),
      onCrash: (setAside, stopped) => this.status.crashed(setAside, stopped),
    });
    await client.start();
    return client;
  }
}
