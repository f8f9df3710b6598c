import { html, type TemplateResult } from 'lit';
import type { FlameLayout } from '../profile/flame-layout.js';
import { spoken, type Detail } from './details.js';
import { frameOf } from './flame/flame-rows.js';
import type { BoxEvent, BoxEvents } from './flame/box-events.js';
import './flame/flame-view.js';
import type { Extent, Viewport } from './flame/viewport.js';
import type { TimeRange } from './overview.js';
import type { PaneHost } from './pane-host.js';

/** One flame graph of a view. */
export interface FlameParts {
  /** Unique in the panel: what is seen of it is kept under this name. */
  readonly name: string;
  /** For people who do not see it. */
  readonly label: string;
  readonly layout: FlameLayout;
  readonly extent: Extent;
  readonly selected: number | undefined;
  readonly upwards?: boolean;
  detailOf(box: number): Detail;
  onSelect(box: number): void;
  /** The frames from the outermost caller, where a box is one call. */
  pathOf?(box: number): readonly number[];
  /** Instead of coming closer. */
  onEnter?(box: number): void;
  onView?(view: Viewport): void;
  onSpan?(span: TimeRange): void;
}

/** A flame graph whose boxes can be looked at, opened and acted on as everywhere in the panel. */
export function flameTemplate(host: PaneHost, parts: FlameParts): TemplateResult {
  const { model, look } = host;
  const { name, layout } = parts;
  const hover = (event: BoxEvents['box-hover']): void => {
    if (event) host.tooltip.show(parts.detailOf(event.box), event.x, event.y);
    else host.tooltip.hide();
  };
  const onView = (view: Viewport): void => {
    model.keepZoom(name, view);
    parts.onView?.(view);
  };
  return html`<profile-flame id="flame-${name}" .layout=${layout} .extent=${parts.extent} .look=${look.boxes(layout)} .palette=${look.palette} .font=${look.font}
    .selected=${parts.selected} .kept=${model.own.zoom[name]} .upwards=${parts.upwards === true} label=${parts.label}
    .describe=${(box: number) => spoken(parts.detailOf(box))}
    @box-select=${({ detail: { box } }: CustomEvent<BoxEvent>) => parts.onSelect(box)}
    @box-open=${({ detail: { box, aside } }: CustomEvent<BoxEvents['box-open']>) => host.open(frameOf(layout, box), aside)}
    @box-menu=${({ detail: { box, x, y } }: CustomEvent<BoxEvent>) => host.menu(frameOf(layout, box), parts.pathOf?.(box), x, y)}
    @box-enter=${(event: CustomEvent<BoxEvent>) => {
      if (!parts.onEnter) return;
      event.preventDefault();
      parts.onEnter(event.detail.box);
    }}
    @box-hover=${({ detail }: CustomEvent<BoxEvents['box-hover']>) => hover(detail)}
    @view-change=${({ detail }: CustomEvent<Viewport>) => onView(detail)}
    @span-select=${({ detail }: CustomEvent<TimeRange>) => parts.onSpan?.(detail)}></profile-flame>`;
}

/** Instead of a picture of nothing. */
export function nothingHere(isPart: boolean): TemplateResult {
  return html`<p class="stage-empty" role="status">${nothingWords(isPart)}</p>`;
}

/** @param isPart whether the user left anything out */
export function nothingWords(isPart: boolean): string {
  return isPart ? 'Nothing is left to show: undo a step or clear the time range above.' : 'The profile has no samples: nothing ran long enough to be seen.';
}
