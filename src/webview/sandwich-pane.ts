import { html, type TemplateResult } from 'lit';
import { LEAST_PART, callersLayout, outermostOrigins } from '../profile/callers-layout.js';
import { extentOf as widthOf } from '../profile/flame-layout.js';
import { leftHeavy } from '../profile/left-heavy.js';
import type { Profile } from '../profile/profile.js';
import { transformed } from '../profile/transform.js';
import { amountWithShare, measureNames, type Detail } from './details.js';
import { flameTemplate, type FlameParts } from './flame-template.js';
import { endOf, frameOf, startOf } from './flame/flame-rows.js';
import { extentOf, type Viewport } from './flame/viewport.js';
import { memo } from './memo.js';
import type { PaneHost } from './pane-host.js';

type Side = 'callers' | 'callees';

/** One function: who calls it above, what it calls below, both as wide as what it costs. */
export class SandwichPane {
  /** The function between; another is chosen by the list beside it, or by entering a box. */
  private frame: number | undefined;
  private chosen: { readonly side: Side; readonly box: number; readonly frame: number; readonly detail: Detail } | undefined;

  constructor(private readonly host: PaneHost) {}

  /** @param list the functions to choose from */
  render(list: TemplateResult): TemplateResult {
    const { model } = this.host;
    const frame = this.shownFrame();
    if (frame === undefined) return html`<p class="stage-empty" role="status">Select a function to see who calls it and what it calls.</p>`;
    if (frame !== this.frame) [this.frame, this.chosen] = [frame, undefined];
    return html`<div class="sandwich">
      <div class="sandwich-list">${list}</div>
      <div class="sandwich-sides">
        <h2>Callers of <span class="name">${model.names.nameOf(frame)}</span></h2>${this.callers(model.profile, frame)}
        <h2>Callees of <span class="name">${model.names.nameOf(frame)}</span></h2>${this.callees(model.profile, frame)}
      </div>
    </div>`;
  }

  /** What is chosen above or below, else what is between; for the line below. */
  get detail(): { readonly frame: number; readonly detail: Detail } | undefined {
    if (this.chosen) return this.chosen;
    const frame = this.shownFrame();
    return frame === undefined ? undefined : { frame, detail: this.host.look.functionDetail(frame) };
  }

  /** The selected function or, before any was selected, the one that costs most by itself. */
  private shownFrame(): number | undefined {
    const { model } = this.host;
    const selected = model.own.selection?.frame;
    if (selected !== undefined && (model.totals.total[selected] ?? 0) > 0) return selected;
    return model.callers.functions.find(({ frame }) => model.names.isCode(frame))?.frame;
  }

  private callers(profile: Profile, frame: number): TemplateResult {
    const { look } = this.host;
    const layout = this.callersOf(profile, frame);
    return flameTemplate(this.host, {
      name: 'callers', label: 'Flame graph of callers', layout, extent: this.extent(0, widthOf(layout)), upwards: true,
      ...this.side('callers', (box) => frameOf(layout, box), (box) => look.detail(frameOf(layout, box), [['On this path', this.cost(profile, endOf(layout, box) - startOf(layout, box))], ...look.functionCosts(frameOf(layout, box))])),
    });
  }

  private callees(profile: Profile, frame: number): TemplateResult {
    const { look } = this.host;
    const focused = this.focusedOn(profile, frame);
    const layout = this.calleesOf(focused);
    const names = measureNames(profile.unit);
    const costs = (node: number): Detail['costs'] => [[names.self, this.cost(profile, focused.nodes.self[node]!)], [names.total, this.cost(profile, focused.nodes.total[node]!)]];
    return flameTemplate(this.host, {
      name: 'callees', label: 'Flame graph of callees', layout, extent: this.extent(0, widthOf(layout)),
      ...this.side('callees', (box) => frameOf(layout, box), (box) => look.detail(frameOf(layout, box), costs(layout.node[box]!))),
    });
  }

  private cost({ total, unit }: Profile, amount: number): string {
    return amountWithShare(amount, total, unit);
  }

  private side(side: Side, frameAt: (box: number) => number, detailOf: (box: number) => Detail): Pick<FlameParts, 'selected' | 'detailOf' | 'onSelect' | 'onEnter' | 'onView'> {
    return {
      selected: this.chosen?.side === side ? this.chosen.box : undefined,
      detailOf,
      onSelect: (box) => {
        this.chosen = { side, box, frame: frameAt(box), detail: detailOf(box) };
        this.host.refresh();
      },
      onEnter: (box) => this.host.model.selectFunction(frameAt(box)),
      onView: ({ from, to }) => {
        const other = this.host.element.querySelector(`#flame-${side === 'callers' ? 'callees' : 'callers'}`);
        if (other && 'view' in other) other.view = { ...(other.view as Viewport), from, to };
      },
    };
  }

  private readonly extent = memo(extentOf);
  private readonly callersOf = memo((profile: Profile, frame: number) => {
    const origins = outermostOrigins(profile, frame);
    return callersLayout(profile, origins, origins.amounts.reduce((sum, each) => sum + each, 0) * LEAST_PART);
  });
  private readonly focusedOn = memo((profile: Profile, frame: number) => {
    const marked = new Uint8Array(profile.frames.count);
    marked[frame] = 1;
    return transformed(profile, { type: 'focus-frames', marked });
  });
  private readonly calleesOf = memo(leftHeavy);
}
