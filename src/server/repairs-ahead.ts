import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Folders } from './folders.js';
import type { Answer, OpenDocuments } from './open-documents.js';

/**
 * Has the repairs of open documents checked while nobody waits: a check asks for types, and with its answer at hand the light bulb
 * opens at once. Of lowest priority: it waits for a pause, looks after every finding whether something came in, and gives up when
 * anything changed. What it finds out is kept by the sessions, for as long as it holds.
 */
export class RepairsAhead {
  private timer: NodeJS.Timeout | undefined;
  private wanted = false;
  private running = false;
  private stopped = false;
  private lastAsked: string | undefined;

  constructor(
    private readonly open: OpenDocuments,
    private readonly folders: Folders,
    private readonly pauseMs: number,
    private readonly log: (message: string) => void,
  ) {}

  /** Call when answers have changed. */
  schedule(): void {
    if (this.stopped) return;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      this.wanted = true;
      if (!this.running) void this.run();
    }, this.pauseMs);
  }

  /** Where somebody asked, they will ask again. */
  askedAbout(uri: string): void {
    this.lastAsked = uri;
  }

  stop(): void {
    this.stopped = true;
    clearTimeout(this.timer);
  }

  private async run(): Promise<void> {
    this.running = true;
    while (this.wanted) {
      this.wanted = false;
      const isFirst = ({ uri }: Answer): number => (uri === this.lastAsked ? 0 : 1);
      for (const answer of [...this.open.settled()].sort((a, b) => isFirst(a) - isFirst(b))) await this.check(answer);
    }
    this.running = false;
  }

  private async check(answer: Answer): Promise<void> {
    for (const { fixable, fingerprint } of answer.findings) {
      if (!fixable) continue;
      // What came in meanwhile is read in the first turn and answered in the second.
      await nextTurn();
      await nextTurn();
      if (this.stopped || !this.open.isSettled(answer)) return;
      this.folders.of(answer.path).fixesFor(answer.path, [fingerprint], this.log);
    }
  }
}
