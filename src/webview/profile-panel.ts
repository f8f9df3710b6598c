import '@vscode-elements/elements/dist/vscode-button/index.js';
import '@vscode-elements/elements/dist/vscode-progress-ring/index.js';
import { LitElement, html, type TemplateResult } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { amountText } from '../profile/amount.js';
import { host } from './host.js';
import type { ToPanel } from './protocol.js';
import './shown-profiles.js';

type Shown = Extract<ToPanel, { type: 'show' }>;
type Running = Extract<ToPanel, { type: 'running' }>;

/** The page: what the extension says last is what it shows. */
@customElement('profile-panel')
export class ProfilePanel extends LitElement {
  @state() private shown: Shown | undefined;
  @state() private running: Running | undefined;
  @state() private failure: string | undefined;
  @state() private isStopping = false;

  protected override createRenderRoot(): this {
    return this;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    window.addEventListener('message', this.onMessage);
    host.postMessage({ type: 'ready' });
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    window.removeEventListener('message', this.onMessage);
  }

  protected override render(): TemplateResult {
    return html`<main class="panel">${this.content()}</main>`;
  }

  private content(): TemplateResult {
    if (this.failure !== undefined) return this.failed(this.failure);
    if (this.running) return this.live(this.running);
    if (this.shown) return html`<h1 class="unseen">Profile ${this.shown.title}</h1><shown-profiles .message=${this.shown}></shown-profiles>`;
    return html`<h1 class="unseen">Profile</h1><div class="message" role="status"><vscode-progress-ring aria-hidden="true"></vscode-progress-ring><p>Reading the profile…</p></div>`;
  }

  private failed(message: string): TemplateResult {
    return html`<h1 class="unseen">Profile</h1><div class="message" role="alert"><span class="codicon codicon-error" aria-hidden="true"></span><p>${message}</p></div>`;
  }

  private live({ title, elapsed, samples }: Running): TemplateResult {
    const words = samples === undefined ? 'Samples are counted when it ends.' : samples === 0 ? 'No samples yet' : amountText(samples, 'samples');
    return html`<div class="message">
      <vscode-progress-ring aria-hidden="true"></vscode-progress-ring>
      <h1>Profiling ${title}</h1>
      <p class="clock" role="timer" aria-label="Time since it began">${clockText(elapsed)}</p>
      <p class="weak">${words}</p>
      <vscode-button icon="debug-stop" ?disabled=${this.isStopping} @click=${this.stop}>${this.isStopping ? 'Stopping…' : 'Stop and Show Profile'}</vscode-button>
      <p class="unseen" role="status">${this.isStopping ? 'Stopping: what was measured until now is kept.' : ''}</p>
    </div>`;
  }

  private readonly stop = (): void => {
    if (this.isStopping) return;
    this.isStopping = true;
    host.postMessage({ type: 'stop' });
  };

  private readonly onMessage = ({ data }: MessageEvent<ToPanel>): void => {
    switch (data.type) {
      case 'show':
        [this.shown, this.running, this.failure, this.isStopping] = [data, undefined, undefined, false];
        return;
      case 'running':
        [this.running, this.failure] = [data, undefined];
        return;
      case 'fail':
        [this.failure, this.running, this.isStopping] = [data.message, undefined, false];
        return;
      case 'reveal':
        this.querySelector('shown-profiles')?.reveal(data.profile, data.frame);
    }
  };
}

/** `0:07`, `12:34`, `1:02:03`. */
function clockText(milliseconds: number): string {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000));
  const two = (value: number): string => String(value).padStart(2, '0');
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  return hours > 0 ? `${String(hours)}:${two(minutes)}:${two(seconds % 60)}` : `${String(minutes)}:${two(seconds % 60)}`;
}

declare global {
  interface HTMLElementTagNameMap {
    'profile-panel': ProfilePanel;
  }
}
