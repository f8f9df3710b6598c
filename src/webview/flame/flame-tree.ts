import { LitElement, html, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { FlameLayout } from '../../profile/flame-layout.js';
import { childrenOf, parentOf, siblingsOf } from './flame-rows.js';

/** As many brothers at each side, and as many children, as a person may step through before the next look. */
const NEIGHBOURS = 10;

interface Item {
  readonly box: number;
  readonly level: number;
  readonly position: number;
  readonly size: number;
  readonly hasChildren: boolean;
  readonly isOpen: boolean;
}

/**
 * The flame graph as a tree for people who do not see it: the selected box, its callers, what is beside it and what it calls. It
 * holds the keyboard's focus for the picture.
 */
@customElement('profile-flame-tree')
export class FlameTree extends LitElement {
  @property({ attribute: false }) layout: FlameLayout | undefined;
  @property({ attribute: false }) selected: number | undefined;
  @property({ attribute: false }) describe: (box: number) => string = () => '';
  @property() label = '';
  /** Unique on the page, as ids are. */
  @property() idPrefix = 'flame';

  protected override createRenderRoot(): this {
    return this;
  }

  override focus(options?: FocusOptions): void {
    this.querySelector<HTMLElement>('[role=tree]')?.focus(options);
  }

  protected override render(): TemplateResult {
    const items = this.items();
    const active = this.selected === undefined || items.length === 0 ? nothing : `${this.idPrefix}-${this.selected}`;
    return html`<div class="flame-focus" role="tree" tabindex="0" aria-label=${this.label} aria-activedescendant=${active}>
      ${items.map((item) => this.item(item))}
    </div>`;
  }

  private item({ box, level, position, size, hasChildren, isOpen }: Item): TemplateResult {
    return html`<div class="unseen" role="treeitem" id=${`${this.idPrefix}-${box}`} aria-level=${level} aria-posinset=${position} aria-setsize=${size}
      aria-selected=${box === this.selected} aria-expanded=${hasChildren ? String(isOpen) : nothing}>${this.describe(box)}</div>`;
  }

  private items(): readonly Item[] {
    const { layout, selected } = this;
    if (!layout || layout.count === 0) return [];
    const start = selected ?? 0;
    const callers: number[] = [];
    for (let box = parentOf(layout, start); box !== undefined; box = parentOf(layout, box)) callers.unshift(box);
    const level = callers.length + 1;
    const siblings = siblingsOf(layout, start);
    const isSelected = (box: number): boolean => box === selected;
    return [
      ...callers.map((box, index) => itemOf(layout, box, index + 1, siblingsOf(layout, box), true)),
      ...around(siblings, start).flatMap((box) => [
        itemOf(layout, box, level, siblings, isSelected(box)),
        ...(isSelected(box) ? around(childrenOf(layout, box), childrenOf(layout, box)[0]).map((child) => itemOf(layout, child, level + 1, childrenOf(layout, box), false)) : []),
      ]),
    ];
  }
}

function itemOf(layout: FlameLayout, box: number, level: number, [first, last]: readonly [number, number], isOpen: boolean): Item {
  const [child, end] = childrenOf(layout, box);
  return { box, level, position: box - first + 1, size: last - first, hasChildren: end > child, isOpen };
}

function around([first, last]: readonly [number, number], box: number): readonly number[] {
  const from = Math.max(first, box - NEIGHBOURS);
  const to = Math.min(last, box + NEIGHBOURS + 1);
  return Array.from({ length: Math.max(0, to - from) }, (_, index) => from + index);
}
