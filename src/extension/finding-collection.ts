import * as vscode from 'vscode';
import type { FindingData } from '../server/protocol.js';

/** A diagnostic as the language client builds it: with what the server attached. */
export type FindingDiagnostic = vscode.Diagnostic & { readonly data?: FindingData };

/**
 * The one place where findings are kept. Open documents are filled by the language client's pulls, all others by reviews of
 * many files; a document that is open shows only what was pulled for it, so nothing is shown twice.
 */
export class FindingCollection implements vscode.DiagnosticCollection {
  readonly name = 'perf-review';
  private readonly shown = vscode.languages.createDiagnosticCollection('perf-review');
  private readonly pulled = new Set<string>();
  private readonly reviewed = new Map<string, readonly FindingDiagnostic[]>();
  private readonly changes = new vscode.EventEmitter<void>();
  readonly onDidChange = this.changes.event;

  /** Results of a review of many files. */
  setReviewed(uri: vscode.Uri, diagnostics: readonly FindingDiagnostic[]): void {
    const key = uri.toString();
    if (diagnostics.length > 0) this.reviewed.set(key, diagnostics);
    else this.reviewed.delete(key);
    if (this.pulled.has(key)) return;
    this.shown.set(uri, diagnostics);
    this.changes.fire();
  }

  clearReviewed(): void {
    for (const key of this.reviewed.keys()) if (!this.pulled.has(key)) this.shown.delete(vscode.Uri.parse(key));
    this.reviewed.clear();
    this.changes.fire();
  }

  /** The server went away: what was pulled is unknown until it is back. */
  clearPulled(): void {
    for (const key of [...this.pulled]) this.delete(vscode.Uri.parse(key));
  }

  set(first: vscode.Uri | ReadonlyArray<[vscode.Uri, readonly vscode.Diagnostic[] | undefined]>, diagnostics?: readonly vscode.Diagnostic[]): void {
    const entries = first instanceof vscode.Uri ? [[first, diagnostics] as const] : first;
    for (const [uri, list] of entries) {
      this.pulled.add(uri.toString());
      this.shown.set(uri, list);
    }
    this.changes.fire();
  }

  /** A document was closed: what the last review of many files said about it counts again. */
  delete(uri: vscode.Uri): void {
    const key = uri.toString();
    this.pulled.delete(key);
    this.shown.set(uri, this.reviewed.get(key));
    this.changes.fire();
  }

  clear(): void {
    this.clearReviewed();
    this.clearPulled();
  }

  forEach(callback: (uri: vscode.Uri, diagnostics: readonly vscode.Diagnostic[], collection: vscode.DiagnosticCollection) => unknown): void {
    this.shown.forEach((uri, diagnostics) => callback(uri, diagnostics, this));
  }

  get(uri: vscode.Uri): readonly FindingDiagnostic[] | undefined {
    return this.shown.get(uri);
  }

  has(uri: vscode.Uri): boolean {
    return this.shown.has(uri);
  }

  [Symbol.iterator](): Iterator<[vscode.Uri, readonly vscode.Diagnostic[]]> {
    return this.shown[Symbol.iterator]();
  }

  dispose(): void {
    this.shown.dispose();
    this.changes.dispose();
  }
}
