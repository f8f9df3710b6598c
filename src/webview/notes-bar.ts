import { html, nothing, type TemplateResult } from 'lit';
import type { PanelModel } from './panel-model.js';

/** What had to be put right or left out while reading, folded when there is much of it; of a comparison the verdict first, which stays. */
export function notesBar(model: PanelModel): TemplateResult | typeof nothing {
  const { original, differences, state } = model;
  const close = (): void => model.change({ hasNotes: false });
  const notes = (all: readonly string[], about: string): TemplateResult | typeof nothing => (state.hasNotes && all.length > 0 ? closable(all, about, close) : nothing);
  const [verdict, ...rest] = original.notes;
  if (differences === undefined || verdict === undefined) return notes(original.notes, 'how this profile was read');
  return html`<div class="notes" role="note">${icon('diff')}<strong>${verdict}</strong></div>${notes(rest, 'this comparison')}`;
}

function closable(all: readonly string[], about: string, close: () => void): TemplateResult {
  return html`<div class="notes" role="note">
    ${all.length === 1 ? html`${icon('info')}<span class="grow">${all[0]}</span>` : html`<details class="grow"><summary>${icon('info')}<span>${all.length} notes on ${about}</span></summary>
      <ul>${all.map((note) => html`<li>${note}</li>`)}</ul></details>`}
    <button type="button" class="notes-close" title="Put the notes away" aria-label="Put the notes away" @click=${close}><span class="codicon codicon-close" aria-hidden="true"></span></button>
  </div>`;
}

function icon(name: string): TemplateResult {
  return html`<span class="codicon codicon-${name}" aria-hidden="true"></span>`;
}
