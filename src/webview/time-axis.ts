import { LitElement, html, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { timeTicks } from './time-ticks.js';
import { styleProperties } from './style-properties.js';

/** The times above a flame graph in time order, in microseconds. For the eye only: every box says its own. */
@customElement('time-axis')
export class TimeAxis extends LitElement {
  @property({ attribute: false }) from = 0;
  @property({ attribute: false }) to = 1;
  @state() private width = 0;
  private readonly sizes = new ResizeObserver(() => (this.width = this.clientWidth));

  protected override createRenderRoot(): this {
    return this;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.sizes.observe(this);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.sizes.disconnect();
  }

  protected override render(): TemplateResult {
    const { from, to, width } = this;
    const ticks = width > 0 ? timeTicks(from, to, width / 110) : [];
    return html`<div class="axis" aria-hidden="true">
      ${ticks.map(({ at, text }) => html`<span class="axis-tick" style=${styleProperties({ left: `${String(((at - from) / (to - from)) * 100)}%` })}>${text}</span>`)}
    </div>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'time-axis': TimeAxis;
  }
}
