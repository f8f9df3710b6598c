/** What happens to the calls of a run: how long each takes and which of them fail. The same for equal seeds, whatever the order. */
export interface Schedule {
  readonly seed: number;
  /** Ordinal numbers, by the hash of what is asked: which calls fail. */
  readonly fails: (key: string) => boolean;
}

/** Stand-ins for functions outside of the program. */
export interface Calls {
  /** Asks for something: the answer depends on what is asked, never on when. */
  ask<T>(name: string, given: readonly unknown[], answer: (key: string) => T): Promise<T>;
}

export class RecordedCalls implements Calls {
  readonly keys: string[] = [];
  private underWay = 0;
  most = 0;

  constructor(private readonly schedule: Schedule) {}

  async ask<T>(name: string, given: readonly unknown[], answer: (key: string) => T): Promise<T> {
    const key = `${name}(${given.map((each) => JSON.stringify(each)).join(', ')})`;
    this.keys.push(key);
    this.underWay++;
    this.most = Math.max(this.most, this.underWay);
    // Turns of the event loop instead of time: as random, and over at once.
    for (let turns = hash(`${this.schedule.seed} ${key}`) % 7; turns > 0; turns--) await new Promise((resolve) => setImmediate(resolve));
    this.underWay--;
    if (this.schedule.fails(key)) throw new Error(key);
    return answer(key);
  }
}

export function hash(text: string): number {
  let value = 17;
  for (let at = 0; at < text.length; at++) value = (value * 31 + text.charCodeAt(at)) % 1_000_003;
  return value;
}

/** The functions of `node:fs/promises` that generated programs use. */
export function files(calls: Calls): Readonly<Record<string, unknown>> {
  return {
    readFile: (...given: unknown[]) => calls.ask('readFile', given, (key) => (hash(key) % 4 === 0 ? '' : `text of ${key}`)),
    stat: (...given: unknown[]) => calls.ask('stat', given, (key) => ({ size: hash(key) % 9, mode: hash(key) % 5 })),
    readdir: (...given: unknown[]) => calls.ask('readdir', given, (key) => [`a of ${key}`, `b of ${key}`]),
    unlink: (...given: unknown[]) => calls.ask('unlink', given, () => undefined),
    writeFile: (...given: unknown[]) => calls.ask('writeFile', given, () => undefined),
  };
}
