import type { FlameLayout } from '../../profile/flame-layout.js';
import { LitElement, html, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';
import { ref } from 'lit/directives/ref.js';
import type { BoxEvents } from './box-events.js';
import { FlamePainter, ROW_HEIGHT, placeOf, rowAt, type BoxLook, type FlameScene } from './flame-painter.js';
import { firstBox, flameActionOf, stepFrom, type FlameAction } from './flame-keys.js';
import { boxAt, endOf, rowCount, rowOf, startOf } from './flame-rows.js';
import './flame-tree.js';
import type { FlameTree } from './flame-tree.js';
import type { Palette } from './palette.js';
import { ViewportMotion } from './viewport-motion.js';
import { extentOf, fitted, isWhole, panned, revealed, wholeOf, within, zoomed, type Extent, type Viewport } from './viewport.js';

/** How far the pointer moves before a press is a drag. */
const DRAG_BEGINS = 4;

interface Drag {
  readonly x: number;
  readonly y: number;
  readonly view: Viewport;
  readonly spans: boolean;
  moved: boolean;
}

/** A flame graph: boxes to look at, to move through with pointer or keyboard, and to act on. Says what was done by events. */
@customElement('profile-flame')
export class FlameView extends LitElement {
  @property({ attribute: false }) layout: FlameLayout | undefined;
  @property({ attribute: false }) extent: Extent = extentOf(0, 1);
  @property({ attribute: false }) look: BoxLook | undefined;
  @property({ attribute: false }) describe: (box: number) => string = () => '';
  @property({ attribute: false }) palette: Palette | undefined;
  @property({ attribute: false }) selected: number | undefined;
  /** What was seen when the graph was shown before. */
  @property({ attribute: false }) kept: Viewport | undefined;
  @property() font = '12px system-ui';
  @property() label = '';
  @property({ type: Boolean }) upwards = false;
  /** `canvas` does without the graphics card. */
  @property() drawing: 'webgl' | 'canvas' = 'webgl';

  @query('.flame-scroll') private readonly scroller!: HTMLElement;
  @query('profile-flame-tree') private readonly tree!: FlameTree;

  private painter: FlamePainter | undefined;
  private hovered: number | undefined;
  private drag: Drag | undefined;
  private frame = 0;
  private width = 0;
  private height = 0;
  private readonly motion = new ViewportMotion((view) => this.lookAt(view));
  private readonly sizes = new ResizeObserver(() => this.measure());
  private seen: Viewport = { from: 0, to: 1, top: 0 };

  /** The part that is seen. */
  get view(): Viewport {
    return this.seen;
  }

  set view(view: Viewport) {
    this.motion.stop();
    this.lookAt(view);
  }

  /** Moves to a part, in one step where the user wants nothing to move. */
  moveTo(view: Viewport): void {
    this.motion.go(this.seen, this.bounded(view));
  }

  whole(): void {
    this.moveTo(wholeOf(this.extent, this.seen.top));
  }

  zoomTo(box: number): void {
    if (this.layout) this.moveTo(fitted(this.withRow(box), startOf(this.layout, box), endOf(this.layout, box), this.extent));
  }

  /** The least movement after which a box is in sight. */
  show(box: number): void {
    if (this.layout) this.moveTo(revealed(this.withRow(box), startOf(this.layout, box), endOf(this.layout, box), this.extent));
  }

  override focus(options?: FocusOptions): void {
    this.tree.focus(options);
  }

  /** What is seen, as a picture of its own. */
  async picture(): Promise<Blob | undefined> {
    const scene = this.scene();
    const [boxes, text] = this.querySelectorAll('canvas');
    if (!scene || !this.painter || !boxes || !text) return undefined;
    this.painter.paint(scene);
    const sheet = document.createElement('canvas');
    sheet.width = boxes.width;
    sheet.height = boxes.height;
    const context = sheet.getContext('2d');
    context?.drawImage(boxes, 0, 0);
    context?.drawImage(text, 0, 0);
    return new Promise((resolve) => sheet.toBlob((blob) => resolve(blob ?? undefined)));
  }

  /** Which way the picture is drawn. */
  get drawnBy(): 'webgl' | 'canvas' | undefined {
    return this.painter?.kind;
  }

  redraw(): void {
    if (this.frame === 0) this.frame = requestAnimationFrame(() => this.paint());
  }

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
    this.motion.stop();
    cancelAnimationFrame(this.frame);
    this.frame = 0;
    this.painter?.dispose();
    this.painter = undefined;
  }

  protected override render(): TemplateResult {
    const rows = (this.layout ? rowCount(this.layout) : 0) * ROW_HEIGHT;
    return html`<div class="flame-scroll" @scroll=${this.onScroll} @wheel=${this.onWheel}>
      <div class="flame-stage" ${ref((stage) => stage && this.sizes.observe(stage))}
        @pointerdown=${this.onPress} @pointermove=${this.onMove} @pointerup=${this.onRelease} @pointerleave=${this.onLeave}
        @dblclick=${this.onDouble} @contextmenu=${this.onMenu} @keydown=${this.onKey}>
        <canvas class="flame-boxes" aria-hidden="true"></canvas>
        <canvas class="flame-text" aria-hidden="true"></canvas>
        <profile-flame-tree .layout=${this.layout} .selected=${this.selected} .describe=${this.describe} .label=${this.label} .idPrefix=${this.id || 'flame'}></profile-flame-tree>
      </div>
      <div class="flame-rest" ${ref((rest) => rest && ((rest as HTMLElement).style.height = `${Math.max(0, rows - this.height)}px`))}></div>
    </div>`;
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (changed.has('extent')) this.follow(changed.get('extent'));
    this.redraw();
  }

  /** Who saw the whole of what was there before sees the whole of what is there now. */
  private follow(before: Extent | undefined): void {
    if (before === undefined && this.kept) this.lookAt(this.kept);
    else this.lookAt(before === undefined || isWhole(this.seen, before) ? wholeOf(this.extent, this.seen.top) : this.seen);
  }

  private lookAt(view: Viewport): void {
    const bounded = this.bounded(view);
    const { from, to, top } = this.seen;
    if (bounded.from === from && bounded.to === to && bounded.top === top) return;
    this.seen = bounded;
    if (this.scroller && Math.abs(this.scrolled() - bounded.top) >= 1) this.scroller.scrollTop = this.upwards ? this.furthest() - bounded.top : bounded.top;
    this.say('view-change', bounded);
    this.redraw();
  }

  private bounded(view: Viewport): Viewport {
    return within({ ...view, top: Math.min(Math.max(0, view.top), this.furthest()) }, this.extent);
  }

  private furthest(): number {
    return Math.max(0, (this.layout ? rowCount(this.layout) : 0) * ROW_HEIGHT - this.height);
  }

  /** How far row 0 is away from its edge. */
  private scrolled(): number {
    return this.upwards ? this.furthest() - this.scroller.scrollTop : this.scroller.scrollTop;
  }

  private withRow(box: number): Viewport {
    const top = this.layout ? rowOf(this.layout, box) * ROW_HEIGHT : 0;
    const { top: seen } = this.seen;
    if (top < seen) return { ...this.seen, top: Math.max(0, top - ROW_HEIGHT) };
    if (top + 2 * ROW_HEIGHT > seen + this.height) return { ...this.seen, top: top + 3 * ROW_HEIGHT - this.height };
    return this.seen;
  }

  private measure(): void {
    const stage = this.querySelector<HTMLElement>('.flame-stage');
    if (!stage) return;
    this.width = stage.clientWidth;
    this.height = stage.clientHeight;
    this.requestUpdate();
  }

  private scene(): FlameScene | undefined {
    const { layout, look, palette, width, height } = this;
    if (!layout || !look || !palette || width === 0 || height === 0) return undefined;
    return { layout, look, palette, width, height, view: this.seen, font: this.font, selected: this.selected, hovered: this.hovered, upwards: this.upwards, ratio: window.devicePixelRatio };
  }

  private paint(): void {
    this.frame = 0;
    const scene = this.scene();
    if (!scene) return;
    this.painter ??= this.makePainter();
    this.painter?.paint(scene);
  }

  private makePainter(): FlamePainter | undefined {
    const [boxes, text] = this.querySelectorAll('canvas');
    return boxes && text && new FlamePainter(boxes, text, this.drawing, () => this.onLost());
  }

  /** A canvas whose card was lost serves nobody any more: another takes its place, without the card. */
  private onLost(): void {
    this.painter = undefined;
    this.drawing = 'canvas';
    const [boxes] = this.querySelectorAll('canvas');
    boxes?.replaceWith(boxes.cloneNode());
    this.redraw();
  }

  /** Returns whether nobody prevented what comes next. */
  private say<K extends keyof BoxEvents>(type: K, detail: BoxEvents[K]): boolean {
    return this.dispatchEvent(new CustomEvent(type, { detail, cancelable: true }));
  }

  private enter(box: number): void {
    if (this.say('box-enter', { box, x: 0, y: 0 })) this.zoomTo(box);
  }

  private readonly onScroll = (): void => {
    // Its own doing comes back as an event, rounded.
    if (Math.abs(this.scrolled() - this.seen.top) >= 1) this.lookAt({ ...this.seen, top: this.scrolled() });
  };

  private readonly onWheel = (event: WheelEvent): void => {
    const { left } = this.scroller.getBoundingClientRect();
    const lines = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? ROW_HEIGHT : 1;
    const sideways = event.shiftKey ? event.deltaY || event.deltaX : event.deltaX;
    if (event.ctrlKey || event.metaKey) {
      this.view = zoomed(this.seen, Math.exp((event.deltaY * lines) / 250), this.positionAt(event.clientX - left), this.extent);
    } else if (event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY)) {
      this.view = panned(this.seen, (sideways * lines) / this.width, this.extent);
    } else return;
    event.preventDefault();
  };

  private positionAt(x: number): number {
    return this.seen.from + (x / this.width) * (this.seen.to - this.seen.from);
  }

  private boxUnder({ clientX, clientY }: MouseEvent): number | undefined {
    if (!this.layout) return undefined;
    const { left, top } = this.querySelector('.flame-stage')!.getBoundingClientRect();
    return boxAt(this.layout, rowAt(clientY - top, this.seen.top, this.height, this.upwards), this.positionAt(clientX - left));
  }

  private readonly onPress = (event: PointerEvent): void => {
    if (event.button !== 0) return;
    this.motion.stop();
    this.drag = { x: event.clientX, y: event.clientY, view: this.seen, spans: event.shiftKey, moved: false };
    this.tree.focus({ preventScroll: true });
    event.preventDefault();
  };

  private readonly onMove = (event: PointerEvent): void => {
    const { drag } = this;
    if (!drag) return this.hover(event);
    const [x, y] = [event.clientX - drag.x, event.clientY - drag.y];
    if (!drag.moved && Math.hypot(x, y) < DRAG_BEGINS) return;
    if (!drag.moved) (event.currentTarget as HTMLElement).setPointerCapture(event.pointerId);
    drag.moved = true;
    this.classList.add('dragged');
    if (drag.spans) {
      this.say('span-select', this.spanOf(drag, event));
      return;
    }
    const down = this.upwards ? y : -y;
    this.view = { ...panned(drag.view, -x / this.width, this.extent), top: drag.view.top + down };
  };

  private spanOf(drag: Drag, event: MouseEvent): { from: number; to: number } {
    const { left } = this.getBoundingClientRect();
    const ends = [this.positionAt(drag.x - left), this.positionAt(event.clientX - left)];
    return { from: Math.min(...ends), to: Math.max(...ends) };
  }

  private readonly onRelease = (event: PointerEvent): void => {
    const { drag } = this;
    this.drag = undefined;
    this.classList.remove('dragged');
    if (!drag || drag.moved) return;
    const box = this.boxUnder(event);
    if (box === undefined) return;
    const place = { box, x: event.clientX, y: event.clientY };
    this.say('box-select', place);
    if (event.ctrlKey || event.metaKey || event.altKey) this.say('box-open', { ...place, aside: event.altKey });
  };

  private readonly onLeave = (): void => this.setHovered(undefined, undefined);

  private hover(event: PointerEvent): void {
    this.setHovered(this.boxUnder(event), event);
  }

  private setHovered(box: number | undefined, event: PointerEvent | undefined): void {
    if (box !== this.hovered) this.redraw();
    this.hovered = box;
    this.say('box-hover', box === undefined || !event ? undefined : { box, x: event.clientX, y: event.clientY });
  }

  private readonly onDouble = (event: MouseEvent): void => {
    const box = this.boxUnder(event);
    if (box !== undefined) this.enter(box);
  };

  private readonly onMenu = (event: MouseEvent): void => {
    event.preventDefault();
    const box = this.boxUnder(event);
    if (box === undefined) return;
    const place = { box, x: event.clientX, y: event.clientY };
    this.say('box-select', place);
    this.say('box-menu', place);
  };

  private readonly onKey = (event: KeyboardEvent): void => {
    const action = flameActionOf(event, this.upwards);
    if (!action || !this.layout || !this.act(action, this.layout)) return;
    event.preventDefault();
    event.stopPropagation();
  };

  /** Returns whether there was anything to do. */
  private act(action: FlameAction, layout: FlameLayout): boolean {
    const { seen, extent, selected } = this;
    const middle = (seen.from + seen.to) / 2;
    switch (action.do) {
      case 'step': return this.select(selected === undefined ? firstBox(layout, middle) : stepFrom(layout, selected, action.to));
      case 'zoom': this.moveTo(zoomed(this.motion.goal ?? seen, action.factor, this.pivot(layout), extent)); return true;
      case 'pan': this.moveTo(panned(this.motion.goal ?? seen, action.pages, extent)); return true;
      case 'scroll': this.moveTo({ ...seen, top: seen.top + (this.upwards ? -1 : 1) * action.pages * this.height }); return true;
      case 'zoom-to-box': if (selected !== undefined) this.enter(selected); return true;
      case 'back':
        if (isWhole(seen, extent)) return false;
        this.whole();
        return true;
      case 'whole': this.whole(); return true;
      case 'open':
      case 'menu': return selected !== undefined && this.sayAtBox(action, selected);
    }
  }

  /** Zooming by key keeps the selected box where it is, as long as it can be seen. */
  private pivot(layout: FlameLayout): number {
    const { from, to } = this.seen;
    const middle = this.selected === undefined ? NaN : (startOf(layout, this.selected) + endOf(layout, this.selected)) / 2;
    return middle >= from && middle <= to ? middle : (from + to) / 2;
  }

  private select(box: number | undefined): boolean {
    if (box === undefined) return false;
    this.say('box-select', { box, x: 0, y: 0 });
    this.show(box);
    return true;
  }

  private sayAtBox(action: { readonly do: 'open'; readonly aside: boolean } | { readonly do: 'menu' }, box: number): boolean {
    const scene = this.scene();
    if (!scene) return false;
    const stage = this.querySelector('.flame-stage')!.getBoundingClientRect();
    const { left, top } = placeOf(scene, box);
    const place = { box, x: stage.left + Math.max(0, left) + 8, y: stage.top + top + ROW_HEIGHT };
    if (action.do === 'open') this.say('box-open', { ...place, aside: action.aside });
    else this.say('box-menu', place);
    return true;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'profile-flame': FlameView;
  }
}
