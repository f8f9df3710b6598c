import { Duplex } from 'node:stream';
import {
  createProtocolConnection, StreamMessageReader, StreamMessageWriter, type ProtocolConnection, type Diagnostic, type DocumentDiagnosticReport,
} from 'vscode-languageserver-protocol/node';
import { createConnection } from 'vscode-languageserver/node';
import type { Engine } from '../../src/server/engine.js';
import { serve } from '../../src/server/language-server.js';
import { methods, type InitializationOptions } from '../../src/server/protocol.js';

/** One end of a pipe in memory. */
class PipeEnd extends Duplex {
  other: PipeEnd | undefined;

  override _read(): void {
    // Data is pushed by the other end.
  }

  override _write(chunk: unknown, _encoding: BufferEncoding, done: () => void): void {
    setImmediate(() => {
      this.other?.push(chunk);
      done();
    });
  }
}

interface ClientOptions {
  readonly folders?: readonly string[];
  readonly options?: InitializationOptions;
  readonly settings?: () => unknown;
  /** Repairs are not checked ahead unless a test says when. */
  readonly checkAfterMs?: number;
}

/** A language client without an editor, connected to a server in the same process. */
export class TestClient {
  readonly log: string[] = [];
  private readonly events: { readonly method: string; readonly params: unknown }[] = [];
  private readonly waiting: { readonly matches: (method: string, params: unknown) => boolean; readonly resolve: (params: unknown) => void }[] = [];
  private readonly texts = new Map<string, number>();

  private constructor(readonly connection: ProtocolConnection) {}

  static async connect(engine: Engine, { folders = [], options = {}, settings = () => ({}), checkAfterMs = 1e6 }: ClientOptions = {}): Promise<TestClient> {
    const here = new PipeEnd();
    const there = new PipeEnd();
    here.other = there;
    there.other = here;
    serve(createConnection(new StreamMessageReader(there), new StreamMessageWriter(there)), engine, { refineAfterMs: 5, checkAfterMs });
    const connection = createProtocolConnection(new StreamMessageReader(here), new StreamMessageWriter(here));
    const client = new TestClient(connection);
    for (const method of [methods.status, methods.state, methods.reviewed]) connection.onNotification(method, (params: unknown) => client.receive(method, params));
    connection.onNotification('window/logMessage', (params: { message: string }) => {
      client.log.push(params.message);
      client.receive('window/logMessage', params);
    });
    connection.onRequest('workspace/configuration', ({ items }: { items: unknown[] }) => items.map(settings));
    connection.onRequest('workspace/diagnostic/refresh', () => {
      client.receive('workspace/diagnostic/refresh', undefined);
      return null;
    });
    connection.onRequest('client/registerCapability', () => null);
    connection.listen();
    await connection.sendRequest('initialize', {
      processId: null, rootUri: null, initializationOptions: options,
      workspaceFolders: folders.map((path) => ({ uri: `file://${path}`, name: path })),
      capabilities: { workspace: { configuration: true, workspaceFolders: true, diagnostics: { refreshSupport: true }, didChangeConfiguration: { dynamicRegistration: true } } },
    });
    await connection.sendNotification('initialized', {});
    return client;
  }

  async open(uri: string, text: string, languageId = 'typescript'): Promise<void> {
    this.texts.set(uri, 1);
    await this.connection.sendNotification('textDocument/didOpen', { textDocument: { uri, languageId, version: 1, text } });
  }

  async change(uri: string, text: string): Promise<void> {
    const version = (this.texts.get(uri) ?? 0) + 1;
    this.texts.set(uri, version);
    await this.connection.sendNotification('textDocument/didChange', { textDocument: { uri, version }, contentChanges: [{ text }] });
  }

  pull(uri: string, previousResultId?: string): Promise<DocumentDiagnosticReport> {
    return this.connection.sendRequest('textDocument/diagnostic', { textDocument: { uri }, ...(previousResultId && { previousResultId }) });
  }

  async diagnostics(uri: string): Promise<Diagnostic[]> {
    const report = await this.pull(uri);
    return report.kind === 'full' ? report.items : [];
  }

  /** The next message of that kind that was not waited for yet, however early it came. */
  next<Params>(method: string, matches: (params: Params) => boolean = () => true): Promise<Params> {
    const fits = (name: string, params: unknown): boolean => name === method && matches(params as Params);
    const index = this.events.findIndex((event) => fits(event.method, event.params));
    if (index >= 0) return Promise.resolve(this.events.splice(index, 1)[0]?.params as Params);
    return new Promise((resolve) => this.waiting.push({ matches: fits, resolve: (params) => resolve(params as Params) }));
  }

  async close(): Promise<void> {
    await this.connection.sendRequest('shutdown');
    this.connection.dispose();
  }

  private receive(method: string, params: unknown): void {
    const index = this.waiting.findIndex(({ matches }) => matches(method, params));
    if (index >= 0) this.waiting.splice(index, 1)[0]?.resolve(params);
    else this.events.push({ method, params });
  }
}
