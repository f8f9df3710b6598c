import { amountText } from '../profile/amount.js';

export interface Tick {
  readonly at: number;
  readonly text: string;
}

/** What the text of a tick takes of the least distance between two. */
const TEXT = 0.4;

/** Round times between two others (microseconds), at most `most` of them, named from `origin`, as long as there is room for the name. */
export function timeTicks(from: number, to: number, most: number, origin = 0): readonly Tick[] {
  const least = (to - from) / Math.max(1, most);
  const step = roundStep(least);
  const ticks: Tick[] = [];
  for (let index = Math.ceil((from - origin) / step); origin + index * step <= to - least * TEXT; index++) ticks.push({ at: origin + index * step, text: tickText(index * step, step) });
  return ticks;
}

/** 1, 2 or 5 times a power of ten, not below `least`. */
function roundStep(least: number): number {
  const power = 10 ** Math.floor(Math.log10(Math.max(least, 1e-9)));
  return power * ([1, 2, 5, 10].find((each) => each * power >= least) ?? 10);
}

/** As exact as the distance to the next one asks for. */
function tickText(at: number, step: number): string {
  if (at === 0) return '0';
  const [size, unit] = at >= 1e6 || step >= 1e6 ? [1e6, 's'] as const : at >= 1e3 || step >= 1e3 ? [1e3, 'ms'] as const : [1, 'µs'] as const;
  const digits = Math.max(0, -Math.floor(Math.log10(step / size) + 1e-9));
  return digits > 6 ? amountText(at, 'microseconds') : `${(at / size).toFixed(digits)} ${unit}`;
}
