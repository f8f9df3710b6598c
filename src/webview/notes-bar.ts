import { html, nothing, type TemplateResult } from 'lit';
import type { PanelModel } from './panel-model.js';

/** What had to be put right or left out while reading, folded when there is much of it; of a comparison the verdict first, which never is. */
export function notesBar({ original, differences }: PanelModel): TemplateResult | typeof nothing {
  const [verdict, ...rest] = original.notes;
  if (differences !== undefined && verdict !== undefined) return html`<div class="notes" role="note">${icon('diff')}<strong>${verdict}</strong></div>${notes(rest, 'this comparison')}`;
  return notes(original.notes, 'how this profile was read');
}

function notes(all: readonly string[], about: string): TemplateResult | typeof nothing {
  if (all.length === 0) return nothing;
  if (all.length === 1) return html`<div class="notes" role="note">${icon('info')}<span>${all[0]}</span></div>`;
  return html`<details class="notes" role="note"><summary>${icon('info')}<span>${all.length} notes on ${about}</span></summary>
    <ul>${all.map((note) => html`<li>${note}</li>`)}</ul></details>`;
}

function icon(name: string): TemplateResult {
  return html`<span class="codicon codicon-${name}" aria-hidden="true"></span>`;
}
