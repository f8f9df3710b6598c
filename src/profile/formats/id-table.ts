/** Ids up to this many times their number are kept in an array, those above it in a map. */
const SPARSE = 16;
const FIRST_SIZE = 2 ** 4;

/** Numbers by id. Ids may be any numbers, but those that profilers write, whole and without many gaps, are fast. */
export class IdTable {
  private dense = new Int32Array(FIRST_SIZE);
  private readonly others = new Map<number, number>();
  private used = 0;

  /** 0 for an id that has no number. */
  get(id: number): number {
    const { dense } = this;
    if (id >= 0 && id < dense.length && Number.isInteger(id)) return dense[id] as number;
    return this.others.size === 0 ? 0 : (this.others.get(id) ?? 0);
  }

  set(id: number, value: number): void {
    this.used++;
    if (id >= 0 && id < this.dense.length && Number.isInteger(id)) this.dense[id] = value;
    else if (id >= this.dense.length && id < this.used * SPARSE && Number.isInteger(id)) {
      this.grow(id);
      this.dense[id] = value;
    } else this.others.set(id, value);
  }

  private grow(id: number): void {
    const larger = new Int32Array(Math.max(this.dense.length * 2, id + 1));
    larger.set(this.dense);
    this.dense = larger;
    for (const [other, value] of this.others) {
      if (!(other >= 0 && other < larger.length && Number.isInteger(other))) continue;
      larger[other] = value;
      this.others.delete(other);
    }
  }
}
