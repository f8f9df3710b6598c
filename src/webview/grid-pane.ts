import { html, type TemplateResult } from 'lit';
import type { CallerTree } from '../profile/callers.js';
import type { NodeTable } from '../profile/profile.js';
import { pathTo } from './call-path.js';
import { costColumns, groupColumns, type CellContext } from './cost-columns.js';
import { nothingWords } from './flame-template.js';
import { groupQuery, groupTitle } from './frame-groups.js';
import type { GridColumn, RowEvent, RowEvents } from './grid/grid-view.js';
import type { GridRow, GridSort } from './grid/grid-rows.js';
import './grid/grid-view.js';
import { memo } from './memo.js';
import type { PaneHost } from './pane-host.js';
import { functionRows, groupRows, type GroupRow } from './table-rows.js';
import { OpenTree, bottomUpSource, topDownSource, type CostRow } from './tree-rows.js';

/** Of what is in none. */
const NO_FILE = '(no file)';

/** The trees and tables. */
export class GridPane {
  private openTopDown: ReadonlySet<string> = new Set();
  private openBottomUp: ReadonlySet<string> = new Set();
  /** The selected row of a tree, by key: one function has many rows. */
  private key = '';
  /** The selected file or package. */
  private group = '';

  constructor(private readonly host: PaneHost) {}

  topDown(): TemplateResult {
    const { model } = this.host;
    const tree = this.topDownTree(model.profile.nodes);
    const rows = this.topDownRows(tree, this.openTopDown);
    const toggle = (row: CostRow): void => this.update(() => (this.openTopDown = toggled(this.openTopDown, row, tree)));
    return this.costs('Top-down tree', rows, this.selectedKey('top-down', rows), true, toggle);
  }

  bottomUp(): TemplateResult {
    const tree = this.bottomUpTree(this.host.model.callers);
    const rows = this.bottomUpRows(tree, this.openBottomUp);
    const toggle = (row: CostRow): void => this.update(() => (this.openBottomUp = toggled(this.openBottomUp, row, tree)));
    return this.costs('Bottom-up tree', rows, this.selectedKey('bottom-up', rows), true, toggle);
  }

  /** @param isList beside something else, with little room */
  functions(isList = false): TemplateResult {
    const { model } = this.host;
    const rows = this.functionRows(model.profile, model.totals, model.state.sort, model.differences);
    return this.costs('Functions', rows, String(model.own.selection?.frame ?? ''), false, () => undefined, isList);
  }

  files(): TemplateResult {
    const { model } = this.host;
    const { frames } = model.profile;
    const names = this.fileNames(model.names, frames);
    const rows = this.fileRows(frames, model.files, names, model.totalsOfFiles(), model.totals, model.state.sort);
    return this.groups('Files', 'File', rows, () => undefined, ({ name }) => (name === NO_FILE ? undefined : name));
  }

  packages(): TemplateResult {
    const { model, look } = this.host;
    const { group, groups } = model.places;
    const names = this.groupNames(groups);
    const rows = this.packageRows(model.profile.frames, group, names, model.totalsOfGroups(), model.totals, model.state.sort);
    return this.groups('Packages', 'Package', rows, ({ key }) => look.groupColours[Number(key)], ({ key }) => groupQuery(groups[Number(key)]!));
  }

  /** Opens what the selected call is in. */
  showSelection(): void {
    const { model } = this.host;
    const node = model.selectedNode;
    if (node === undefined || model.state.view !== 'top-down') return;
    const open = new Set(this.openTopDown);
    const { parent } = model.profile.nodes;
    for (let call = parent[node]!; call > 0; call = parent[call]!) open.add(String(call));
    this.key = String(node);
    this.update(() => (this.openTopDown = open));
  }

  private readonly topDownTree = memo((nodes: NodeTable) => {
    const tree = new OpenTree(topDownSource(nodes));
    this.openTopDown = tree.firstOpen;
    return tree;
  });
  private readonly topDownRows = memo((tree: OpenTree<number>, open: ReadonlySet<string>) => tree.rows(open));
  private readonly bottomUpTree = memo((callers: CallerTree) => {
    this.openBottomUp = new Set();
    return new OpenTree(bottomUpSource(callers));
  });
  private readonly bottomUpRows = memo((tree: ReturnType<GridPane['bottomUpTree']>, open: ReadonlySet<string>) => tree.rows(open));
  private readonly functionRows = memo((profile: PaneHost['model']['profile'], totals: PaneHost['model']['totals'], sort: GridSort, differences: PaneHost['model']['differences']) => {
    const { names } = this.host.model;
    // The largest changes stand together, whether more or less.
    const shown = differences === undefined ? totals : { ...totals, self: differences.change.map(Math.abs) };
    return functionRows(profile.frames, shown, (frame) => names.nameOf(frame), (frame) => names.placeOf(frame), sort, (frame) => this.host.model.isRoot(frame));
  });
  private readonly fileRows = memo(groupRows);
  private readonly packageRows = memo(groupRows);
  private readonly fileNames = memo((names: PaneHost['model']['names'], frames: PaneHost['model']['profile']['frames']): readonly string[] => {
    const shown = frames.strings.slice();
    for (let frame = 0; frame < frames.count; frame++) shown[frames.url[frame]!] = names.fileOf(frame) || NO_FILE;
    return shown;
  });
  private readonly groupNames = memo((groups: PaneHost['model']['places']['groups']) => groups.map(groupTitle));

  private update(change: () => void): void {
    change();
    this.host.refresh();
  }

  private get cells(): CellContext {
    const { model, look } = this.host;
    return { names: model.names, colours: look.plainColours, matches: look.search.matches, whole: model.profile.total, unit: model.profile.unit, differences: model.differences };
  }

  private selectedKey(view: 'top-down' | 'bottom-up', rows: readonly CostRow[]): string {
    const { selection } = this.host.model.own;
    const node = this.host.model.selectedNode;
    const holds = rows.some(({ key, frame }) => key === this.key && frame === selection?.frame);
    if (holds) return this.key;
    if (view === 'top-down') return node === undefined ? '' : String(node);
    return selection ? `/${String(selection.frame)}` : '';
  }

  private costs(label: string, rows: readonly CostRow[], key: string, isTree: boolean, toggle: (row: CostRow) => void, isList = false): TemplateResult {
    const { model } = this.host;
    const select = (row: CostRow): void => {
      this.key = row.key;
      if (row.node !== undefined) model.selectCall(pathTo(model.profile.nodes, row.node));
      else model.selectFunction(row.frame);
    };
    const columns = costColumns(this.cells, isTree).filter(({ id }) => !isList || id === 'name' || id === (model.state.sort.column === 'total' ? 'total' : 'self'));
    return this.grid(label, rows, columns, key, isTree, {
      select, toggle,
      source: ({ frame }, aside) => this.host.open(frame, aside),
      menu: ({ frame, node }, x, y) => this.host.menu(frame, node === undefined ? undefined : pathTo(this.host.model.profile.nodes, node), x, y),
    });
  }

  /** @param queryOf what is searched for to show where a row's functions are */
  private groups(label: string, title: string, rows: readonly GroupRow[], swatchOf: (row: GroupRow) => number | undefined, queryOf: (row: GroupRow) => string | undefined): TemplateResult {
    const show = (search: string | undefined): void => {
      if (search !== undefined) this.host.model.change({ search, isRegex: false, view: 'flame' });
    };
    return this.grid(label, rows, groupColumns(this.cells, title, swatchOf), this.group, false, {
      select: ({ key }) => this.update(() => (this.group = key)),
      toggle: () => undefined,
      source: (row) => show(queryOf(row)),
      menu: () => undefined,
    });
  }

  private grid<R extends GridRow>(label: string, rows: readonly R[], columns: readonly GridColumn<R>[], key: string, isTree: boolean, on: {
    select(row: R): void; toggle(row: R): void; source(row: R, aside: boolean): void; menu(row: R, x: number, y: number): void;
  }): TemplateResult {
    const { model } = this.host;
    const at = (event: CustomEvent<RowEvent>, act: (row: R) => void): void => {
      const row = rows[event.detail.index];
      if (row) act(row);
    };
    return html`<profile-grid id="grid-${model.state.view}" .rows=${rows} .columns=${columns} .selected=${rows.findIndex((row) => row.key === key)} .sort=${isTree ? undefined : model.state.sort}
      ?isTree=${isTree} label=${label} empty=${nothingWords(model.isPart)}
      @row-select=${(event: CustomEvent<RowEvent>) => at(event, on.select)}
      @row-toggle=${(event: CustomEvent<RowEvent>) => at(event, on.toggle)}
      @row-source=${(event: CustomEvent<RowEvents['row-source']>) => at(event, (row) => on.source(row, event.detail.aside))}
      @row-menu=${(event: CustomEvent<RowEvent>) => at(event, (row) => on.menu(row, event.detail.x, event.detail.y))}
      @grid-sort=${({ detail }: CustomEvent<GridSort>) => model.change({ sort: detail })}></profile-grid>`;
  }
}

function toggled<N>(open: ReadonlySet<string>, { key, isOpen }: CostRow, tree: OpenTree<N>): ReadonlySet<string> {
  if (!isOpen) return tree.opened(open, key);
  const closed = new Set(open);
  closed.delete(key);
  return closed;
}
