import type { Connection, TextDocuments } from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { Engine } from './engine.js';
import type { Folders } from './folders.js';
import type { OpenDocuments } from './open-documents.js';
import { methods, type Limit, type ServerState } from './protocol.js';

/** Tells the editor what the server is doing and what limits it; only when that changed. */
export class StateReporter {
  private working = 0;
  private sent = '';

  constructor(
    private readonly connection: Connection,
    private readonly engine: Engine,
    private readonly folders: Folders,
    private readonly documents: TextDocuments<TextDocument>,
    private readonly open: OpenDocuments,
  ) {}

  busy(busy: boolean): void {
    this.working += busy ? 1 : -1;
    this.update();
  }

  update(): void {
    const state: ServerState = { state: this.working > 0 ? 'analysing' : 'idle', rules: this.engine.rules.length, limits: this.limits() };
    const json = JSON.stringify(state);
    if (json === this.sent) return;
    this.sent = json;
    void this.connection.sendNotification(methods.state, state);
  }

  private limits(): Limit[] {
    const skipped = this.documents.keys().flatMap((uri): Limit[] => {
      const reason = this.open.shown(uri)?.skipped;
      return reason === undefined ? [] : [{ kind: 'skipped', uri, text: reason }];
    });
    return [...this.folders.all.flatMap((folder) => folder.limits()), ...skipped];
  }
}
