import { LitElement, html, nothing, type TemplateResult } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { costList, type Detail } from './details.js';
import { styleProperties } from './style-properties.js';

/** How far from the pointer. */
const AWAY = 14;

/** What is known of the box under the pointer. People who do not see it hear the same from the tree. */
@customElement('frame-tooltip')
export class FrameTooltip extends LitElement {
  @state() private detail: Detail | undefined;
  private x = 0;
  private y = 0;

  show(detail: Detail, x: number, y: number): void {
    [this.detail, this.x, this.y] = [detail, x, y];
    this.move();
  }

  hide(): void {
    this.detail = undefined;
  }

  protected override createRenderRoot(): this {
    return this;
  }

  protected override updated(): void {
    this.move();
  }

  protected override render(): TemplateResult | typeof nothing {
    const { detail } = this;
    if (!detail) return nothing;
    return html`<div class="tooltip" aria-hidden="true">
      <div class="what"><span class="swatch" style=${styleProperties({ background: detail.colour })}></span><span class="name">${detail.name}</span></div>
      ${detail.place === '' ? nothing : html`<div class="weak place">${detail.place}</div>`}
      ${costList(detail)}
    </div>`;
  }

  private move(): void {
    const box = this.querySelector<HTMLElement>('.tooltip');
    if (!box) return;
    const { offsetWidth: width, offsetHeight: height } = box;
    const left = this.x + AWAY + width > window.innerWidth ? Math.max(4, this.x - AWAY - width) : this.x + AWAY;
    const top = this.y + AWAY + height > window.innerHeight ? Math.max(4, this.y - AWAY - height) : this.y + AWAY;
    box.style.transform = `translate(${String(left)}px, ${String(top)}px)`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'frame-tooltip': FrameTooltip;
  }
}
