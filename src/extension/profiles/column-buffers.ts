/** The memory of all columns of a message, to be handed over and not copied. Columns of memory that is shared or larger are left out. */
export function buffersOf(message: unknown): ArrayBuffer[] {
  const buffers = new Set<ArrayBuffer>();
  const walk = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    if (ArrayBuffer.isView(value)) {
      if (value.buffer instanceof ArrayBuffer && value.byteLength === value.buffer.byteLength) buffers.add(value.buffer);
      return;
    }
    // A list of texts holds no columns, and may be long.
    if (Array.isArray(value) && typeof value[0] === 'string') return;
    for (const each of Object.values(value)) walk(each);
  };
  walk(message);
  return [...buffers];
}
