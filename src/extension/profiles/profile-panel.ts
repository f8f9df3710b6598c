import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import type { FromPanel, PanelOrigin, ToPanel } from '../../webview/protocol.js';
import { say } from '../say.js';
import { openSource } from './open-source.js';
import { panelPage } from './panel-page.js';
import type { LoadedProfiles } from './worker-messages.js';

/** The folder that a panel may load scripts, styles and fonts from; there is nothing else in it. */
function panelResources(extensionUri: vscode.Uri): vscode.Uri {
  return vscode.Uri.joinPath(extensionUri, 'dist', 'webview');
}

/** One page that shows profiles, in an editor of its own: passes on what the page is to show and does what is asked in it. */
export class ProfilePanel implements vscode.Disposable {
  private shown: LoadedProfiles | undefined;
  private last: ToPanel | undefined;
  /** Messages before the page can hear them would be lost. */
  private ready = false;
  private readonly stopped = new vscode.EventEmitter<void>();
  private readonly subscriptions: vscode.Disposable[] = [this.stopped];
  /** The user wants the run that is shown to end, or has closed it. */
  readonly onDidStop = this.stopped.event;

  constructor(readonly panel: vscode.WebviewPanel, extensionUri: vscode.Uri) {
    panel.iconPath = { light: vscode.Uri.joinPath(extensionUri, 'media', 'profile-light.svg'), dark: vscode.Uri.joinPath(extensionUri, 'media', 'profile-dark.svg') };
    panel.webview.options = { enableScripts: true, localResourceRoots: [panelResources(extensionUri)] };
    this.subscriptions.push(panel.webview.onDidReceiveMessage((message: FromPanel) => this.receive(message)));
    const resource = (name: string): string => panel.webview.asWebviewUri(vscode.Uri.joinPath(panelResources(extensionUri), name)).toString();
    panel.webview.html = panelPage({
      nonce: randomBytes(16).toString('base64'), source: panel.webview.cspSource, script: resource('profile-panel.js'), style: resource('profile-panel.css'),
    });
  }

  /** The profiles of the panel, once they are there. */
  get profiles(): LoadedProfiles | undefined {
    return this.shown;
  }

  /** @param origin of a panel that is of no file, to find its profiles again */
  show(title: string, loaded: LoadedProfiles, origin?: PanelOrigin): void {
    this.shown = loaded;
    this.post({ type: 'show', title, profiles: loaded.profiles, current: 0, places: loaded.places, ...(loaded.differences && { differences: loaded.differences }), ...(origin && { origin }) });
  }

  fail(message: string): void {
    this.post({ type: 'fail', message });
  }

  /** `elapsed` in milliseconds; `samples` where they are known before the end. */
  running(title: string, elapsed: number, samples: number | undefined): void {
    this.post({ type: 'running', title, elapsed, samples });
  }

  /** Brings the panel to the front and selects a function. */
  reveal(profile: number, frame: number): void {
    this.panel.reveal(undefined, false);
    if (this.ready) void this.panel.webview.postMessage({ type: 'reveal', profile, frame } satisfies ToPanel);
  }

  /** What a panel that was closed is told comes to nothing. */
  dispose(): void {
    this.ready = false;
    this.stopped.fire();
    for (const each of this.subscriptions.splice(0)) each.dispose();
    this.shown = undefined;
    this.last = undefined;
  }

  private post(message: ToPanel): void {
    this.last = message;
    if (this.ready) void this.panel.webview.postMessage(message);
  }

  private async receive(message: FromPanel): Promise<void> {
    switch (message.type) {
      case 'ready':
        this.ready = true;
        if (this.last) await this.panel.webview.postMessage(this.last);
        return;
      case 'open': return this.open(message.profile, message.frame, message.aside);
      case 'copy': return void await vscode.env.clipboard.writeText(String(message.text));
      case 'export': return savePicture(message.name, message.png);
      case 'stop': return this.stopped.fire();
    }
  }

  private async open(profile: number, frame: number, aside: boolean): Promise<void> {
    const frames = this.shown?.profiles[profile]?.frames;
    if (!frames || !Number.isInteger(frame) || frame < 0 || frame >= frames.count) return;
    const text = (index: number | undefined): string => frames.strings[index ?? 0] ?? '';
    const place = { name: text(frames.name[frame]), url: text(frames.url[frame]), line: frames.line[frame] ?? 0, column: frames.column[frame] ?? 0 };
    await openSource(place, aside ? vscode.ViewColumn.Beside : vscode.ViewColumn.Active);
  }
}

async function savePicture(name: string, png: Uint8Array): Promise<void> {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  const file = `${String(name).replace(/[^\w.-]+/g, '-').slice(0, 80) || 'profile'}.png`;
  const target = await vscode.window.showSaveDialog({ ...(folder && { defaultUri: vscode.Uri.joinPath(folder, file) }), filters: { Picture: ['png'] } });
  if (!target) return;
  await vscode.workspace.fs.writeFile(target, new Uint8Array(png));
  say(`The picture is in ${vscode.workspace.asRelativePath(target)}.`);
}
