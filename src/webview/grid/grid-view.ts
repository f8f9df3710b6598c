import { LitElement, html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { gridActionOf, type GridRow, type GridSort } from './grid-rows.js';
import { styleProperties } from '../style-properties.js';

export const GRID_ROW_HEIGHT = 22;
/** Rows made ready above and below those that are seen. */
const SPARE = 8;

export interface GridColumn<R extends GridRow> {
  readonly id: string;
  readonly title: string;
  /** What the column says, for its heading. */
  readonly explanation: string;
  readonly isNumber: boolean;
  /** Columns that go first when there is little room have higher numbers; 0 always stays. */
  readonly rank: number;
  readonly isSortable: boolean;
  cell(row: R): TemplateResult | string;
}

/** What happens to a row: `x` and `y` are places of the page. */
export interface RowEvent {
  readonly index: number;
  readonly x: number;
  readonly y: number;
}

export interface RowEvents {
  'row-select': RowEvent;
  'row-toggle': RowEvent;
  'row-source': RowEvent & { readonly aside: boolean };
  'row-menu': RowEvent;
  'grid-sort': GridSort;
}

/** A table or a tree of any length: only the rows that are seen are in the page. Says what was done by events. */
@customElement('profile-grid')
export class GridView<R extends GridRow = GridRow> extends LitElement {
  @property({ attribute: false }) rows: readonly R[] = [];
  @property({ attribute: false }) columns: readonly GridColumn<R>[] = [];
  /** Index of the selected row; -1 for none. */
  @property({ attribute: false }) selected = -1;
  @property({ attribute: false }) sort: GridSort | undefined;
  @property({ type: Boolean }) isTree = false;
  @property() label = '';
  /** What stands there instead of no rows. */
  @property() empty = '';

  @query('.grid-body') private readonly body!: HTMLElement;
  @state() private top = 0;
  @state() private height = 400;
  private readonly sizes = new ResizeObserver(() => (this.height = this.body.clientHeight));

  /** Scrolls no further than needed. */
  show(index: number): void {
    const top = index * GRID_ROW_HEIGHT;
    const { scrollTop, clientHeight } = this.body;
    if (top < scrollTop) this.body.scrollTop = top;
    else if (top + GRID_ROW_HEIGHT > scrollTop + clientHeight) this.body.scrollTop = top + GRID_ROW_HEIGHT - clientHeight;
  }

  override focus(options?: FocusOptions): void {
    this.body.focus(options);
  }

  protected override createRenderRoot(): this {
    return this;
  }

  protected override firstUpdated(): void {
    this.sizes.observe(this.body);
    if (this.selected >= 0) this.show(this.selected);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.sizes.disconnect();
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (changed.has('selected') && this.selected >= 0) this.show(this.selected);
  }

  protected override render(): TemplateResult {
    const first = Math.max(0, Math.floor(this.top / GRID_ROW_HEIGHT) - SPARE);
    const last = Math.min(this.rows.length, Math.ceil((this.top + this.height) / GRID_ROW_HEIGHT) + SPARE);
    const seen = this.rows.slice(first, last).map((row, index) => ({ row, index: first + index }));
    // The selected row stays in the page even out of sight: the focus is on it.
    const away = this.selected >= 0 && this.selected < this.rows.length && (this.selected < first || this.selected >= last);
    if (away) seen.push({ row: this.rows[this.selected]!, index: this.selected });
    return html`<div class="grid-body" role=${this.isTree ? 'treegrid' : 'grid'} tabindex="0" aria-label=${this.label} aria-readonly="true"
        aria-rowcount=${this.rows.length + 1} aria-colcount=${this.columns.length}
        aria-activedescendant=${this.selected >= 0 && this.selected < this.rows.length ? this.idOf(this.selected) : nothing}
        @scroll=${() => (this.top = this.body.scrollTop)} @keydown=${this.onKey} @click=${this.onClick} @dblclick=${this.onDouble} @contextmenu=${this.onMenu}>
      <div class="grid-head" role="row" aria-rowindex="1">${this.columns.map((column) => this.heading(column))}</div>
      ${this.rows.length === 0 ? html`<div class="grid-empty" role="row"><span role="gridcell">${this.empty}</span></div>` : nothing}
      <div class="grid-rows" role="rowgroup" style=${styleProperties({ height: `${this.rows.length * GRID_ROW_HEIGHT}px` })}>
        ${repeat(seen, ({ row }) => row.key, ({ row, index }) => this.row(row, index))}
      </div>
    </div>`;
  }

  private heading(column: GridColumn<R>): TemplateResult {
    const isSorted = this.sort?.column === column.id;
    const order = isSorted ? (this.sort?.descending ? 'descending' : 'ascending') : undefined;
    const arrow = order ? html`<span class="codicon codicon-arrow-${order === 'descending' ? 'down' : 'up'}" aria-hidden="true"></span>` : nothing;
    return html`<div class=${classesOf(column)} role="columnheader" aria-sort=${order ?? nothing} title=${column.explanation}>
      ${column.isSortable ? html`<button type="button" tabindex="-1" data-column=${column.id}>${column.title}${arrow}</button>` : column.title}
    </div>`;
  }

  private row(row: R, index: number): TemplateResult {
    return html`<div class="grid-row ${index === this.selected ? 'selected' : ''}" role="row" id=${this.idOf(index)} data-index=${index}
        aria-rowindex=${index + 2} aria-selected=${index === this.selected}
        aria-level=${this.isTree ? row.level : nothing} aria-posinset=${this.isTree ? row.position : nothing} aria-setsize=${this.isTree ? row.size : nothing}
        aria-expanded=${row.isOpen === undefined ? nothing : String(row.isOpen)}
        style=${styleProperties({ top: `${index * GRID_ROW_HEIGHT}px` })}>
      ${this.columns.map((column) => html`<div class=${classesOf(column)} role="gridcell">${column.cell(row)}</div>`)}
    </div>`;
  }

  private idOf(index: number): string {
    return `${this.id || 'grid'}-${this.rows[index]?.key ?? index}`;
  }

  private say<K extends keyof RowEvents>(type: K, detail: RowEvents[K]): void {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }

  private eventAt(event: MouseEvent): RowEvent | undefined {
    const row = (event.target as Element).closest<HTMLElement>('.grid-row');
    return row ? { index: Number(row.dataset['index']), x: event.clientX, y: event.clientY } : undefined;
  }

  private readonly onClick = (event: MouseEvent): void => {
    const target = event.target as Element;
    const column = target.closest<HTMLElement>('[data-column]')?.dataset['column'];
    if (column !== undefined) {
      this.body.focus();
      return this.say('grid-sort', { column, descending: this.sort?.column === column ? !this.sort.descending : this.columns.find(({ id }) => id === column)?.isNumber === true });
    }
    const at = this.eventAt(event);
    if (!at) return;
    this.say('row-select', at);
    const aside = event.altKey || event.ctrlKey || event.metaKey;
    if (target.closest('.twistie')) this.say('row-toggle', at);
    else if (target.closest('.source-link') || aside) this.say('row-source', { ...at, aside });
  };

  private readonly onDouble = (event: MouseEvent): void => {
    const at = this.eventAt(event);
    if (!at || (event.target as Element).closest('.twistie, .source-link')) return;
    if (this.rows[at.index]?.isOpen === undefined) this.say('row-source', { ...at, aside: false });
    else this.say('row-toggle', at);
  };

  private readonly onMenu = (event: MouseEvent): void => {
    const at = this.eventAt(event);
    if (!at) return;
    event.preventDefault();
    this.say('row-select', at);
    this.say('row-menu', at);
  };

  private readonly onKey = (event: KeyboardEvent): void => {
    const page = Math.max(1, Math.floor(this.height / GRID_ROW_HEIGHT) - 2);
    const action = gridActionOf(event, this.rows, this.selected, page);
    if (!action) return;
    const place = this.placeOf(this.selected);
    switch (action.do) {
      case 'go': this.say('row-select', this.placeOf(action.to)); break;
      case 'open':
      case 'close': this.say('row-toggle', this.placeOf(action.row)); break;
      case 'menu': if (this.selected >= 0) this.say('row-menu', place); break;
      case 'source': if (this.selected >= 0) this.say('row-source', { ...place, aside: action.aside });
    }
    event.preventDefault();
    event.stopPropagation();
  };

  private placeOf(index: number): RowEvent {
    const { left, top } = this.body.getBoundingClientRect();
    return { index, x: left + 24, y: top + GRID_ROW_HEIGHT + (index + 1) * GRID_ROW_HEIGHT - this.body.scrollTop };
  }
}

function classesOf<R extends GridRow>({ id, isNumber, rank }: GridColumn<R>): string {
  return `grid-cell column-${id} rank-${rank}${isNumber ? ' number' : ''}`;
}
