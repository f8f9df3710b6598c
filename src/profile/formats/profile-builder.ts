import { assembleProfile } from '../assemble.js';
import { Float64Column, Int32Column } from '../columns.js';
import { FrameTableBuilder } from '../frame-table.js';
import { FrameKind, type LineTicks, type Profile, type SampleTable } from '../profile.js';

/** What a profile is called and counts, known once its file has been read. */
export interface ProfileFacts extends Pick<Profile, 'name' | 'kind' | 'unit' | 'startedAt'> {
  /** Keep what `sample` was told as the profile's samples. */
  readonly timed: boolean;
}

/**
 * A profile from calls named one by one, for formats that write stacks: a call that was seen before is found again, and values that are
 * no amounts are left out with a note.
 */
export class ProfileBuilder {
  /** The call that all stacks begin with. */
  readonly root = 0;
  private readonly frames = new FrameTableBuilder();
  private readonly roots = new Set<number>();
  private readonly parent = new Int32Column();
  private readonly frameOf = new Int32Column();
  private readonly self = new Float64Column();
  /** Open addressing by caller and frame: the call's index + 1. */
  private slots = new Int32Array(4096);
  private readonly sampleNode = new Int32Column();
  private readonly sampleStart = new Float64Column();
  private elapsed = 0;
  private readonly ticks = new Map<number, Map<number, number>>();
  private readonly noted = new Set<string>();

  constructor() {
    this.call(-1, this.frame('(root)', '', 0, 0));
    this.sampleStart.push(0);
  }

  /** @param line 1-based, 0 where unknown, as is the column; what is neither counts as unknown */
  frame(name: string, url: string, line: number, column: number, kind?: FrameKind): number {
    // What has no name here has a word in files of other tools.
    const frame = this.frames.add(name === ANONYMOUS ? '' : name, url, line, column, kind);
    if (name === '(root)' && url === '' && kind === undefined) this.roots.add(frame);
    return frame;
  }

  /** The call of a frame by a caller: the one of before, or a new one. */
  call(caller: number, frame: number): number {
    const parents = this.parent.values;
    const frames = this.frameOf.values;
    let slot = slotOf(caller, frame, this.slots.length);
    for (let found = this.slots[slot] as number; found !== 0; found = this.slots[slot] as number) {
      if (parents[found - 1] === caller && frames[found - 1] === frame) return found - 1;
      slot = (slot + 1) & (this.slots.length - 1);
    }
    return this.add(caller, frame);
  }

  /** The next call of a stack that is written from its outer end; some tools write the root there, others do not. */
  step(caller: number | undefined, frame: number): number {
    if (caller === undefined && this.roots.has(frame)) return this.root;
    return this.call(caller ?? this.root, frame);
  }

  /** What was spent in a call itself, in the profile's unit. */
  spend(node: number, value: number): void {
    this.self.values[node] = (this.self.values[node] as number) + this.amount(value);
  }

  /** The call was at the top of the stack from the end of the sample before, for so many microseconds. */
  sample(node: number, duration: number): void {
    this.elapsed += this.amount(duration);
    this.sampleNode.push(node);
    this.sampleStart.push(this.elapsed);
    this.spend(node, duration);
  }

  /** Nothing was on the stack: the thread did nothing that was recorded. */
  idle(): number {
    return this.call(this.root, this.frame('(idle)', '', 0, 0, FrameKind.idle));
  }

  /** The 1-based line was seen at the top of the stack in this call. */
  tick(node: number, line: number, count = 1): void {
    if (!Number.isInteger(line) || line < 1 || line > LAST_LINE || !(count >= 1)) return;
    const lines = this.ticks.get(node) ?? new Map<number, number>();
    this.ticks.set(node, lines.set(line, Math.min((lines.get(line) ?? 0) + Math.floor(count), MOST_TICKS)));
  }

  /** @param sentence for people; said once however often it is noted */
  note(sentence: string): void {
    this.noted.add(sentence);
  }

  build({ timed, ...facts }: ProfileFacts): Profile {
    return assembleProfile({
      ...facts,
      frames: this.frames.build(),
      parent: this.parent.written(),
      frame: Uint32Array.from(this.frameOf.written()),
      self: this.self.written(),
      ...(timed ? { samples: this.samples() } : {}),
      lineTicks: this.lineTicks(),
      notes: [...this.noted],
    });
  }

  private add(caller: number, frame: number): number {
    const node = this.parent.count;
    this.parent.push(caller);
    this.frameOf.push(frame);
    this.self.push(0);
    if (node * 2 < this.slots.length) this.enter(node);
    else {
      this.slots = new Int32Array(this.slots.length * 2);
      for (let each = 0; each <= node; each++) this.enter(each);
    }
    return node;
  }

  private enter(node: number): void {
    const { slots } = this;
    let slot = slotOf(this.parent.values[node] as number, this.frameOf.values[node] as number, slots.length);
    while (slots[slot] !== 0) slot = (slot + 1) & (slots.length - 1);
    slots[slot] = node + 1;
  }

  private amount(value: number): number {
    if (value >= 0 && value <= LARGEST) return value;
    this.note('Some values are negative or no amounts: they count as 0.');
    return 0;
  }

  private samples(): SampleTable {
    return { count: this.sampleNode.count, node: Uint32Array.from(this.sampleNode.written()), start: this.sampleStart.written().slice() };
  }

  private lineTicks(): LineTicks {
    const rows = [...this.ticks].flatMap(([node, lines]) => [...lines].map(([line, ticks]) => [node, line, ticks] as const));
    return {
      count: rows.length,
      node: Uint32Array.from(rows, ([node]) => node),
      line: Int32Array.from(rows, ([, line]) => line),
      ticks: Uint32Array.from(rows, ([, , ticks]) => ticks),
    };
  }
}

const ANONYMOUS = '(anonymous)';
/** More than anything that is measured; sums of it stay finite. */
const LARGEST = 1e18;
const LAST_LINE = 0x7fff_ffff;
const MOST_TICKS = 0xffff_ffff;

/** Both numbers mixed by multiplication, for tables whose size is a power of two. */
function slotOf(caller: number, frame: number, size: number): number {
  const mixed = Math.imul(Math.imul(caller + 1, 0x9e37_79b1) ^ (frame + 0x7f4a_7c15), 0x85eb_ca6b);
  return (mixed ^ (mixed >>> 15)) & (size - 1);
}
