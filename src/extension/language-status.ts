import * as vscode from 'vscode';
import type { Limit, ServerState } from '../server/protocol.js';
import { LANGUAGES } from './languages.js';

/** The item behind `{}` in the status bar: what the analysis is doing and what limits it for the file at hand. */
export class LanguageStatus implements vscode.Disposable {
  private readonly item: vscode.LanguageStatusItem;
  private readonly limits: vscode.LanguageStatusItem;
  private readonly subscription: vscode.Disposable;
  private state: ServerState = { state: 'analysing', rules: 0, limits: [] };
  private setAside: readonly vscode.Uri[] = [];
  private stopped = false;

  constructor() {
    const selector = LANGUAGES.map((language) => ({ language }));
    this.item = vscode.languages.createLanguageStatusItem('perfReview.state', selector);
    this.item.name = 'Perf Review';
    this.item.text = 'Perf Review';
    this.limits = vscode.languages.createLanguageStatusItem('perfReview.limits', []);
    this.limits.name = 'Perf Review: Limits';
    this.subscription = vscode.window.onDidChangeActiveTextEditor(() => this.update());
    this.update();
  }

  show(state: ServerState): void {
    this.state = state;
    this.update();
  }

  crashed(setAside: readonly vscode.Uri[], stopped: boolean): void {
    this.setAside = setAside;
    this.stopped = stopped;
    this.update();
  }

  /** What the items say now. */
  snapshot(): { readonly text: string; readonly detail: string | undefined; readonly limits: readonly Limit[] } {
    return { text: this.item.text, detail: this.item.detail, limits: this.current() };
  }

  dispose(): void {
    this.subscription.dispose();
    this.item.dispose();
    this.limits.dispose();
  }

  private update(): void {
    const { state, rules } = this.state;
    if (this.stopped) {
      this.item.text = 'Perf Review stopped';
      this.item.detail = 'The analysis ended five times within three minutes';
      this.item.severity = vscode.LanguageStatusSeverity.Error;
      this.item.busy = false;
      this.item.command = { command: 'perfReview.restart', title: 'Restart' };
    } else {
      const busy = state === 'analysing';
      this.item.text = `Perf Review: ${rules} rules`;
      this.item.detail = busy ? 'Analysing' : 'Up to date';
      this.item.severity = vscode.LanguageStatusSeverity.Information;
      this.item.busy = busy;
      this.item.command = { command: 'perfReview.showOutput', title: 'Show Output' };
    }
    this.updateLimits();
  }

  private updateLimits(): void {
    const current = this.current();
    const [first] = current;
    // An item that applies to no document is not shown.
    this.limits.selector = first ? LANGUAGES.map((language) => ({ language })) : [];
    if (!first) return;
    const aside = current.some(({ kind }) => kind === 'set-aside');
    this.limits.text = first.kind === 'skipped' ? 'Not reviewed' : 'Perf Review is limited';
    this.limits.detail = current.map(({ text }) => text).join(' · ');
    const serious = aside || current.some(({ kind }) => kind === 'settings');
    this.limits.severity = serious ? vscode.LanguageStatusSeverity.Warning : vscode.LanguageStatusSeverity.Information;
    this.limits.command = aside
      ? { command: 'perfReview.restart', title: 'Try Again' }
      : { command: 'perfReview.showOutput', title: 'Show Output' };
  }

  private current(): readonly Limit[] {
    const active = vscode.window.activeTextEditor?.document.uri.toString();
    const told = this.state.limits.filter(({ kind, uri }) => kind === 'set-aside' || uri === undefined || vscode.Uri.parse(uri).toString() === active);
    const known = new Set(told.map(({ uri }) => uri && vscode.Uri.parse(uri).toString()));
    const aside = this.setAside.filter((uri) => !known.has(uri.toString())).map((uri): Limit => ({
      kind: 'set-aside', uri: uri.toString(), text: `${vscode.workspace.asRelativePath(uri)} made the analysis crash twice and is set aside`,
    }));
    return [...aside, ...told].sort((a, b) => Number(b.kind === 'skipped') - Number(a.kind === 'skipped'));
  }
}
