/** The part of a run that taking segments of its allocations may take. */
const MOST_OF_RUN = 0.1;

// Held now: tests replace clocks.
const clock = performance;
const now = clock.now.bind(clock);

/**
 * When it is time for another segment of allocations. V8 collects all garbage for each, which takes a third of a second where some hundred
 * megabytes are alive: as often as the stack is sampled it would be most of the run.
 */
export class HeapTurns {
  #notBefore = 0;

  get isDue(): boolean {
    return now() >= this.#notBefore;
  }

  /** @param task that takes a segment */
  take<Result>(task: () => Result): Result {
    const start = now();
    const result = task();
    this.#ended(start);
    return result;
  }

  /** @param task that has a segment taken by another process */
  async takeAsync<Result>(task: () => Promise<Result>): Promise<Result> {
    const start = now();
    const result = await task();
    this.#ended(start);
    return result;
  }

  #ended(start: number): void {
    const end = now();
    this.#notBefore = end + (end - start) * (1 / MOST_OF_RUN - 1);
  }
}
