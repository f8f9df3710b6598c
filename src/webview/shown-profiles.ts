import { LitElement, html, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { extentOf as widthOf } from '../profile/flame-layout.js';
import { leftHeavy } from '../profile/left-heavy.js';
import type { Profile } from '../profile/profile.js';
import { detailLine, spoken, type Detail } from './details.js';
import { cssColour } from './flame/colour.js';
import { extentOf } from './flame/viewport.js';
import type { BoxEvent, BoxEvents } from './flame/flame-view.js';
import './flame/flame-view.js';
import { boxLook, frameColours } from './frame-look.js';
import { FrameNames } from './frame-names.js';
import { host } from './host.js';
import { memo } from './memo.js';
import type { ToPanel } from './protocol.js';
import { Theme } from './theme.js';

/** Profiles and everything that can be done with them. */
@customElement('shown-profiles')
export class ShownProfiles extends LitElement {
  @property({ attribute: false }) message: Extract<ToPanel, { type: 'show' }> | undefined;
  @state() private current = 0;
  @state() private selected: number | undefined;

  private readonly theme = new Theme(() => this.requestUpdate());
  private readonly layout = memo(leftHeavy);
  private readonly names = memo((profile: Profile, index: number) => new FrameNames(profile.frames, this.message?.places[index]));
  private readonly colours = memo((profile: Profile, palette: Theme['colours']) => frameColours(profile.frames, { packageOf: () => '', isInternal: () => false }, palette, undefined));
  private readonly extent = memo(extentOf);

  reveal(profile: number, frame: number): void {
    this.current = profile;
    void frame;
  }

  protected override createRenderRoot(): this {
    return this;
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('message')) this.current = this.message?.current ?? 0;
  }

  protected override render(): TemplateResult {
    const profile = this.message?.profiles[this.current];
    if (!profile) return html``;
    const layout = this.layout(profile);
    const names = this.names(profile, this.current);
    const palette = this.theme.colours;
    const colours = this.colours(profile, palette);
    const frameOf = (box: number): number => layout.frame[layout.node[box]!]!;
    const detailOf = (box: number): Detail => {
      const node = layout.node[box]!;
      const frame = frameOf(box);
      return {
        name: names.nameOf(frame), place: names.placeOf(frame), canOpen: names.canOpen(frame), colour: cssColour(colours[frame]!),
        self: profile.nodes.self[node]!, total: profile.nodes.total[node]!, whole: profile.total, unit: profile.unit, more: [],
      };
    };
    const open = (box: number, aside: boolean): void => host.postMessage({ type: 'open', profile: this.current, frame: frameOf(box), aside });
    return html`<div class="stage">
      <profile-flame id="flame" .layout=${layout} .extent=${this.extent(0, widthOf(layout))} .look=${boxLook(frameOf, colours, names)} .palette=${palette}
        .selected=${this.selected} .font=${`12px ${this.theme.font}`} label="Flame graph" .describe=${(box: number) => spoken(detailOf(box))}
        @box-select=${(event: CustomEvent<BoxEvent>) => (this.selected = event.detail.box)}
        @box-open=${({ detail }: CustomEvent<BoxEvents['box-open']>) => open(detail.box, detail.aside)}></profile-flame>
    </div>
    ${detailLine(this.selected === undefined ? undefined : detailOf(this.selected), (aside) => open(this.selected!, aside))}`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'shown-profiles': ShownProfiles;
  }
}
