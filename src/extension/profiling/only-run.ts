import { CannotStart } from '../../runner/starting/project.js';

/** What is going on, for those who do it. */
export interface HeldRun {
  /** What to do when the user wants it to end: each time they say so, and at once if they did already. */
  onStop(stop: () => void): void;
}

/** Lets one thing at a time go on under the profiler: two would measure each other. It counts from the moment it is asked for. */
export class OnlyRun {
  private current: Going | undefined;

  /** @param onChange called with the title of what has begun, and with `undefined` when it is over */
  constructor(private readonly onChange: (title: string | undefined) => void) {}

  /** @throws CannotStart while something else goes on */
  async during<T>(title: string, work: (held: HeldRun) => Promise<T>): Promise<T> {
    if (this.current) throw new CannotStart(`${this.current.title} is being profiled: stop it first.`);
    const going = new Going(title);
    this.current = going;
    this.onChange(title);
    try {
      return await work(going);
    } finally {
      this.current = undefined;
      this.onChange(undefined);
      going.isOver();
    }
  }

  /** @returns whether there was anything to stop */
  stop(): boolean {
    this.current?.stop();
    return this.current !== undefined;
  }

  /** Stops what is going on; resolves when it has put everything away. */
  async end(): Promise<void> {
    this.current?.stop();
    await this.current?.over;
  }
}

class Going implements HeldRun {
  private isUnwanted = false;
  private end: (() => void) | undefined;
  isOver: () => void = () => undefined;
  readonly over = new Promise<void>((resolve) => {
    this.isOver = resolve;
  });

  constructor(readonly title: string) {}

  onStop(stop: () => void): void {
    this.end = stop;
    if (this.isUnwanted) stop();
  }

  stop(): void {
    this.isUnwanted = true;
    this.end?.();
  }
}
