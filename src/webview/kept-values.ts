// What was kept by an earlier page may be of another version, or of nobody's making: it is looked at before it is believed.

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function isIndex(value: unknown): value is number {
  return Number.isInteger(value) && (value as number) >= 0;
}

export function isIndices(value: unknown): value is readonly number[] {
  return Array.isArray(value) && value.every(isIndex);
}

export function isSpan(value: unknown): value is Record<string, unknown> & { readonly from: number; readonly to: number } {
  return isRecord(value) && Number.isFinite(value['from']) && Number.isFinite(value['to']) && (value['to'] as number) > (value['from'] as number);
}
