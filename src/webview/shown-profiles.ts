import { LitElement, html, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';
import { pathTo } from './call-path.js';
import { detailLine, hintLine } from './details.js';
import { FlamePane } from './flame-pane.js';
import './frame-menu.js';
import type { FrameMenu } from './frame-menu.js';
import { frameMenu, moreMenu } from './frame-menu-items.js';
import './frame-tooltip.js';
import type { FrameTooltip } from './frame-tooltip.js';
import { GridPane } from './grid-pane.js';
import { host } from './host.js';
import { legend } from './legend.js';
import { notesBar } from './notes-bar.js';
import './overview.js';
import type { PaneHost } from './pane-host.js';
import { PanelLook } from './panel-look.js';
import { PanelModel } from './panel-model.js';
import { restoredState, type ViewName } from './panel-state.js';
import type { ToPanel } from './protocol.js';
import { SandwichPane } from './sandwich-pane.js';
import { Theme } from './theme.js';
import { toolbar, viewsOf } from './toolbar.js';
import { trail } from './trail.js';

/** Milliseconds without a change until the state is kept. */
const KEEP_AFTER = 200;

/** Profiles and everything that can be done with them. */
@customElement('shown-profiles')
export class ShownProfiles extends LitElement implements PaneHost {
  @property({ attribute: false }) message: Extract<ToPanel, { type: 'show' }> | undefined;
  @query('frame-menu') private readonly menuElement!: FrameMenu;
  @query('frame-tooltip') readonly tooltip!: FrameTooltip;

  readonly element = this;
  private keeping: ReturnType<typeof setTimeout> | undefined;
  model!: PanelModel;
  look!: PanelLook;
  private readonly theme = new Theme(() => this.requestUpdate());
  private readonly flames = new FlamePane(this);
  private readonly grids = new GridPane(this);
  private readonly sandwich = new SandwichPane(this);

  /** From the editor: selects a function, in a view that can show it. */
  reveal(profile: number, frame: number): void {
    if (profile >= this.model.profiles.length || frame >= this.model.profiles[profile]!.frames.count) return;
    this.model.change({ profile });
    this.model.selectFunction(frame);
    this.showSelection();
  }

  open(frame: number, aside: boolean): void {
    host.postMessage({ type: 'open', profile: this.model.index, frame, aside });
  }

  menu(frame: number, path: readonly number[] | undefined, x: number, y: number): void {
    this.tooltip.hide();
    void this.menuElement.open(this.model.names.nameOf(frame), frameMenu(this, frame, path, (view) => this.view(view)), x, y);
  }

  protected override createRenderRoot(): this {
    return this;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    window.addEventListener('keydown', this.onKey);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    window.removeEventListener('keydown', this.onKey);
    this.theme.dispose();
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has('message') || !this.message) return;
    const kept = restoredState(host.getState());
    this.model = new PanelModel(this.message, kept, () => this.onChange(), () => this.keep());
    this.look = new PanelLook(this.model, this.theme);
    this.keep();
    if (!viewsOf(this.model).some(({ name }) => name === kept.view)) this.model.change({ view: 'flame' });
  }

  protected override render(): TemplateResult {
    const { model, look } = this;
    return html`${toolbar(model, look.search, {
      search: (search, isRegex) => model.change({ search, isRegex }),
      step: (by) => this.step(by),
      more: (event) => this.more(event),
      view: (view) => this.view(view),
    })}
    ${trail(model)}${notesBar(model)}
    <div class="stage" id="view" role="tabpanel" aria-labelledby="tab-${model.state.view}">${this.pane()}</div>
    ${legend(model, look, { search: (search) => model.change({ search, isRegex: false }), allPackages: () => this.view('packages') })}
    ${this.details()}
    <frame-tooltip></frame-tooltip><frame-menu></frame-menu>`;
  }

  private details(): TemplateResult {
    const { view } = this.model.state;
    if (view === 'files' || view === 'packages') return hintLine('Enter or a double click shows where it is in the flame graph.');
    const between = view === 'sandwich' ? this.sandwich.detail : undefined;
    const frame = between?.frame ?? this.model.own.selection?.frame;
    return detailLine(between?.detail ?? this.flames.detail, (aside) => frame !== undefined && this.open(frame, aside));
  }

  private pane(): TemplateResult {
    switch (this.model.state.view) {
      case 'time': return this.flames.inTime();
      case 'flame': return this.flames.aggregated();
      case 'sandwich': return this.sandwich.render(this.grids.functions(true));
      case 'top-down': return this.grids.topDown();
      case 'bottom-up': return this.grids.bottomUp();
      case 'functions': return this.grids.functions();
      case 'files': return this.grids.files();
      case 'packages': return this.grids.packages();
    }
  }

  private onChange(): void {
    this.keep();
    this.requestUpdate();
  }

  /** Not at every step of a movement. */
  private keep(): void {
    clearTimeout(this.keeping);
    this.keeping = setTimeout(() => host.setState({ ...this.model.state, ...(this.message?.origin && { origin: this.message.origin }) }), KEEP_AFTER);
  }

  private view(view: ViewName): void {
    this.model.change({ view });
    this.showSelection();
  }

  /** Once the page has the new view, what is selected is in sight. */
  private showSelection(): void {
    void this.updateComplete.then(() => {
      const flame = this.querySelector('profile-flame');
      if (flame?.selected !== undefined) flame.show(flame.selected);
      this.grids.showSelection();
    });
  }

  private step(by: 1 | -1): void {
    const next = this.look.nextMatch(by);
    if (next === undefined) return;
    this.model.selectFunction(next);
    this.showSelection();
  }

  private more(event: MouseEvent): void {
    const { left, bottom } = (event.currentTarget as HTMLElement).getBoundingClientRect();
    void this.menuElement.open('More', moreMenu(this, this.querySelector('profile-flame') ? () => void this.exportPicture() : undefined), left, bottom);
  }

  private async exportPicture(): Promise<void> {
    const flame = this.querySelector('profile-flame');
    const blob = await flame?.picture();
    if (flame && blob) host.postMessage({ type: 'export', name: `${this.message?.title ?? 'profile'}-${flame.id.replace(/^flame-/, '')}`, png: new Uint8Array(await blob.arrayBuffer()) });
  }

  /** Keys that work wherever the focus is, unless something is being typed. */
  private readonly onKey = (event: KeyboardEvent): void => {
    if (event.defaultPrevented || isTyping(event)) return;
    const modified = event.ctrlKey || event.metaKey;
    const view = !modified && !event.altKey && /^[1-8]$/.test(event.key) ? viewsOf(this.model)[Number(event.key) - 1] : undefined;
    if (view) this.view(view.name);
    else if (event.key === '/' || (modified && event.key.toLowerCase() === 'f')) this.querySelector<HTMLElement>('#search')?.focus();
    else if (modified && !event.shiftKey && event.key.toLowerCase() === 'z') this.model.undo();
    else if (modified && event.key.toLowerCase() === 'c' && window.getSelection()?.isCollapsed !== false) this.copyStack();
    else if (event.key === 'Escape') this.back();
    else return;
    event.preventDefault();
  };

  /** Escape takes back one thing after the other, the most passing first. */
  private back(): void {
    if (this.model.state.search !== '') this.model.change({ search: '' });
    else if (this.model.own.range) this.model.chooseRange(undefined);
    else if (this.model.own.steps.length > 0) this.model.undo();
  }

  /** The callers of the selected call, innermost first, as stack traces are written. */
  copyStack(): void {
    const { model } = this;
    const { selection } = model.own;
    if (!selection) return;
    const node = model.selectedNode;
    const path = selection.path ?? (node === undefined ? [selection.frame] : pathTo(model.profile.nodes, node));
    const lines = path.toReversed().map((frame) => {
      const place = model.names.placeOf(frame);
      return place === '' ? `    at ${model.names.nameOf(frame)}` : `    at ${model.names.nameOf(frame)} (${place})`;
    });
    this.copy(lines.join('\n'));
  }

  copy(text: string): void {
    host.postMessage({ type: 'copy', text });
  }

  refresh(): void {
    this.requestUpdate();
  }
}

function isTyping(event: KeyboardEvent): boolean {
  const [target] = event.composedPath();
  return target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement;
}

declare global {
  interface HTMLElementTagNameMap {
    'shown-profiles': ShownProfiles;
  }
}
