import type { FrameAmounts } from '../profile/compare/differences-of-part.js';
import { TransformHistory } from '../profile/history.js';
import { withSelf } from '../profile/node-table.js';
import type { Profile } from '../profile/profile.js';
import { totalsByFrame } from '../profile/totals.js';
import type { PlaceTable } from './protocol.js';
import { transformOf, type Step } from './steps.js';

/** Steps one after the other, with what the last of them made kept. */
export class StepChain {
  private readonly history: TransformHistory;
  private done: readonly Step[] = [];

  constructor(private readonly original: Profile, private readonly places: PlaceTable) {
    this.history = new TransformHistory(original);
  }

  after(steps: readonly Step[]): Profile {
    if (steps === this.done) return this.history.current;
    const same = steps.findIndex((each, index) => each !== this.done[index]);
    const kept = same < 0 ? Math.min(steps.length, this.done.length) : same;
    while (this.applied > kept) this.back();
    for (const step of steps.slice(kept)) this.forward(step);
    this.done = steps;
    return this.history.current;
  }

  /** For each step done whether it had anything to work on: what had not is in no history. */
  private readonly worked: boolean[] = [];

  private get applied(): number {
    return this.worked.length;
  }

  private back(): void {
    if (this.worked.pop()) this.history.undo();
  }

  private forward(step: Step): void {
    const { current } = this.history;
    const transform = transformOf(step, current, this.places);
    this.worked.push(transform !== undefined);
    if (transform) this.history.apply(transform);
  }
}

/** What the steps leave of one side of a comparison: they do the same to calls whatever these took. */
export class SideChain {
  private readonly chain: StepChain;
  readonly all: FrameAmounts;

  /** @param self by call of the difference profile, what it took itself on this side */
  constructor(difference: Profile, places: PlaceTable, self: Float64Array) {
    const side = { ...difference, nodes: withSelf(difference.nodes, self) };
    this.chain = new StepChain(side, places);
    this.all = totalsByFrame(side.nodes, side.frames);
  }

  after(steps: readonly Step[]): FrameAmounts {
    const { nodes, frames } = this.chain.after(steps);
    return totalsByFrame(nodes, frames);
  }
}
