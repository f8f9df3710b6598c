import type { ProfileUnit } from './profile.js';

const TIMES = [[1e6, 's'], [1e3, 'ms'], [1, 'µs']] as const;
const SIZES = [[2 ** 30, 'GiB'], [2 ** 20, 'MiB'], [2 ** 10, 'KiB'], [1, 'B']] as const;

/** An amount for people, of three digits or the whole number: `1.23 s`, `45.6 KiB`, `1,234 samples`. */
export function amountText(amount: number, unit: ProfileUnit): string {
  if (unit === 'samples') return countWords(amount, 'sample', 'samples');
  const scales = unit === 'bytes' ? SIZES : TIMES;
  const [size, name] = scales.find(([least]) => Math.abs(amount) >= least * 0.9995) ?? scales.at(-1)!;
  return `${threeDigits(amount / size)} ${name}`;
}

/** A part of a whole: `12.3 %`, and `< 0.1 %` for what is there but hardly. */
export function shareText(part: number, whole: number): string {
  const percent = whole > 0 ? (part / whole) * 100 : 0;
  if (percent > 0 && percent < 0.1) return '< 0.1 %';
  return `${percent >= 99.95 || percent === 0 ? percent.toFixed(0) : percent.toFixed(1)} %`;
}

export function countText(count: number): string {
  return whole(count);
}

/** A count with what belongs to it: `countWords(1, 'call has', 'calls have')`. */
export function countWords(count: number, one: string, many: string): string {
  return `${whole(count)} ${count === 1 ? one : many}`;
}

function threeDigits(value: number): string {
  const size = Math.abs(value);
  if (size >= 99.95 || value === 0) return whole(value);
  return value.toFixed(size >= 9.995 ? 1 : 2);
}

function whole(value: number): string {
  return Math.round(value).toString().replace(/\B(?=(?:\d{3})+$)/g, ',');
}
