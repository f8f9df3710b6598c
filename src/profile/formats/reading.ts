import { countWords } from '../amount.js';
import type { Profile } from '../profile.js';

/** Said of a file that ends in the middle of its text. */
export const CUT_OFF = 'The file is cut off: this is what came before its end.';

/** Said of samples of calls that are nowhere. */
export function unknownCalls(samples: number): string {
  return `${countWords(samples, 'sample names a call that the file does not hold: its time is', 'samples name calls that the file does not hold: their time is')} the root's own.`;
}

/** The beginning of a text; bytes that are no UTF-8 become U+FFFD. */
export function textOfHead(head: Uint8Array): string {
  return new TextDecoder().decode(head);
}

/** The one that says most first: most samples, else most calls. */
export function bySize(profiles: readonly Profile[]): readonly Profile[] {
  const size = ({ samples, nodes }: Profile): number => samples?.count ?? nodes.count;
  return [...profiles].sort((a, b) => size(b) - size(a));
}
