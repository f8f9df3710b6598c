import { html, nothing, type TemplateResult } from 'lit';
import { amountText, shareText } from '../profile/amount.js';
import type { ProfileUnit } from '../profile/profile.js';
import { styleProperties } from './style-properties.js';

/** What is known of a function or call, for the line below the view and for the hover. */
export interface Detail {
  readonly name: string;
  readonly place: string;
  readonly canOpen: boolean;
  readonly colour: string;
  /** What it costs, in pairs of what and how much. */
  readonly costs: readonly (readonly [string, string])[];
}

/** The words for one's own amount and that with callees. */
export function measureNames(unit: ProfileUnit): { readonly self: string; readonly total: string } {
  return unit === 'bytes' ? { self: 'Self Size', total: 'Total Size' } : unit === 'samples' ? { self: 'Self', total: 'Total' } : { self: 'Self Time', total: 'Total Time' };
}

export function amountWithShare(amount: number, whole: number, unit: ProfileUnit): string {
  return `${amountText(amount, unit)} (${shareText(amount, whole)})`;
}

/** For people who cannot see the picture: all of it in one sentence. */
export function spoken({ name, place, costs }: Detail): string {
  const words = costs.map(([what, much]) => `${what} ${much}`);
  return [name, ...words, ...(place === '' ? [] : [place])].join(', ');
}

/** The line below the view, while there is nothing to say but what can be done. */
export function hintLine(hint: string): TemplateResult {
  return html`<footer class="details"><span class="weak">${hint}</span></footer>`;
}

/** The line below the view. */
export function detailLine(detail: Detail | undefined, onOpen: (aside: boolean) => void): TemplateResult {
  if (!detail) return hintLine('Select a function to see what it costs.');
  return html`<footer class="details">
    <span class="what">
      <span class="swatch" style=${styleProperties({ background: detail.colour })}></span>
      <span class="name" title=${detail.name}>${detail.name}</span>
      ${placeLink(detail, onOpen)}
    </span>
    ${costList(detail)}
  </footer>`;
}

export function costList({ costs }: Detail): TemplateResult {
  return html`<dl>${costs.map(([what, much]) => html`<div><dt>${what}</dt><dd>${much}</dd></div>`)}</dl>`;
}

function placeLink({ place, canOpen }: Detail, onOpen: (aside: boolean) => void): TemplateResult | typeof nothing {
  if (place === '') return nothing;
  if (!canOpen) return html`<span class="weak place" title=${place}>${place}</span>`;
  return html`<button type="button" class="link place" title="Open ${place} (Alt: to the side)"
    @click=${(event: MouseEvent) => onOpen(event.altKey || event.ctrlKey || event.metaKey)}>${place}</button>`;
}
