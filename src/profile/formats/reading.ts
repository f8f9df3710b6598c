import type { Profile } from '../profile.js';

/** Said of a file that ends in the middle of its text. */
export const CUT_OFF = 'The file is cut off: this is what came before its end.';

/** The beginning of a text; bytes that are no UTF-8 become U+FFFD. */
export function textOfHead(head: Uint8Array): string {
  return new TextDecoder().decode(head);
}

/** The one that says most first: most samples, else most calls. */
export function bySize(profiles: readonly Profile[]): readonly Profile[] {
  const size = ({ samples, nodes }: Profile): number => samples?.count ?? nodes.count;
  return [...profiles].sort((a, b) => size(b) - size(a));
}
