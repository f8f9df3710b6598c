import * as vscode from 'vscode';
import { costText, type MeasuredCost } from '../core/measured-cost.js';
import type { FindingData } from '../server/protocol.js';

/** A diagnostic as the language client builds it, with what the server attached; and what a profile says, with the message as it was without. */
export type FindingDiagnostic = vscode.Diagnostic & { readonly data?: FindingData & { readonly cost?: MeasuredCost; readonly message?: string } };

type CostsByFingerprint = ReadonlyMap<string, MeasuredCost>;

/**
 * The one place where findings are kept. Open documents are filled by the language client's pulls, all others by reviews of
 * many files; a document that is open shows only what was pulled for it, so nothing is shown twice.
 */
export class FindingCollection implements vscode.DiagnosticCollection {
  readonly name = 'perf-review';
  private readonly shown = vscode.languages.createDiagnosticCollection('perf-review');
  private readonly pulled = new Set<string>();
  private readonly reviewed = new Map<string, readonly FindingDiagnostic[]>();
  /** What is shown, without its cost. */
  private readonly plain = new Map<string, readonly FindingDiagnostic[]>();
  private measured = new Map<string, CostsByFingerprint>();
  private readonly changes = new vscode.EventEmitter<void>();
  private readonly arrivals = new vscode.EventEmitter<readonly vscode.Uri[]>();
  readonly onDidChange = this.changes.event;
  /** Findings of these files came, went or moved. */
  readonly onDidReceive = this.arrivals.event;

  /** Results of a review of many files. */
  setReviewed(uri: vscode.Uri, diagnostics: readonly FindingDiagnostic[]): void {
    const key = uri.toString();
    if (diagnostics.length > 0) this.reviewed.set(key, diagnostics);
    else this.reviewed.delete(key);
    if (!this.pulled.has(key)) this.show([[uri, diagnostics]]);
  }

  clearReviewed(): void {
    const gone = [...this.reviewed.keys()].filter((key) => !this.pulled.has(key));
    this.reviewed.clear();
    this.show(gone.map((key) => [vscode.Uri.parse(key), undefined]));
  }

  /** By file and fingerprint. */
  get costs(): ReadonlyMap<string, CostsByFingerprint> {
    return this.measured;
  }

  /** What a profile says about the findings of these files, by the text of their URIs; of other files it goes on saying what it said. */
  setCosts(costs: ReadonlyMap<string, CostsByFingerprint>): void {
    for (const [key, each] of costs) this.measured.set(key, each);
    this.present(costs.keys());
  }

  clearCosts(): void {
    const before = [...this.measured.keys()];
    this.measured = new Map();
    this.present(before);
  }

  /** The server went away: what was pulled is unknown until it is back. */
  clearPulled(): void {
    for (const key of [...this.pulled]) this.delete(vscode.Uri.parse(key));
  }

  set(first: vscode.Uri | ReadonlyArray<[vscode.Uri, readonly vscode.Diagnostic[] | undefined]>, diagnostics?: readonly vscode.Diagnostic[]): void {
    const entries = first instanceof vscode.Uri ? [[first, diagnostics] as const] : first;
    for (const [uri] of entries) this.pulled.add(uri.toString());
    this.show(entries);
  }

  /** A document was closed: what the last review of many files said about it counts again. */
  delete(uri: vscode.Uri): void {
    const key = uri.toString();
    this.pulled.delete(key);
    this.show([[uri, this.reviewed.get(key)]]);
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
    this.arrivals.dispose();
  }

  private show(entries: readonly (readonly [vscode.Uri, readonly vscode.Diagnostic[] | undefined])[]): void {
    for (const [uri, list] of entries) {
      const key = uri.toString();
      if (list && list.length > 0) this.plain.set(key, list);
      else this.plain.delete(key);
      this.shown.set(uri, this.withCosts(key));
    }
    this.changes.fire();
    this.arrivals.fire(entries.map(([uri]) => uri));
  }

  private present(keys: Iterable<string>): void {
    for (const key of keys) if (this.plain.has(key)) this.shown.set(vscode.Uri.parse(key), this.withCosts(key));
    this.changes.fire();
  }

  private withCosts(key: string): readonly vscode.Diagnostic[] | undefined {
    const costs = this.measured.get(key);
    const list = this.plain.get(key);
    return costs ? list?.map((each) => withCost(each, costs.get(each.data?.fingerprint ?? ''))) : list;
  }
}

/** Says what the finding cost, and shows it as less grave where that was next to nothing. The language client's own kind of diagnostic stays what it is. */
function withCost(diagnostic: FindingDiagnostic, cost: MeasuredCost | undefined): FindingDiagnostic {
  if (!cost || !diagnostic.data) return diagnostic;
  const severity = cost.state === 'cheap' ? Math.min(vscode.DiagnosticSeverity.Hint, diagnostic.severity + 1) : diagnostic.severity;
  const copy = Object.create(Object.getPrototypeOf(diagnostic) as object) as FindingDiagnostic;
  return Object.assign(copy, diagnostic, { severity, message: `${diagnostic.message}\nMeasured: ${costText(cost)}.`, data: { ...diagnostic.data, cost, message: diagnostic.message } });
}
