import { amountText, shareText } from '../profile/amount.js';
import { LEAST_PART, callersLayout, selfOrigins } from '../profile/callers-layout.js';
import { CallerTree } from '../profile/callers.js';
import { differencesOfPart } from '../profile/compare/differences-of-part.js';
import type { FrameDifferences } from '../profile/compare/frame-differences.js';
import { chronological } from '../profile/chronological.js';
import { attachCollector } from '../profile/collector.js';
import { leftHeavy } from '../profile/left-heavy.js';
import { FrameKind, type Profile } from '../profile/profile.js';
import { totalsByFrame, totalsByGroup } from '../profile/totals.js';
import { transformed } from '../profile/transform.js';
import { costliestCall, nodeAlong } from './call-path.js';
import { FrameNames } from './frame-names.js';
import { memo } from './memo.js';
import type { TimeRange } from './overview.js';
import { FIRST_PROFILE_STATE, type PanelState, type ProfileState, type Selection } from './panel-state.js';
import type { PlaceTable, ToPanel } from './protocol.js';
import { SideChain, StepChain } from './step-chain.js';
import { sameStep, type Step } from './steps.js';

type Shown = Extract<ToPanel, { type: 'show' }>;

/**
 * What the panel shows, as data: the profile at hand as the user's steps have made it, and everything that is computed from it. Each
 * answer is computed when it is first asked for, and again when what it depends on is another.
 */
export class PanelModel {
  constructor(private readonly shown: Shown, private kept: PanelState, private readonly onChange: () => void, private readonly onKeep: () => void) {}

  get state(): PanelState {
    return this.kept;
  }

  change(part: Partial<PanelState>): void {
    this.kept = { ...this.kept, ...part };
    this.onChange();
  }

  get index(): number {
    return Math.min(this.kept.profile, this.shown.profiles.length - 1);
  }

  get profiles(): readonly Profile[] {
    return this.shown.profiles;
  }

  /** As the file has it. */
  get original(): Profile {
    return this.shown.profiles[this.index]!;
  }

  get own(): ProfileState {
    return this.kept.profiles[this.index] ?? FIRST_PROFILE_STATE;
  }

  changeOwn(part: Partial<ProfileState>): void {
    this.change({ profiles: { ...this.kept.profiles, [this.index]: { ...this.own, ...part } } });
  }

  /** What the extension says of the frames' files. */
  get places(): PlaceTable {
    return this.shown.places[this.index]!;
  }

  /** Of a comparison: what functions took on both sides, in what the steps have left. */
  get differences(): FrameDifferences | undefined {
    const { differences } = this.shown;
    return differences && this.own.steps.length > 0 ? this.partOf(differences, this.own.steps) : differences;
  }

  get names(): FrameNames {
    return this.namesOf(this.original, this.places);
  }

  /** After all steps, over the whole run. */
  get stepped(): Profile {
    return this.chainOf(this.original, this.places).after(this.own.steps);
  }

  /** After all steps, of the chosen part of the run: what every view but the one in time order shows. */
  get profile(): Profile {
    return this.inRange(this.stepped, this.own.range);
  }

  /**
   * What the view in time order shows: with garbage collection at its cause, because else every collection would cut all calls
   * below it in two.
   */
  get timed(): Profile {
    return this.attachedOf(this.stepped);
  }

  get timedInRange(): Profile {
    return this.timedRangeOf(this.timed, this.own.range);
  }

  get totals(): ReturnType<typeof totalsByFrame> {
    return this.totalsOf(this.profile);
  }

  /** By frame, its file: an index into the frames' strings, and for the root, which is in none, the one after them. */
  get files(): Uint32Array {
    return this.filesOf(this.profile.frames);
  }

  totalsOfFiles(): ReturnType<typeof totalsByGroup> {
    return this.fileTotalsOf(this.profile, this.files);
  }

  totalsOfGroups(): ReturnType<typeof totalsByGroup> {
    return this.profile === this.original ? this.weights : this.groupTotalsOf(this.profile, this.places);
  }

  /** Of the profile as the file has it. */
  get weights(): ReturnType<typeof totalsByGroup> {
    return this.weightsOf(this.original, this.places);
  }

  get callers(): CallerTree {
    return this.callersOf(this.profile);
  }

  get leftHeavy(): ReturnType<typeof leftHeavy> {
    return this.leftHeavyOf(this.profile);
  }

  /** The left-heavy one upside down: functions on top, who called them below. */
  get inverted(): ReturnType<typeof callersLayout> {
    return this.invertedOf(this.profile);
  }

  /** Absent where the file does not say when what ran. */
  get chronological(): ReturnType<typeof chronological> {
    return this.chronologicalOf(this.timed);
  }

  /** The call that is selected, as far as the profile at hand has it. */
  get selectedNode(): number | undefined {
    return this.nodeOf(this.profile, this.own.selection);
  }

  /** The same in time order. */
  get selectedTimedNode(): number | undefined {
    return this.timedNodeOf(this.timed, this.own.selection);
  }

  /** Selects one call: the frames from the outermost caller to it. */
  selectCall(path: readonly number[]): void {
    const frame = path.at(-1);
    if (frame !== undefined) this.changeOwn({ selection: { frame, path } });
  }

  selectFunction(frame: number): void {
    this.changeOwn({ selection: { frame } });
  }

  isRoot(frame: number): boolean {
    return this.original.frames.kind[frame] === FrameKind.root;
  }

  take(step: Step): void {
    this.changeOwn({ steps: [...this.own.steps, step] });
  }

  undo(): void {
    this.changeOwn({ steps: this.own.steps.slice(0, -1) });
  }

  dropStep(index: number): void {
    this.changeOwn({ steps: this.own.steps.filter((_, at) => at !== index) });
  }

  /** Does a step, or takes it back where it was done. */
  toggle(step: Step): void {
    const index = this.own.steps.findIndex((each) => sameStep(each, step));
    if (index < 0) this.take(step);
    else this.dropStep(index);
  }

  has(step: Step): boolean {
    return this.own.steps.some((each) => sameStep(each, step));
  }

  chooseRange(range: TimeRange | undefined): void {
    const { range: _, ...rest } = this.own;
    this.change({ profiles: { ...this.kept.profiles, [this.index]: range ? { ...rest, range } : rest } });
  }

  /** Back to the whole profile. */
  reset(): void {
    const { range: _, ...rest } = this.own;
    this.change({ profiles: { ...this.kept.profiles, [this.index]: { ...rest, steps: [] } } });
  }

  /** Remembers what is seen of a flame graph; nothing that is shown depends on it. */
  keepZoom(name: string, { from, to, top }: { readonly from: number; readonly to: number; readonly top: number }): void {
    this.kept = { ...this.kept, profiles: { ...this.kept.profiles, [this.index]: { ...this.own, zoom: { ...this.own.zoom, [name]: { from, to, top } } } } };
    this.onKeep();
  }

  /** Whether anything was left out by the user. */
  get isPart(): boolean {
    return this.own.steps.length > 0 || this.own.range !== undefined;
  }

  /** How much of the run is shown: `12.3 s of 40 s (31 %)`. */
  get scope(): string {
    const { profile, original } = this;
    const all = amountText(original.total, original.unit);
    return profile.total === original.total ? all : `${amountText(profile.total, original.unit)} of ${all} (${shareText(profile.total, original.total)})`;
  }

  private readonly namesOf = memo((profile: Profile, places: PlaceTable) => new FrameNames(profile.frames, places));
  private readonly chainOf = memo((profile: Profile, places: PlaceTable) => new StepChain(profile, places));
  private readonly sideOf = memo((profile: Profile, places: PlaceTable, self: Float64Array) => new SideChain(profile, places, self));
  private readonly otherSideOf = memo((profile: Profile, places: PlaceTable, self: Float64Array) => new SideChain(profile, places, self));
  private readonly partOf = memo((differences: FrameDifferences, steps: readonly Step[]) => {
    const [before, after] = [this.sideOf(this.original, this.places, differences.calls.before), this.otherSideOf(this.original, this.places, differences.calls.after)];
    return differencesOfPart(differences, { before: { all: before.all, left: before.after(steps) }, after: { all: after.all, left: after.after(steps) } });
  });
  private readonly inRange = memo(inRange);
  private readonly timedRangeOf = memo(inRange);
  private readonly attachedOf = memo(attachCollector);
  private readonly totalsOf = memo((profile: Profile) => totalsByFrame(profile.nodes, profile.frames));
  private readonly filesOf = memo(filesOf);
  private readonly fileTotalsOf = memo((profile: Profile, files: Uint32Array) => totalsByGroup(profile.nodes, files, profile.frames.strings.length + 1));
  private readonly groupTotalsOf = memo(totalsOfPlaces);
  private readonly weightsOf = memo(totalsOfPlaces);
  private readonly callersOf = memo((profile: Profile) => new CallerTree(profile));
  private readonly leftHeavyOf = memo(leftHeavy);
  private readonly invertedOf = memo((profile: Profile) => callersLayout(profile, selfOrigins(profile), profile.total * LEAST_PART));
  private readonly chronologicalOf = memo(chronological);
  private readonly nodeOf = memo(selectedIn);
  private readonly timedNodeOf = memo(selectedIn);
}

function inRange(profile: Profile, range: TimeRange | undefined): Profile {
  return range ? transformed(profile, { type: 'time-range', ...range }) : profile;
}

function filesOf({ url, kind, strings }: Profile['frames']): Uint32Array {
  return url.map((file, frame) => (kind[frame] === FrameKind.root ? strings.length : file));
}

function totalsOfPlaces({ nodes }: Profile, { group, groups }: PlaceTable): ReturnType<typeof totalsByGroup> {
  return totalsByGroup(nodes, group, groups.length);
}

function selectedIn({ nodes, frames }: Profile, selection: Selection | undefined): number | undefined {
  if (!selection || selection.frame >= frames.count) return undefined;
  return (selection.path && nodeAlong(nodes, selection.path)) ?? costliestCall(nodes, selection.frame);
}
