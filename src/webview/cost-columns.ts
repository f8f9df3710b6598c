import { html, nothing, type TemplateResult } from 'lit';
import { amountText, countText, shareText } from '../profile/amount.js';
import { changeWords, type FrameDifferences } from '../profile/compare/frame-differences.js';
import type { ProfileUnit } from '../profile/profile.js';
import { measureNames } from './details.js';
import { cssColour } from './flame/colour.js';
import type { FrameNames } from './frame-names.js';
import type { GridColumn } from './grid/grid-view.js';
import type { GroupRow } from './table-rows.js';
import type { CostRow } from './tree-rows.js';
import { styleProperties } from './style-properties.js';

/** What the cells of a grid need to know beside the row. */
export interface CellContext {
  readonly names: FrameNames;
  readonly colours: Uint32Array;
  /** By frame: 1 where the search finds it; absent without a search. */
  readonly matches: Uint8Array | undefined;
  readonly whole: number;
  readonly unit: ProfileUnit;
  /** Of a comparison. */
  readonly differences: FrameDifferences | undefined;
}

interface Costs {
  readonly self: number;
  readonly total: number;
}

function amountColumn<R extends CostRow | GroupRow>(id: 'self' | 'total', { whole, unit }: CellContext, explanation: string, isSortable: boolean): GridColumn<R> {
  return {
    id, title: measureNames(unit)[id], explanation, isNumber: true, rank: id === 'self' ? 1 : 0, isSortable,
    cell: (row: Costs) => html`<span class="cost-bar ${id}" style=${styleProperties({ width: barWidth(row[id], whole) })}></span>
      <span class="amount">${amountText(row[id], unit)}</span><span class="share">${shareText(row[id], whole)}</span>`,
  };
}

/** A bar of a pixel looks like dirt. */
const LEAST_BAR = 0.02;

function barWidth(amount: number, whole: number): string {
  const part = whole > 0 ? amount / whole : 0;
  return part < LEAST_BAR ? '0' : `${String(Math.min(1, part) * 100)}%`;
}

const EXPLANATIONS = {
  self: 'In the function itself, without what it calls',
  total: 'In the function and what it calls; recursion counts once',
} as const;

/** For trees (`isTree`) and the table of functions. */
export function costColumns(context: CellContext, isTree: boolean): readonly GridColumn<CostRow>[] {
  const { names, differences } = context;
  return [
    ...(differences === undefined ? [amountColumn<CostRow>('self', context, EXPLANATIONS.self, !isTree)] : differenceColumns(differences, context, !isTree)),
    amountColumn('total', context, EXPLANATIONS.total, !isTree),
    { id: 'name', title: 'Function', explanation: 'The function', isNumber: false, rank: 0, isSortable: !isTree, cell: (row) => nameCell(row, context, isTree) },
    { id: 'place', title: 'Place', explanation: 'Where it is written', isNumber: false, rank: 2, isSortable: !isTree, cell: ({ frame }) => placeCell(names, frame) },
  ];
}

/** What functions took themselves, whatever called them. */
function differenceColumns(differences: FrameDifferences, { unit }: CellContext, isSortable: boolean): readonly GridColumn<CostRow>[] {
  return [
    { id: 'before', title: 'Before', explanation: 'In the function itself, in the calls that are shown: median of the runs before', isNumber: true, rank: 1, isSortable: false, cell: ({ frame }) => amountText(differences.selfBefore[frame] ?? 0, unit) },
    { id: 'after', title: 'After', explanation: 'In the function itself, in the calls that are shown: median of the runs after', isNumber: true, rank: 1, isSortable: false, cell: ({ frame }) => amountText(differences.selfAfter[frame] ?? 0, unit) },
    { id: 'self', title: 'Change', explanation: 'Of what the function takes itself, and as a part of the run before; a word only where all of its calls are shown and it can be told from chance', isNumber: true, rank: 0, isSortable, cell: ({ frame }) => changeWords(differences, frame, unit) },
  ];
}

export function groupColumns(context: CellContext, title: string, swatchOf: (row: GroupRow) => number | undefined): readonly GridColumn<GroupRow>[] {
  return [
    amountColumn('self', context, `In functions of the ${title.toLowerCase()} themselves`, true),
    amountColumn('total', context, `In functions of the ${title.toLowerCase()} and what they call; what comes back to it counts once`, true),
    { id: 'functions', title: 'Functions', explanation: 'Functions that cost anything', isNumber: true, rank: 2, isSortable: true, cell: ({ functions }) => countText(functions) },
    {
      id: 'name', title, explanation: title, isNumber: false, rank: 0, isSortable: true,
      cell: (row) => html`<span class="name-cell">${swatch(swatchOf(row))}<span class="name" title=${row.name}>${row.name}</span></span>`,
    },
  ];
}

function swatch(colour: number | undefined): TemplateResult | typeof nothing {
  return colour === undefined ? nothing : html`<span class="swatch" style=${styleProperties({ background: cssColour(colour) })}></span>`;
}

function nameCell({ frame, level, isOpen }: CostRow, { names, colours, matches }: CellContext, isTree: boolean): TemplateResult {
  const name = names.nameOf(frame);
  const twistie = isOpen === undefined ? nothing : html`<span class="codicon codicon-chevron-${isOpen ? 'down' : 'right'}" aria-hidden="true"></span>`;
  const classes = `name${names.isCode(frame) ? '' : ' weak'}${matches === undefined ? '' : matches[frame] === 1 ? ' match' : ' no-match'}`;
  // Deep stacks would push names out of sight.
  const indent = isTree ? Math.min(level - 1, 60) * 10 : 0;
  return html`<span class="name-cell" style=${styleProperties({ 'padding-inline-start': `${String(indent)}px` })}>
    ${isTree ? html`<span class="twistie">${twistie}</span>` : nothing}${swatch(colours[frame])}<span class=${classes} title=${name}>${name}</span></span>`;
}

function placeCell(names: FrameNames, frame: number): TemplateResult {
  const place = names.placeOf(frame);
  return html`<span class=${names.canOpen(frame) ? 'source-link' : 'weak'} title=${place}><bdi>${place}</bdi></span>`;
}
