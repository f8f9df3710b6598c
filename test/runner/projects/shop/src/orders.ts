import { weigh, type Weighed } from './weights.ts';

// Every function has a number of its own, which no tool takes away: by it the test knows which one it is in any text.

export interface Order extends Weighed {
  readonly id: number;
  readonly lines: readonly number[];
}

export class Orders {
  readonly #all: readonly Order[];
  static made = 0;

  constructor(all: readonly Order[]) {
    let sum = 0;
    for (let round = 0; round < 150_000; round++) sum = (sum * 31 + 700_001) % 65_521;
    Orders.made += sum % 2;
    this.#all = all;
  }

  static of(count: number): Orders {
    let seed = count;
    for (let round = 0; round < 150_000; round++) seed = (seed * 33 + 700_003) % 65_521;
    return new Orders(Array.from({ length: 3 }, (_, id) => {
      let size = seed + id;
      for (let round = 0; round < 60_000; round++) size = (size * 35 + 700_005) % 65_521;
      return { id, size, lines: [size, id, seed] };
    }));
  }

  get total(): number {
    let sum = 0;
    for (let round = 0; round < 150_000; round++) sum = (sum * 37 + 700_007) % 65_521;
    return sum + this.#weigh();
  }

  #weigh(): number {
    let sum = 0;
    for (let round = 0; round < 150_000; round++) sum = (sum * 39 + 700_009) % 65_521;
    return this.#all.reduce((all, order) => all + weigh(order), sum);
  }

  readonly rank = (order: Order): number => {
    let rank = order.id;
    for (let round = 0; round < 60_000; round++) rank = (rank * 41 + 700_011) % 65_521;
    return rank;
  };

  async sorted(): Promise<readonly Order[]> {
    await Promise.resolve();
    let sum = 0;
    for (let round = 0; round < 150_000; round++) sum = (sum * 43 + 700_013) % 65_521;
    return [...this.#all].sort((one, other) => {
      let order = sum;
      for (let round = 0; round < 60_000; round++) order = (order * 45 + 700_015) % 65_521;
      return this.rank(one) - this.rank(other) + (order > 65_521 ? 1 : 0);
    });
  }

  *pages(): Generator<number> {
    for (const order of this.#all) {
      let page = order.id;
      for (let round = 0; round < 60_000; round++) page = (page * 47 + 700_017) % 65_521;
      yield page;
    }
  }
}
