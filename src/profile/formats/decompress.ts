import { UnreadableProfile } from './format.js';

/** What a file unpacks to at most: profiles as text shrink to a twentieth at best, so more is made to fill memory. */
const LARGEST_RATIO = 400;
const ALWAYS_ALLOWED = 64 * 2 ** 20;

/** pprof files are zipped always, Chrome traces often. */
export function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}

/**
 * The bytes in a gzip file, through `DecompressionStream`, which Node and browsers both have as a global, so that no caller has to bring
 * a decompressor. Of a file that was cut off, what came before: readers say so when they come to the end.
 * @throws UnreadableProfile when it is no gzip after all, or unpacks to more than any profile
 */
export async function gunzipped(bytes: Uint8Array): Promise<Uint8Array> {
  const limit = Math.max(ALWAYS_ALLOWED, bytes.length * LARGEST_RATIO);
  const pieces: Uint8Array[] = [];
  let size = 0;
  try {
    const reader = new Blob([bytes as Uint8Array<ArrayBuffer>]).stream().pipeThrough(new DecompressionStream('gzip')).getReader();
    for (let next = await reader.read(); !next.done && size <= limit; next = await reader.read()) {
      const piece = next.value as Uint8Array;
      pieces.push(piece);
      size += piece.length;
    }
    if (size > limit) await reader.cancel();
  } catch {
    if (size === 0) throw new UnreadableProfile('The file begins like a gzip file but cannot be unpacked.');
  }
  if (size > limit) throw new UnreadableProfile('The file unpacks to more than 400 times its size, which no profile does.');
  const whole = new Uint8Array(size);
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}
