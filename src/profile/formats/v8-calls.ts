import { Float64Column, Int32Column } from '../columns.js';
import { IdTable } from './id-table.js';

/**
 * The calls of a V8 profile while they are read, the root first. A call names its callees by ids, mostly before these are read, or, as
 * other writers have it, a callee its caller.
 */
export class V8Calls {
  readonly parent = new Int32Column();
  readonly frame = new Int32Column();
  /** Samples that the file counts at each call. */
  readonly hits = new Int32Column();
  readonly tickNode = new Int32Column();
  readonly tickLine = new Int32Column();
  readonly ticks = new Int32Column();
  /** Calls that have the id of another. */
  repeated = 0;
  /** By id: a call's index + 1, or below 0, of a call that is yet to come, `-1` - its caller's index. */
  private readonly ids = new IdTable();
  private readonly callee = new Int32Column();
  private readonly callerId = new Float64Column();

  /** @param id NaN for a call that has none; of several calls with one id it means the last */
  add(id: number, frame: number, hits: number): void {
    const index = this.parent.count;
    const known = Number.isNaN(id) ? 0 : this.ids.get(id);
    this.parent.push(known < 0 ? -1 - known : -1);
    this.frame.push(frame);
    this.hits.push(hits);
    if (known > 0) this.repeated++;
    if (!Number.isNaN(id)) this.ids.set(id, index + 1);
  }

  /** Saying it twice is saying it once. */
  addCallee(caller: number, id: number): void {
    const known = this.ids.get(id);
    if (known > 0) this.parent.values[known - 1] = caller;
    else this.ids.set(id, -1 - caller);
  }

  nameCaller(callee: number, id: number): void {
    this.callee.push(callee);
    this.callerId.push(id);
  }

  addTick(node: number, line: number, ticks: number): void {
    this.tickNode.push(node);
    this.tickLine.push(line);
    this.ticks.push(ticks);
  }

  /** @param count of those that stay */
  dropTicks(count: number): void {
    this.tickNode.count = this.tickLine.count = this.ticks.count = count;
  }

  /** Index of the call with an id, or -1. */
  indexOf(id: number): number {
    return Math.max(0, this.ids.get(id)) - 1;
  }

  /** Once all are read: callers that callees name, where no list of callees says another. */
  connect(): void {
    for (let named = 0; named < this.callee.count; named++) {
      const callee = this.callee.values[named] as number;
      if (this.parent.values[callee] === -1) this.parent.values[callee] = this.indexOf(this.callerId.values[named] as number);
    }
  }
}
