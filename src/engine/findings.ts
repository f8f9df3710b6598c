import type { ts } from 'ts-morph';
import { atLeast, CONFIDENCES, confidenceOf, type Confidence, type Evidence, type Finding, type InternalError, type Severity } from '../core/finding.js';
import type { Span } from '../core/span.js';
import type { PathRole } from '../facts/path-role.js';
import type { EvidenceNote, Place } from '../rules/rule.js';
import { fingerprints } from './fingerprint.js';
import type { RuleDetection } from './rule-walk.js';

const SEVERITIES: readonly Severity[] = ['hint', 'information', 'warning', 'error'];

/** One step down from the rule's severity for each step of confidence below high. */
export function severityAt(severity: Severity, confidence: Confidence): Severity {
  const steps = CONFIDENCES.length - 1 - CONFIDENCES.indexOf(confidence);
  return SEVERITIES[Math.max(0, SEVERITIES.indexOf(severity) - steps)] ?? 'hint';
}

export function spanOf(place: Place): Span {
  if ('kind' in place) {
    const file = place.getSourceFile();
    return { path: file.fileName, start: place.getStart(file), end: place.end };
  }
  return { path: place.file.fileName, start: place.start, end: place.end };
}

export interface DetectedFinding {
  readonly finding: Finding;
  readonly detected: RuleDetection;
}

export interface FindingInput {
  readonly file: ts.SourceFile;
  /** Relative to the root, for fingerprints. */
  readonly relativePath: string;
  readonly detections: readonly RuleDetection[];
  readonly role: PathRole;
  /** What says that the file has this role. */
  readonly roleShownBy: 'path' | 'content';
  /** Highest confidence a finding of this file may have. */
  readonly cap: Confidence;
  readonly severityOf: (ruleId: string) => Severity | undefined;
}

function evidenceOf({ at, text, certainty = 'proven' }: EvidenceNote, found: Span): Evidence {
  return { span: at ? spanOf(at) : found, text, certainty };
}

const ROLES: Readonly<Record<PathRole, string>> = {
  product: 'a file', test: 'a test', seed: 'a file that fills a database', migration: 'a migration', script: 'a script',
};

/** Where the role of the file allows less than what was proven, that is a link like any other. */
function withRole(evidence: readonly Evidence[], span: Span, { role, roleShownBy, cap }: FindingInput): readonly Evidence[] {
  if (atLeast(cap, confidenceOf(evidence))) return evidence;
  return [...evidence, { span, text: `going by ${roleShownBy === 'path' ? 'its path' : 'how it starts and ends'} this is ${ROLES[role]}, where findings count as ${cap}`, certainty: cap === 'low' ? 'doubtful' : 'inferred' }];
}

/** Turns detections into plain findings, in the order of the text. A reading that throws is an error of its rule, named once. */
export function toFindings(input: FindingInput): { readonly found: readonly DetectedFinding[]; readonly errors: readonly InternalError[] } {
  const errors: InternalError[] = [];
  const drafts: { detected: RuleDetection; span: Span; message: string; evidence: readonly Evidence[]; fixable: boolean }[] = [];
  const seen = new Set<string>();
  const failed = new Set<string>();
  for (const detected of input.detections) {
    const { rule } = detected.active;
    const { at, data } = detected.detection;
    if (failed.has(rule.id)) continue;
    try {
      const span = spanOf(at);
      const key = `${rule.id} ${span.start} ${span.end}`;
      if (seen.has(key)) continue;
      seen.add(key);
      const evidence = withRole(rule.evidence(data).map((note) => evidenceOf(note, span)), span, input);
      drafts.push({ detected, span, message: rule.message(data), evidence, fixable: rule.fixes !== undefined && (rule.fixable?.(data) ?? true) });
    } catch (error) {
      failed.add(rule.id);
      errors.push({ ruleId: rule.id, path: input.file.fileName, message: error instanceof Error ? (error.stack ?? error.message) : String(error) });
    }
  }
  drafts.sort((a, b) => a.span.start - b.span.start || a.span.end - b.span.end);
  const prints = fingerprints(input.file, input.relativePath, drafts.map(({ detected, span }) => ({ ruleId: detected.active.rule.id, start: span.start, end: span.end })));
  const found = drafts.map(({ detected, span, message, evidence, fixable }, index): DetectedFinding => {
    const { rule } = detected.active;
    const confidence = confidenceOf(evidence);
    const severity = severityAt(input.severityOf(rule.id) ?? rule.severity, confidence);
    return { detected, finding: { ruleId: rule.id, span, message, severity, confidence, evidence, fixable, fingerprint: prints[index] ?? '' } };
  });
  return { found, errors };
}
