import type { Finding } from '../core/finding.js';
import type { Span } from '../core/span.js';

/** What is remembered of the last answer the type checker took part in. */
export interface RefinedAnswer {
  readonly text: string;
  /** Fingerprints of the quick answer to the same text. */
  readonly first: ReadonlySet<string>;
  readonly findings: readonly Finding[];
}

/**
 * A quick answer that does not flicker: what types dismissed a moment ago stays away, what only types could find stays
 * where the text around it is untouched, until types are asked again.
 */
export function carryOver(quick: readonly Finding[], path: string, text: string, refined: RefinedAnswer): readonly Finding[] {
  const kept = new Map(refined.findings.map((finding) => [finding.fingerprint, finding]));
  const dismissed = (finding: Finding): boolean => refined.first.has(finding.fingerprint) && !kept.has(finding.fingerprint);
  const answer = quick.filter((finding) => !dismissed(finding));
  const present = new Set(quick.map(({ fingerprint }) => fingerprint));
  const move = mover(path, refined.text, text);
  for (const finding of refined.findings) {
    if (present.has(finding.fingerprint) || refined.first.has(finding.fingerprint)) continue;
    const span = move(finding.span);
    const evidence = finding.evidence.flatMap((link) => {
      const moved = move(link.span);
      return moved ? [{ ...link, span: moved }] : [];
    });
    if (span && evidence.length === finding.evidence.length) answer.push({ ...finding, span, evidence });
  }
  return answer;
}

/** Follows spans through an edit that left a common start and end; `undefined` for spans the edit touched. */
function mover(path: string, before: string, after: string): (span: Span) => Span | undefined {
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before.charCodeAt(start) === after.charCodeAt(start)) start++;
  let end = 0;
  while (end < shorter - start && before.charCodeAt(before.length - 1 - end) === after.charCodeAt(after.length - 1 - end)) end++;
  const shift = after.length - before.length;
  return (span) => {
    if (span.path !== path || span.end <= start) return span;
    if (span.start >= before.length - end) return { path, start: span.start + shift, end: span.end + shift };
    return undefined;
  };
}
