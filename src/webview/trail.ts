import { html, nothing, type TemplateResult } from 'lit';
import { amountText } from '../profile/amount.js';
import type { PanelModel } from './panel-model.js';
import { stepTitle } from './steps.js';

/** What was done to the profile, step by step, each of which can be taken back; nothing when nothing was done. */
export function trail(model: PanelModel): TemplateResult | typeof nothing {
  const { steps, range } = model.own;
  if (steps.length === 0 && !range) return nothing;
  return html`<div class="trail" role="group" aria-label="What is shown">
    <span class="weak">${model.scope}</span>
    ${range ? chip(`${amountText(range.from, 'microseconds')} – ${amountText(range.to, 'microseconds')}`, 'Clear the time range', () => model.chooseRange(undefined)) : nothing}
    ${steps.map((step, index) => chip(stepTitle(step, (frame) => model.names.nameOf(frame)), 'Take back', () => model.dropStep(index)))}
    ${steps.length === 0 ? nothing : html`<button type="button" title="Take back the last step (Ctrl+Z)" @click=${() => model.undo()}><span class="codicon codicon-discard" aria-hidden="true"></span>Undo</button>`}
    ${steps.length + (range ? 1 : 0) < 2 ? nothing : html`<button type="button" @click=${() => model.reset()}>Show All</button>`}
  </div>`;
}

function chip(text: string, what: string, onClick: () => void): TemplateResult {
  return html`<button type="button" class="chip" title="${what}: ${text}" aria-label="${what}: ${text}" @click=${onClick}>
    <span class="chip-text">${text}</span><span class="codicon codicon-close" aria-hidden="true"></span></button>`;
}
