import { html, type TemplateResult } from 'lit';
import { amountText, countText } from '../profile/amount.js';
import { extentOf as widthOf, type FlameLayout } from '../profile/flame-layout.js';
import type { NodeTable, Profile } from '../profile/profile.js';
import { pathTo } from './call-path.js';
import { amountWithShare, measureNames, type Detail } from './details.js';
import { flameTemplate, nothingHere } from './flame-template.js';
import { endOf, frameOf, startOf } from './flame/flame-rows.js';
import { extentOf, type Viewport } from './flame/viewport.js';
import { memo } from './memo.js';
import './overview.js';
import type { TimeRange } from './overview.js';
import type { PaneHost } from './pane-host.js';
import './time-axis.js';

/** The flame graphs of a whole profile: in time order, aggregated, and upside down. */
export class FlamePane {
  /** What is seen of the one in time order, for its axis and the overview. */
  private seen: Viewport | undefined;
  /** A call has many boxes in time order, a function many upside down: the one that was chosen. */
  private chosen: { readonly layout: FlameLayout; readonly box: number } | undefined;

  constructor(private readonly host: PaneHost) {}

  aggregated(): TemplateResult {
    const { model } = this.host;
    const layout = model.leftHeavy;
    if (layout.count === 0) return nothingHere(model.isPart);
    if (model.state.isInverted) return this.inverted();
    return flameTemplate(this.host, {
      name: 'flame', label: 'Flame graph', layout, extent: this.wholeExtent(0, widthOf(layout)),
      selected: this.selectedBox(layout, model.profile.nodes, model.selectedNode),
      detailOf: (box) => this.callDetail(model.profile, layout.node[box]!),
      ...this.calls(layout, model.profile.nodes),
    });
  }

  inTime(): TemplateResult {
    const { model, look } = this.host;
    const layout = model.chronological;
    if (!layout || layout.count === 0) return nothingHere(model.isPart);
    const length = widthOf(layout);
    const { range } = model.own;
    const extent = range ? this.rangeExtent(range.from, Math.min(range.to, length)) : this.wholeExtent(0, length);
    const choose = (chosen: TimeRange | undefined): void => {
      this.host.tooltip.hide();
      model.chooseRange(chosen);
    };
    return html`<profile-overview .activity=${look.activity} .length=${length} .range=${range} .seen=${this.seen}
        @range-change=${(event: CustomEvent<TimeRange | undefined>) => choose(event.detail)}></profile-overview>
      <time-axis .from=${this.seen?.from ?? extent.from} .to=${this.seen?.to ?? extent.to}></time-axis>
      ${flameTemplate(this.host, {
        name: 'time', label: 'Flame graph in time order', layout, extent,
        selected: this.selectedBox(layout, model.timed.nodes, model.selectedTimedNode),
        detailOf: (box) => this.timedDetail(model.timedInRange, layout, box),
        ...this.calls(layout, model.timed.nodes),
        onView: (view) => this.follow(view),
        onSpan: choose,
      })}`;
  }

  /** What is selected, for the line below. */
  get detail(): Detail | undefined {
    const { model, look } = this.host;
    const { selection } = model.own;
    if (!selection || selection.frame >= model.original.frames.count) return undefined;
    const node = selection.path ? model.selectedNode : undefined;
    return node === undefined ? look.functionDetail(selection.frame) : this.callDetail(model.profile, node);
  }

  private inverted(): TemplateResult {
    const { model, look } = this.host;
    const layout = model.inverted;
    const { total, unit } = model.profile;
    return flameTemplate(this.host, {
      name: 'inverted', label: 'Flame graph of callers', layout, extent: this.wholeExtent(0, widthOf(layout)),
      selected: this.chosen?.layout === layout && frameOf(layout, this.chosen.box) === model.own.selection?.frame ? this.chosen.box : this.firstBoxOf(layout, model.own.selection?.frame),
      detailOf: (box) => look.detail(frameOf(layout, box), [['Called this way', amountWithShare(endOf(layout, box) - startOf(layout, box), total, unit)], ...look.functionCosts(frameOf(layout, box))]),
      onSelect: (box) => {
        this.chosen = { layout, box };
        model.selectFunction(frameOf(layout, box));
      },
    });
  }

  private calls(layout: FlameLayout, nodes: NodeTable): { readonly onSelect: (box: number) => void; readonly pathOf: (box: number) => readonly number[] } {
    const pathOf = (box: number): readonly number[] => pathTo(nodes, layout.node[box]!);
    return {
      pathOf,
      onSelect: (box) => {
        this.chosen = { layout, box };
        this.host.model.selectCall(pathOf(box));
      },
    };
  }

  /** While one moves, these follow without the rest of the page. */
  private follow(view: Viewport): void {
    this.seen = view;
    const axis = this.host.element.querySelector('time-axis');
    if (axis) [axis.from, axis.to] = [view.from, view.to];
    const overview = this.host.element.querySelector('profile-overview');
    if (overview) overview.seen = view;
  }

  private readonly wholeExtent = memo(extentOf);
  private readonly rangeExtent = memo(extentOf);

  private selectedBox(layout: FlameLayout, nodes: NodeTable, node: number | undefined): number | undefined {
    if (node === undefined) return undefined;
    if (this.chosen?.layout === layout && layout.node[this.chosen.box] === node) return this.chosen.box;
    return this.widestBoxOf(layout, node, nodes.depth[node]! - 1);
  }

  private readonly widestBoxOf = memo((layout: FlameLayout, node: number, row: number): number | undefined => {
    layout.makeRows(row + 1);
    let widest: number | undefined;
    let width = -1;
    for (let box = layout.rows[row] ?? 0; box < (layout.rows[row + 1] ?? 0); box++) {
      if (layout.node[box] !== node) continue;
      const wide = endOf(layout, box) - startOf(layout, box);
      if (wide > width) [widest, width] = [box, wide];
    }
    return widest;
  });

  private readonly firstBoxOf = memo((layout: FlameLayout, frame: number | undefined): number | undefined => {
    const box = layout.frame.indexOf(frame ?? -1);
    return box < 0 ? undefined : box;
  });

  private callDetail({ nodes, unit, total }: Profile, node: number): Detail {
    const { model, look } = this.host;
    const frame = nodes.frame[node]!;
    const names = measureNames(unit);
    const calls = model.totals.nodes[frame] ?? 0;
    const others: Detail['costs'] = calls > 1 ? [[`On all ${countText(calls)} paths`, amountWithShare(model.totals.total[frame] ?? 0, total, unit)]] : [];
    return look.detail(frame, [[names.self, amountWithShare(nodes.self[node]!, total, unit)], [names.total, amountWithShare(nodes.total[node]!, total, unit)], ...others]);
  }

  private timedDetail(profile: Profile, layout: FlameLayout, box: number): Detail {
    const detail = this.callDetail(profile, layout.node[box]!);
    const [start, end] = [startOf(layout, box), endOf(layout, box)];
    return { ...detail, costs: [['Here', `${amountText(end - start, 'microseconds')} at ${amountText(start, 'microseconds')}`], ...detail.costs] };
  }
}
