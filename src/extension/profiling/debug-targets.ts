import * as vscode from 'vscode';

/** Debug sessions that have a program of their own: a session of js-debug only starts others, one for each program. */
export class DebugTargets implements vscode.Disposable {
  private readonly live = new Set<vscode.DebugSession>();
  private readonly subscriptions = [
    vscode.debug.onDidStartDebugSession((session) => this.live.add(session)),
    vscode.debug.onDidTerminateDebugSession((session) => this.live.delete(session)),
  ];

  /** The session in the foreground, or the latest program that it started. */
  active(): vscode.DebugSession | undefined {
    const session = vscode.debug.activeDebugSession;
    const started = [...this.live].filter(({ parentSession }) => parentSession !== undefined && parentSession.id === session?.id);
    return started.at(-1) ?? session;
  }

  dispose(): void {
    for (const each of this.subscriptions) each.dispose();
  }
}
