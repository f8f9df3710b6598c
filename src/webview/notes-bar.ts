import { html, nothing, type TemplateResult } from 'lit';
import type { PanelModel } from './panel-model.js';

/** What had to be put right or left out while reading, folded when there is much of it. */
export function notesBar({ original: { notes } }: PanelModel): TemplateResult | typeof nothing {
  if (notes.length === 0) return nothing;
  const icon = html`<span class="codicon codicon-info" aria-hidden="true"></span>`;
  if (notes.length === 1) return html`<div class="notes" role="note">${icon}<span>${notes[0]}</span></div>`;
  return html`<details class="notes" role="note"><summary>${icon}<span>${notes.length} notes on how this profile was read</span></summary>
    <ul>${notes.map((note) => html`<li>${note}</li>`)}</ul></details>`;
}
