import { html, nothing, type TemplateResult } from 'lit';
import { amountText, shareText } from '../profile/amount.js';
import { FrameOwner } from '../profile/places.js';
import { cssColour } from './flame/colour.js';
import { groupQuery, groupTitle } from './frame-groups.js';
import type { PanelLook } from './panel-look.js';
import type { PanelModel } from './panel-model.js';
import { styleProperties } from './style-properties.js';

/** What the legend does beside showing colours. */
export interface LegendActions {
  /** Searches for all of a group; empty for nothing more. */
  search(text: string): void;
  allPackages(): void;
}

/** So many packages are named; of those less than this part of the whole none. */
const MOST = 6;
const LEAST = 0.005;
/** Where there is little room, so many packages. */
const FEW = 2;

/** Own code first, then packages by what they cost, then what is in none. */
const ORDER: readonly FrameOwner[] = [FrameOwner.own, FrameOwner.package, FrameOwner.runtime, FrameOwner.engine, FrameOwner.machine, FrameOwner.idle];

interface Entry {
  readonly title: string;
  readonly colour: number;
  /** What is searched for, and what the group cost; absent where a colour says something else. */
  readonly query?: string;
  readonly cost?: string;
  /** Left out where there is little room. */
  readonly isMinor?: boolean;
}

/** What the colours stand for, in one line. Each entry of a group shows where its functions are. */
export function legend(model: PanelModel, look: PanelLook, actions: LegendActions): TemplateResult | typeof nothing {
  if (!model.state.hasLegend || model.state.view === 'files' || model.state.view === 'packages') return nothing;
  const { entries, packages, isShort } = model.differences === undefined ? groupEntries(model, look) : { entries: differenceEntries(look), packages: 0, isShort: false };
  if (entries.length === 0) return nothing;
  return html`<div class="legend" role=${model.differences === undefined ? 'toolbar' : 'group'} aria-label="Colours" @keydown=${moveAlong}>
    ${entries.map((entry, index) => item(entry, index === 0, model.state.search, actions))}
    ${packages === 0 ? nothing : html`<button type="button" class="link legend-more ${isShort ? 'is-short' : packages > FEW ? 'is-long' : ''}" tabindex="-1" title="Every package with what it cost" @click=${actions.allPackages}>All packages</button>`}
  </div>`;
}

function item({ title, colour, query, cost, isMinor }: Entry, isFirst: boolean, search: string, actions: LegendActions): TemplateResult {
  const content = html`<span class="swatch" style=${styleProperties({ background: cssColour(colour) })}></span><span class="legend-title">${title}</span>`;
  if (query === undefined) return html`<span class="legend-entry">${content}</span>`;
  const isOn = search === query;
  return html`<button type="button" class="legend-entry ${isMinor === true ? 'is-minor' : ''}" tabindex=${isFirst ? 0 : -1} aria-pressed=${isOn} title="${title}: ${cost ?? ''}. Click to ${isOn ? 'look at everything again' : 'see where it is'}."
    @click=${() => actions.search(isOn ? '' : query)}>${content}</button>`;
}

function groupEntries(model: PanelModel, { groupColours }: PanelLook): { readonly entries: readonly Entry[]; readonly packages: number; readonly isShort: boolean } {
  const { places: { groups }, profile } = model;
  const { total } = model.totalsOfGroups();
  const shown = [...groups.keys()].filter((group) => total[group]! > 0 && ORDER.includes(groups[group]!.owner));
  shown.sort((a, b) => ORDER.indexOf(groups[a]!.owner) - ORDER.indexOf(groups[b]!.owner) || total[b]! - total[a]! || a - b);
  const packages = shown.filter((group) => groups[group]!.owner === FrameOwner.package);
  const named = new Set(packages.slice(0, MOST).filter((group) => total[group]! >= LEAST * profile.total));
  const entries = shown.filter((group) => named.has(group) || groups[group]!.owner !== FrameOwner.package).map((group) => ({
    title: groupTitle(groups[group]!), colour: groupColours[group]!, query: groupQuery(groups[group]!),
    isMinor: packages.indexOf(group) >= FEW,
    cost: `${amountText(total[group]!, profile.unit)} (${shareText(total[group]!, profile.total)}) with what it calls`,
  }));
  return { entries, packages: packages.length, isShort: named.size < packages.length };
}

function differenceEntries({ palette }: PanelLook): readonly Entry[] {
  return [
    { title: 'Takes more', colour: palette.more }, { title: 'Takes less', colour: palette.less },
    { title: 'May be chance', colour: palette.faded(palette.more) }, { title: 'Unchanged', colour: palette.internal },
  ];
}

/** One stop for the Tab key, arrows along it: as toolbars have it. */
function moveAlong(event: KeyboardEvent): void {
  const all = [...(event.currentTarget as HTMLElement).querySelectorAll<HTMLElement>('button')].filter(({ offsetParent }) => offsetParent !== null);
  const at = all.indexOf(document.activeElement as HTMLElement);
  const to: Readonly<Record<string, number>> = { ArrowLeft: at - 1, ArrowRight: at + 1, Home: 0, End: all.length - 1 };
  const next = to[event.key];
  if (next === undefined || all.length === 0) return;
  all[(next + all.length) % all.length]!.focus();
  event.preventDefault();
  event.stopPropagation();
}
