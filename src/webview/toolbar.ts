import '@vscode-elements/elements/dist/vscode-option/index.js';
import '@vscode-elements/elements/dist/vscode-single-select/index.js';
import '@vscode-elements/elements/dist/vscode-textfield/index.js';
import '@vscode-elements/elements/dist/vscode-toolbar-button/index.js';
import { html, nothing, type TemplateResult } from 'lit';
import type { PanelModel } from './panel-model.js';
import { VIEWS, type ViewName } from './panel-state.js';
import type { SearchState } from './search-state.js';

/** What the toolbar does beside changing the state. */
export interface ToolbarActions {
  search(text: string, isRegex: boolean): void;
  step(by: 1 | -1): void;
  more(event: MouseEvent): void;
  /** The key of a view was pressed, or its tab. */
  view(name: ViewName): void;
}

/** Views that cannot be had of this profile are not offered. */
export function viewsOf(model: PanelModel): typeof VIEWS[number][] {
  return VIEWS.filter(({ name }) => name !== 'time' || model.original.samples !== undefined);
}

export function toolbar(model: PanelModel, search: SearchState, actions: ToolbarActions): TemplateResult {
  const { state, profiles } = model;
  return html`<div class="bar">
    ${tabs(model, actions)}
    <div class="tools">
      ${profiles.length > 1 ? html`<vscode-single-select class="profile-select" label="Thread or process" .value=${String(model.index)}
        @change=${(event: Event) => model.change({ profile: Number((event.target as HTMLInputElement).value) })}>
        ${profiles.map(({ name }, index) => html`<vscode-option value=${index} ?selected=${index === model.index}>${name}</vscode-option>`)}
      </vscode-single-select>` : nothing}
      ${searchField(state.search, state.isRegex, search, actions)}
      <div class="tool-group">
        ${state.view === 'flame' ? toggleButton('arrow-swap', 'Invert: functions on top, their callers below', state.isInverted, () => model.change({ isInverted: !state.isInverted })) : nothing}
        ${toggleButton('package', 'Hide node_modules: their time is their callers’', model.has({ do: 'hide-owner', owner: 'packages' }), () => model.toggle({ do: 'hide-owner', owner: 'packages' }))}
        ${toggleButton('server-process', 'Hide Node internals: their time is their callers’', model.has({ do: 'hide-owner', owner: 'internals' }), () => model.toggle({ do: 'hide-owner', owner: 'internals' }))}
        <vscode-toolbar-button icon="ellipsis" label="More" title="More" aria-haspopup="menu" @click=${actions.more}></vscode-toolbar-button>
      </div>
    </div>
  </div>`;
}

function toggleButton(icon: string, label: string, checked: boolean, onChange: () => void): TemplateResult {
  return html`<vscode-toolbar-button icon=${icon} label=${label} title=${label} toggleable .checked=${checked} @change=${onChange}></vscode-toolbar-button>`;
}

/** Where there is no room for tabs, the same choice is a list. */
function tabs(model: PanelModel, { view }: ToolbarActions): TemplateResult {
  const current = model.state.view;
  const views = viewsOf(model);
  const onKey = (event: KeyboardEvent): void => {
    const at = views.findIndex(({ name }) => name === current);
    const to: Readonly<Record<string, number>> = { ArrowLeft: at - 1, ArrowRight: at + 1, Home: 0, End: views.length - 1 };
    const next = views[(to[event.key] ?? NaN) < 0 ? views.length - 1 : (to[event.key] ?? NaN) % views.length];
    if (!next) return;
    event.preventDefault();
    event.stopPropagation();
    view(next.name);
    (event.currentTarget as HTMLElement).querySelector<HTMLElement>(`#tab-${next.name}`)?.focus();
  };
  return html`<div class="views" role="tablist" aria-label="Views" @keydown=${onKey}>
      ${views.map(({ name, title, explanation }, index) => html`<button type="button" role="tab" id="tab-${name}" aria-selected=${name === current} aria-controls="view"
        tabindex=${name === current ? 0 : -1} title="${explanation} (${index + 1})" @click=${() => view(name)}>${title}</button>`)}
    </div>
    <vscode-single-select class="view-select" label="View" .value=${current} @change=${(event: Event) => view((event.target as HTMLInputElement).value as ViewName)}>
      ${views.map(({ name, title }) => html`<vscode-option value=${name} ?selected=${name === current}>${title}</vscode-option>`)}
    </vscode-single-select>`;
}

function searchField(text: string, isRegex: boolean, search: SearchState, actions: ToolbarActions): TemplateResult {
  const onKey = (event: KeyboardEvent): void => {
    if (event.key === 'Enter') actions.step(event.shiftKey ? -1 : 1);
    else if (event.key === 'Escape' && text !== '') actions.search('', isRegex);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return html`<div class="search" role="search">
    <vscode-textfield id="search" label="Search functions and files" placeholder="Search functions and files" .value=${text} .invalid=${search.problem !== undefined}
        @input=${(event: Event) => actions.search((event.target as HTMLInputElement).value, isRegex)} @keydown=${onKey}>
      <vscode-toolbar-button slot="content-after" icon="regex" label="Regular expression" title="Regular expression" toggleable .checked=${isRegex} @change=${() => actions.search(text, !isRegex)}></vscode-toolbar-button>
    </vscode-textfield>
    <span class="search-count ${search.functions.length === 0 ? 'none' : ''}" role="status" title=${search.problem ?? (search.cost === '' ? nothing : `${search.words} · ${search.cost}`)}>${search.words}${search.cost === '' ? nothing : html`<span class="search-cost"> · ${search.cost}</span>`}</span>
    ${text === '' ? nothing : html`<div class="tool-group">
      <vscode-toolbar-button icon="arrow-up" label="Previous match" title="Previous match (Shift+Enter)" @click=${() => actions.step(-1)}></vscode-toolbar-button>
      <vscode-toolbar-button icon="arrow-down" label="Next match" title="Next match (Enter)" @click=${() => actions.step(1)}></vscode-toolbar-button>
    </div>`}
  </div>`;
}
