import '@vscode-elements/elements/dist/vscode-button/index.js';
import '@vscode-elements/elements/dist/vscode-progress-ring/index.js';
import { LitElement, html, nothing, type TemplateResult } from 'lit';
import { customElement, state } from 'lit/decorators.js';
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
    return html`<div class="message" role="status"><vscode-progress-ring aria-hidden="true"></vscode-progress-ring><p>Reading the profile…</p></div>`;
  }

  private failed(message: string): TemplateResult {
    return html`<div class="message" role="alert"><span class="codicon codicon-error" aria-hidden="true"></span><p>${message}</p></div>`;
  }

  private live({ title, elapsed, samples }: Running): TemplateResult {
    const seconds = Math.floor(elapsed / 1000);
    const clock = `${String(Math.floor(seconds / 60))}:${String(seconds % 60).padStart(2, '0')}`;
    return html`<div class="message">
      <vscode-progress-ring aria-hidden="true"></vscode-progress-ring>
      <h1>Profiling ${title}</h1>
      <p class="clock" role="timer" aria-label="Time since it began">${clock}</p>
      ${samples > 0 ? html`<p class="weak">${samples.toLocaleString('en')} samples</p>` : nothing}
      <vscode-button @click=${() => host.postMessage({ type: 'stop' })}>Stop</vscode-button>
    </div>`;
  }

  private readonly onMessage = ({ data }: MessageEvent<ToPanel>): void => {
    switch (data.type) {
      case 'show':
        [this.shown, this.running, this.failure] = [data, undefined, undefined];
        return;
      case 'running':
        [this.running, this.failure] = [data, undefined];
        return;
      case 'fail':
        [this.failure, this.running] = [data.message, undefined];
        return;
      case 'reveal':
        this.querySelector('shown-profiles')?.reveal(data.profile, data.frame);
    }
  };
}

declare global {
  interface HTMLElementTagNameMap {
    'profile-panel': ProfilePanel;
  }
}
