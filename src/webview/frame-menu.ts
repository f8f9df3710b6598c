import { LitElement, html, nothing, type TemplateResult } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { styleProperties } from './style-properties.js';


/** One thing that can be done; `undefined` among the items is a line between groups. */
export interface MenuItem {
  readonly title: string;
  /** As it is shown, such as `Ctrl+Enter`. */
  readonly keys?: string;
  readonly isDisabled?: boolean;
  /** For what is on or off. */
  readonly isChecked?: boolean;
  readonly run: () => void;
}

/** A menu at a place of the page, by pointer or keyboard; one at a time. */
@customElement('frame-menu')
export class FrameMenu extends LitElement {
  @state() private items: readonly (MenuItem | undefined)[] = [];
  @state() private label = '';
  @state() private place = { x: 0, y: 0 };
  private cameFrom: Element | null = null;

  /** Opens it with the first item in focus. */
  async open(label: string, items: readonly (MenuItem | undefined)[], x: number, y: number): Promise<void> {
    this.cameFrom = document.activeElement;
    [this.label, this.items, this.place] = [label, items, { x, y }];
    await this.updateComplete;
    const menu = this.querySelector<HTMLElement>('[role=menu]');
    if (!menu) return;
    const { width, height } = menu.getBoundingClientRect();
    this.place = { x: Math.max(4, Math.min(x, window.innerWidth - width - 4)), y: Math.max(4, Math.min(y, window.innerHeight - height - 4)) };
    this.enabled()[0]?.focus();
  }

  close(): void {
    if (this.items.length === 0) return;
    this.items = [];
    if (this.cameFrom instanceof HTMLElement) this.cameFrom.focus();
    this.cameFrom = null;
  }

  protected override createRenderRoot(): this {
    return this;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    window.addEventListener('blur', this.onAway);
    window.addEventListener('pointerdown', this.onAway, true);
    window.addEventListener('wheel', this.onAway, true);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    window.removeEventListener('blur', this.onAway);
    window.removeEventListener('pointerdown', this.onAway, true);
    window.removeEventListener('wheel', this.onAway, true);
  }

  protected override render(): TemplateResult | typeof nothing {
    if (this.items.length === 0) return nothing;
    return html`<div class="menu" role="menu" aria-label=${this.label} style=${styleProperties({ left: `${this.place.x}px`, top: `${this.place.y}px` })} @keydown=${this.onKey}>
      ${this.items.map((item) => (item ? this.item(item) : html`<div class="menu-line" role="separator"></div>`))}
    </div>`;
  }

  private item({ title, keys, isDisabled, isChecked, run }: MenuItem): TemplateResult {
    const choose = (): void => {
      this.close();
      run();
    };
    return html`<button type="button" role=${isChecked === undefined ? 'menuitem' : 'menuitemcheckbox'} aria-checked=${isChecked === undefined ? nothing : String(isChecked)} tabindex="-1" ?disabled=${isDisabled} @click=${choose} @pointermove=${(event: PointerEvent) => (event.currentTarget as HTMLElement).focus()}>
      <span class="menu-check codicon ${isChecked ? 'codicon-check' : ''}" aria-hidden="true"></span><span class="grow">${title}</span>${keys ? html`<span class="menu-keys" aria-hidden="true">${keys}</span>` : nothing}
    </button>`;
  }

  private enabled(): readonly HTMLElement[] {
    return [...this.querySelectorAll<HTMLButtonElement>('[role^=menuitem]')].filter(({ disabled }) => !disabled);
  }

  private readonly onAway = (event: Event): void => {
    if (event.type === 'blur' ? event.target === window : !(event.target instanceof Node && this.contains(event.target))) this.close();
  };

  private readonly onKey = (event: KeyboardEvent): void => {
    const all = this.enabled();
    const at = all.indexOf(document.activeElement as HTMLElement);
    const to: Readonly<Record<string, number>> = { ArrowDown: (at + 1) % all.length, ArrowUp: (at - 1 + all.length) % all.length, Home: 0, End: all.length - 1 };
    if (event.key === 'Escape' || event.key === 'Tab') this.close();
    else if (to[event.key] !== undefined) all[to[event.key]!]?.focus();
    else if (event.key.length === 1) all.find((each, index) => index > at && startsWith(each, event.key))?.focus() ?? all.find((each) => startsWith(each, event.key))?.focus();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
}

function startsWith(item: HTMLElement, letter: string): boolean {
  return item.textContent.trim().toLowerCase().startsWith(letter.toLowerCase());
}

declare global {
  interface HTMLElementTagNameMap {
    'frame-menu': FrameMenu;
  }
}
