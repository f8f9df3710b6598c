import { LitElement, html, nothing, type TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { amountText } from '../profile/amount.js';
import { cssColour } from './flame/colour.js';
import { timeTicks } from './time-ticks.js';
import { styleProperties } from './style-properties.js';

/** A part of the run, in microseconds since it began. */
export interface TimeRange {
  readonly from: number;
  readonly to: number;
}

/** What the run did over time: for each of so many moments, how much of it each colour had. */
export interface Activity {
  readonly colours: readonly number[];
  /** Row by row: parts from 0 to 1 for each colour. */
  at(moments: number): Float32Array;
}

const HEIGHT = 40;
/** Part of the whole that a key moves an edge by; with shift, ten times that. */
const STEP = 0.005;
/** The least part that can be drawn as a range. */
const LEAST = 0.001;

type Part = 'from' | 'to' | 'all' | 'new';

/** The whole run in small, with the range that everything else shows. Says by `range-change` what range is wanted; none for all. */
@customElement('profile-overview')
export class ProfileOverview extends LitElement {
  @property({ attribute: false }) activity: Activity | undefined;
  /** Microseconds. */
  @property({ attribute: false }) length = 1;
  @property({ attribute: false }) range: TimeRange | undefined;
  /** What the view below is zoomed to. */
  @property({ attribute: false }) seen: TimeRange | undefined;
  @property({ attribute: false }) quiet = 0;

  @query('canvas') private readonly canvas!: HTMLCanvasElement;
  @state() private width = 0;
  private drag: { readonly part: Part; readonly x: number; readonly range: TimeRange } | undefined;
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
    const { range, seen } = this;
    return html`<div class="overview-track" @pointerdown=${this.onPress} @pointermove=${this.onMove} @pointerup=${this.onRelease} @dblclick=${() => this.say(undefined)}>
      <canvas aria-hidden="true"></canvas>
      ${timeTicks(0, this.length, this.width / 110).slice(1).map(({ at, text }) => html`<span class="overview-tick" aria-hidden="true" style=${styleProperties({ left: this.percent(at) })}><span>${text}</span></span>`)}
      ${seen && !range ? html`<div class="overview-seen" style=${this.box(seen)}></div>` : nothing}
      ${range ? this.chosen(range) : nothing}
    </div>`;
  }

  protected override updated(): void {
    this.paint();
  }

  private chosen(range: TimeRange): TemplateResult {
    return html`<div class="overview-shade" style=${styleProperties({ left: '0', width: this.percent(range.from) })}></div>
      <div class="overview-shade" style=${styleProperties({ left: this.percent(range.to), right: '0' })}></div>
      <div class="overview-range" data-part="all" style=${this.box(range)}>
        ${this.handle('from', range, 'Start of the range')}${this.handle('to', range, 'End of the range')}
      </div>`;
  }

  private handle(part: 'from' | 'to', range: TimeRange, label: string): TemplateResult {
    return html`<div class="overview-handle ${part}" data-part=${part} role="slider" tabindex="0" aria-label=${label} aria-valuemin="0" aria-valuemax=${Math.round(this.length)}
      aria-valuenow=${Math.round(range[part])} aria-valuetext=${amountText(range[part], 'microseconds')} @keydown=${(event: KeyboardEvent) => this.onKey(event, part, range)}></div>`;
  }

  private percent(at: number): string {
    return `${String((at / this.length) * 100)}%`;
  }

  private box({ from, to }: TimeRange): ReturnType<typeof styleProperties> {
    return styleProperties({ left: this.percent(from), width: this.percent(to - from) });
  }

  private paint(): void {
    const { canvas, activity, width } = this;
    const context = canvas.getContext('2d');
    if (!context || !activity || width === 0) return;
    const ratio = window.devicePixelRatio;
    canvas.width = Math.round(width * ratio);
    canvas.height = Math.round(HEIGHT * ratio);
    const parts = activity.at(canvas.width);
    const groups = activity.colours.length;
    const bottoms = new Float32Array(canvas.width).fill(canvas.height);
    activity.colours.forEach((colour, group) => {
      context.fillStyle = cssColour(colour);
      for (let x = 0; x < canvas.width; x++) {
        const high = parts[x * groups + group]! * canvas.height * 0.9;
        bottoms[x]! -= high;
        if (high > 0) context.fillRect(x, bottoms[x]!, 1, high);
      }
    });
  }

  private timeAt(x: number): number {
    const { left, width } = this.getBoundingClientRect();
    return Math.min(Math.max((x - left) / width, 0), 1) * this.length;
  }

  private readonly onPress = (event: PointerEvent): void => {
    if (event.button !== 0) return;
    const part = ((event.target as HTMLElement).dataset['part'] as Part | undefined) ?? 'new';
    const at = this.timeAt(event.clientX);
    this.drag = { part, x: event.clientX, range: part === 'new' || !this.range ? { from: at, to: at } : this.range };
    (event.currentTarget as HTMLElement).setPointerCapture(event.pointerId);
  };

  private readonly onMove = (event: PointerEvent): void => {
    const { drag } = this;
    if (!drag || (drag.part === 'new' && Math.abs(event.clientX - drag.x) < 3)) return;
    const by = this.timeAt(event.clientX) - this.timeAt(drag.x);
    this.say(this.moved(drag.range, drag.part, by));
  };

  private moved({ from, to }: TimeRange, part: Part, by: number): TimeRange {
    const clamp = (value: number, low: number, high: number): number => Math.min(Math.max(value, low), high);
    const least = this.length * LEAST;
    if (part === 'from') return { from: clamp(from + by, 0, to - least), to };
    if (part === 'to') return { from, to: clamp(to + by, from + least, this.length) };
    if (part === 'new') return by < 0 ? { from: clamp(from + by, 0, from), to: from } : { from, to: clamp(from + by, from + least, this.length) };
    const shift = clamp(by, -from, this.length - to);
    return { from: from + shift, to: to + shift };
  }

  private readonly onRelease = (): void => {
    this.drag = undefined;
  };

  private onKey(event: KeyboardEvent, part: 'from' | 'to', range: TimeRange): void {
    const step = this.length * STEP * (event.shiftKey ? 10 : 1);
    const by: Readonly<Record<string, number>> = { ArrowLeft: -step, ArrowDown: -step, ArrowRight: step, ArrowUp: step, Home: -this.length, End: this.length };
    if (event.key === 'Escape') this.say(undefined);
    else if (by[event.key] !== undefined) this.say(this.moved(range, part, by[event.key]!));
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  private say(range: TimeRange | undefined): void {
    this.dispatchEvent(new CustomEvent('range-change', { detail: range }));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'profile-overview': ProfileOverview;
  }
}
