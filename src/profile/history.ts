import type { Profile } from './profile.js';
import { transformed, type Transform } from './transform.js';

/** Profiles kept beside the first; older ones are made again when they are asked for, because each is as large as a profile. */
const KEPT = 3;

/** Transforms one after the other, and back. */
export class TransformHistory {
  private readonly steps: Transform[] = [];
  /** By number of steps. */
  private readonly made = new Map<number, Profile>();
  private at = 0;

  constructor(readonly original: Profile) {}

  /** What all steps up to now make of the profile. */
  get current(): Profile {
    return this.after(this.at);
  }

  get applied(): readonly Transform[] {
    return this.steps.slice(0, this.at);
  }

  get canUndo(): boolean {
    return this.at > 0;
  }

  get canRedo(): boolean {
    return this.at < this.steps.length;
  }

  /** What was undone before cannot be redone then. */
  apply(transform: Transform): Profile {
    this.steps.length = this.at;
    for (const step of this.made.keys()) if (step > this.at) this.made.delete(step);
    this.steps.push(transform);
    this.at++;
    return this.current;
  }

  undo(): Profile {
    this.at = Math.max(0, this.at - 1);
    return this.current;
  }

  redo(): Profile {
    this.at = Math.min(this.steps.length, this.at + 1);
    return this.current;
  }

  private after(count: number): Profile {
    const last = this.steps[count - 1];
    if (last === undefined) return this.original;
    const made = this.made.get(count) ?? transformed(this.after(count - 1), last);
    // The one used last is kept longest.
    this.made.delete(count);
    this.made.set(count, made);
    for (const step of [...this.made.keys()].slice(0, -KEPT)) this.made.delete(step);
    return made;
  }
}
