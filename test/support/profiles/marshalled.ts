/** What Python's marshal can say in these tests; lists are tuples. */
export type PythonValue = number | string | readonly PythonValue[] | ReadonlyMap<PythonValue, PythonValue>;

/** As Python 3 writes it, without references. */
export function marshalled(value: PythonValue): Uint8Array {
  return Uint8Array.from(bytesOf(value));
}

function bytesOf(value: PythonValue): readonly number[] {
  if (typeof value === 'string') {
    const text = [...new TextEncoder().encode(value)];
    return [code('z'), text.length, ...text];
  }
  if (typeof value === 'number') {
    const view = new DataView(new ArrayBuffer(8));
    const whole = Number.isInteger(value) && Math.abs(value) < 2 ** 31;
    if (whole) view.setInt32(0, value, true);
    else view.setFloat64(0, value, true);
    return [code(whole ? 'i' : 'g'), ...new Uint8Array(view.buffer, 0, whole ? 4 : 8)];
  }
  if (value instanceof Map) return [code('{'), ...[...(value as ReadonlyMap<PythonValue, PythonValue>)].flatMap(([key, each]) => [...bytesOf(key), ...bytesOf(each)]), code('0')];
  const elements = value as readonly PythonValue[];
  return [code(')'), elements.length, ...elements.flatMap(bytesOf)];
}

function code(type: string): number {
  return type.charCodeAt(0);
}
