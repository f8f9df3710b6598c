import assert from 'node:assert/strict';
import type { Evidence, Finding } from '../../src/core/finding.js';
import { readMarkers, type Marker } from './markers.js';

function place(text: string, offset: number): string {
  const before = text.slice(0, offset).split('\n');
  return `${before.length}:${(before.at(-1)?.length ?? 0) + 1}`;
}

function describeFinding(text: string, finding: Finding): string {
  return `${place(text, finding.span.start)} [${text.slice(finding.span.start, finding.span.end)}] ${finding.ruleId} (${finding.confidence}): ${finding.message}`;
}

function covers(marker: Marker, span: { start: number; end: number }): boolean {
  return marker.wholeLine ? span.start >= marker.start && span.start <= marker.end : span.start === marker.start && span.end === marker.end;
}

/**
 * Both ways: a finding without a marker fails, and so does a marker without its finding.
 * `todo` asserts the wrong answer of today: a finding it names must be there when it is a false one, absent when it is a missed one;
 * the marker's text begins with `false` or `missed`.
 */
export function checkMarkers(name: string, text: string, findings: readonly Finding[]): void {
  const markers = readMarkers(text);
  const problems: string[] = [];
  const unmarked = new Set(findings);
  const evidencePending: Marker[] = [];
  for (const marker of markers) {
    if (marker.kind === 'evidence') {
      evidencePending.push(marker);
      continue;
    }
    const hit = findings.find((each) => each.ruleId === marker.ruleId && covers(marker, each.span));
    if (marker.kind === 'todo') {
      const missed = marker.text.startsWith('missed');
      if (missed === (hit !== undefined)) problems.push(`line ${marker.line}: the todo "${marker.text}" is repaired: make it an ordinary marker`);
      if (hit) unmarked.delete(hit);
    } else if (!hit) problems.push(`line ${marker.line}: no ${marker.ruleId} on "${text.slice(marker.start, marker.end).trim()}"`);
    else {
      unmarked.delete(hit);
      if (marker.confidence !== undefined && hit.confidence !== marker.confidence) problems.push(`line ${marker.line}: not ${marker.confidence} but ${describeFinding(text, hit)} ${hit.evidence.filter((each) => each.certainty !== 'proven').map((each) => each.text).join('; ')}`);
      if (!hit.message.includes(marker.text)) problems.push(`line ${marker.line}: the message does not say "${marker.text}": ${hit.message}`);
      for (const evidence of evidencePending) if (!hit.evidence.some((each) => isEvidence(evidence, each))) problems.push(`line ${evidence.line}: no evidence "${evidence.text}" there; got ${hit.evidence.map((each) => `${place(text, each.span.start)} "${each.text}"`).join(', ')}`);
    }
    evidencePending.length = 0;
  }
  for (const finding of unmarked) problems.push(`not expected: ${describeFinding(text, finding)}`);
  assert.deepEqual(problems, [], `${name}\n${problems.join('\n')}`);
}

function isEvidence(marker: Marker, evidence: Evidence): boolean {
  return covers(marker, evidence.span) && evidence.text.includes(marker.text);
}
