/** Small, so that growing is not a surprise to an engine that has already compiled the code for what happened until then. */
const FIRST_SIZE = 16;

/** A column of whole numbers that is still being written; `values` is longer than what was written. */
export class Int32Column {
  values: Int32Array;
  count = 0;

  constructor(size = FIRST_SIZE) {
    this.values = new Int32Array(size);
  }

  push(value: number): void {
    if (this.count === this.values.length) this.grow();
    this.values[this.count++] = value;
  }

  written(): Int32Array {
    return this.values.subarray(0, this.count);
  }

  private grow(): void {
    const larger = new Int32Array(this.values.length * 2);
    larger.set(this.values);
    this.values = larger;
  }
}

/** As `Int32Column`, for any number. */
export class Float64Column {
  values: Float64Array;
  count = 0;

  constructor(size = FIRST_SIZE) {
    this.values = new Float64Array(size);
  }

  push(value: number): void {
    if (this.count === this.values.length) this.grow();
    this.values[this.count++] = value;
  }

  written(): Float64Array {
    return this.values.subarray(0, this.count);
  }

  private grow(): void {
    const larger = new Float64Array(this.values.length * 2);
    larger.set(this.values);
    this.values = larger;
  }
}
